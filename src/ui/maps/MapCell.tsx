/** One map of one run: what it is, its number, the points, and how the layout came about. */
import { useRef } from 'react';
import type { RunConfig } from '../../time/config';
import { runId, runName } from '../../time/config';
import { mapKey, type Space, type SpaceMap } from '../../session/state';
import { count, decimal } from '../format';
import { useSessionState } from '../session_context';
import { emptyMapSentence } from '../status';
import { MapCanvas } from './MapCanvas';
import type { MapPainter } from './painter';
import { Controls, Score } from './Score';

const SPACES: Readonly<Record<Space, { symbol: string; kind: string; spoken: string; note: string }>> = {
  f: {
    symbol: 'f',
    kind: 'time-invariant',
    spoken: 'f, time-invariant',
    note: 'f is not given t: order here would be a finding.',
  },
  fPrime: {
    symbol: 'f′',
    kind: 'time-aware',
    spoken: 'f prime, time-aware',
    note: 'f′ is given t: its order alone proves nothing.',
  },
};

export function MapCell({ run, space }: { run: RunConfig; space: Space }) {
  const id = runId(run);
  const painterRef = useRef<MapPainter>(undefined);
  const map = useSessionState((state) => state.maps[mapKey(id, space)]);
  const score = useSessionState(
    (state) => state.embedding?.runs.find((other) => other.id === id)?.scores[space],
  );
  const library = useSessionState((state) => state.library);
  const { symbol, kind, spoken, note } = SPACES[space];
  const describe = (index: number, { segments }: SpaceMap) => {
    const { videoId, start } = segments[index]!;
    const of = segments.filter((segment) => segment.videoId === videoId);
    const place = of.findIndex((segment) => segment.start === start) + 1;
    const video = library.find((other) => other.id === videoId);
    return `${video?.name ?? 'removed video'}, ${video?.label ?? ''}, ${start.toFixed(1)} seconds, segment ${place} of ${of.length}`;
  };
  return (
    <figure className="map-cell">
      <figcaption>
        <h4>
          <span className="symbol">{symbol}</span> {kind}
        </h4>
        <Score score={score} />
        <Controls score={score} />
        <p className="map-note">{note}</p>
      </figcaption>
      <div className="map-frame">
        <MapCanvas
          map={map}
          name={`${runName(run)}: ${spoken}`}
          describe={describe}
          painterRef={painterRef}
        />
        {!map && <EmptyMap />}
      </div>
      <p className="map-foot">
        {map
          ? `embedding of step ${count(map.step)} · t-SNE ${count(map.layout.iteration)}${map.layout.settled ? ', settled' : ''} · perplexity ${decimal(map.layout.perplexity, Number.isInteger(map.layout.perplexity) ? 0 : 1)} · KL ${decimal(map.layout.kl)}`
          : ''}
      </p>
    </figure>
  );
}

function EmptyMap() {
  const sentence = useSessionState(emptyMapSentence);
  return <p className="map-empty">{sentence}</p>;
}
