/** The maps: one column a run, one row a space, all of the same segments at the same step. */
import { useMemo, type CSSProperties } from 'react';
import { SPACES, type Space } from '../../session/state';
import { runId, runName, TIME_VARIANTS, type RunConfig } from '../../time/config';
import { Equation } from '../measures/Equation';
import { EQUATION_HELP } from '../measures/equation_help';
import { Navigator } from '../navigator/Navigator';
import { Player } from '../player/Player';
import { usePointerHint } from '../pointer_hints';
import { runColour } from '../run_colours';
import { useScheme } from '../scheme';
import { useSessionState } from '../session_context';
import { Legend } from './Legend';
import { MapBar } from './MapBar';
import { MapCell } from './MapCell';
import { PointTable } from './PointTable';
import { useScoredClips } from './scored_clips';
import { SegmentPanel } from './SegmentPanel';
import { Sweep } from './Sweep';
import { useWhoseMaps } from './whose';

export function Maps() {
  const configured = useSessionState((state) => state.config.train.runs);
  const prepared = useSessionState((state) => state.prepared?.config.runs);
  const runs = prepared ?? configured;
  const map = useSessionState((state) => state.config.map);
  const spaces = useMemo(() => SPACES.filter((space) => map[space]), [map]);
  const hint = usePointerHint();
  return (
    <main className="maps" id="maps" tabIndex={-1} aria-labelledby="maps-heading">
      <div className="maps-scroll">
        <div className="maps-head">
          <h2 id="maps-heading">Maps</h2>
          <Legend />
        </div>
        <MapBar />
        <Scored />
        {spaces.length === 0 && <p className="hint">No space is shown: tick one above.</p>}
        <div
          className="maps-grid"
          style={{ '--runs': runs.length, '--spaces': spaces.length } as CSSProperties}
        >
          {runs.map((run) => (
            <RunMaps key={runId(run)} run={run} spaces={spaces} />
          ))}
        </div>
        <p className="hint maps-foot">
          {map.projection === 'tsne'
            ? 't-SNE of segments, uniformly over each video, joined in time order. Size of and distance between clusters mean little; neighbourhood is what is kept.'
            : 'PCA of segments, uniformly over each video, joined in time order: the plane of largest variance; what lies across it is not seen.'}{' '}
          {hint('maps')}
        </p>
        <PointTable runs={runs} />
        <Sweep runs={runs} />
        <Navigator />
      </div>
      <Player />
      <SegmentPanel />
    </main>
  );
}

function Scored() {
  const clips = useScoredClips();
  const whose = useWhoseMaps();
  return (
    <p className="hint map-scored">
      {whose !== undefined && <strong>{whose} </strong>}
      {clips?.sentence}
    </p>
  );
}

interface RunMapsProps {
  readonly run: RunConfig;
  readonly spaces: readonly Space[];
}

function RunMaps({ run, spaces }: RunMapsProps) {
  const scheme = useScheme();
  return (
    <section className="run-maps" aria-label={runName(run)}>
      <h3>
        <span className="swatch" style={{ background: runColour(runId(run), scheme) }} /> {runName(run)}{' '}
        <Equation text={TIME_VARIANTS[run.variant].equation} help={EQUATION_HELP[run.variant]} />
      </h3>
      {spaces.map((space) => (
        <MapCell key={space} run={run} space={space} />
      ))}
    </section>
  );
}
