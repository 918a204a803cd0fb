/** The maps: one column a run, f above f′, all of the same segments at the same step. */
import { NumberInput } from '@mantine/core';
import type { CSSProperties } from 'react';
import { runId, runName, TIME_VARIANTS, type RunConfig } from '../../time/config';
import { Navigator } from '../navigator/Navigator';
import { Player } from '../player/Player';
import { runColour } from '../run_colours';
import { useScheme } from '../scheme';
import { useActions, useSessionState } from '../session_context';
import { useCommitted } from '../settings/committed';
import { Legend } from './Legend';
import { MapCell } from './MapCell';
import { PointTable } from './PointTable';
import { SegmentPanel } from './SegmentPanel';

export function Maps() {
  const configured = useSessionState((state) => state.config.train.runs);
  const prepared = useSessionState((state) => state.prepared?.config.runs);
  const runs = prepared ?? configured;
  return (
    <main className="maps" id="maps" tabIndex={-1} aria-labelledby="maps-heading">
      <div className="maps-scroll">
        <div className="maps-head">
          <h2 id="maps-heading">Maps</h2>
          <Legend />
          <div className="maps-settings">
            <MapNumber path="perplexity" label="Perplexity" min={2} max={100} width={64} />
            <MapNumber path="seed" label="Map seed" min={0} max={2 ** 31 - 1} width={64} />
          </div>
        </div>
        <div className="maps-grid" style={{ '--runs': runs.length } as CSSProperties}>
          {runs.map((run, place) => (
            <RunMaps key={runId(run)} run={run} place={place} />
          ))}
        </div>
        <p className="hint maps-foot">
          t-SNE of segments, uniformly over each video, joined in time order. Size of and distance between
          clusters mean little; neighbourhood is what is kept.
        </p>
        <PointTable runs={runs} />
        <Navigator />
      </div>
      <Player />
      <SegmentPanel />
    </main>
  );
}

function RunMaps({ run, place }: { run: RunConfig; place: number }) {
  const scheme = useScheme();
  return (
    <section className="run-maps" aria-label={runName(run)}>
      <h3>
        <span className="swatch" style={{ background: runColour(place, scheme) }} /> {runName(run)}{' '}
        <span className="dim equation">{TIME_VARIANTS[run.variant].equation}</span>
      </h3>
      <MapCell run={run} space="f" />
      {run.variant === 'base' ? (
        <p className="same-map">
          <span>
            <span className="symbol">f′ = f</span> for base: it has no time module, so the map above is both.
          </span>
        </p>
      ) : (
        <MapCell run={run} space="fPrime" />
      )}
    </section>
  );
}

interface MapNumberProps {
  readonly path: 'perplexity' | 'seed';
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly width: number;
}

function MapNumber({ path, label, min, max, width }: MapNumberProps) {
  const value = useSessionState((state) => state.config.map[path]);
  const actions = useActions();
  const field = useCommitted(value, (next) => actions.setConfig(`map.${path}`, next));
  return (
    <label className="field-inline">
      <span>{label}</span>
      <NumberInput
        size="xs"
        w={width}
        min={min}
        max={max}
        error={field.message !== undefined}
        {...field.input}
      />
    </label>
  );
}
