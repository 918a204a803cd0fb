/** The maps as a table, for those who cannot see them or want the numbers. */
import { useState } from 'react';
import { runId, runName, type RunConfig } from '../../time/config';
import { mapKey, SPACES, type SessionState } from '../../session/state';
import { decimal } from '../format';
import { useSessionState } from '../session_context';
import { useMoment } from './shown_map';
import { SPACE_TEXTS } from './spaces';

interface Column {
  readonly key: string;
  readonly title: string;
}

export function PointTable({ runs }: { runs: readonly RunConfig[] }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="point-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Points as table</summary>
      {/* Kept out of the page while closed: it changes with every layout. */}
      {open && <Points runs={runs} />}
    </details>
  );
}

function Points({ runs }: { runs: readonly RunConfig[] }) {
  const maps = useSessionState((state) => state.maps);
  const embedding = useSessionState((state) => state.embedding);
  const moment = useMoment();
  const library = useSessionState((state) => state.library);
  if (!embedding) return <p className="hint">No points yet.</p>;
  const columns = columnsOf(runs, maps);
  return (
    <div className="table-scroll" role="region" aria-label="Points of the maps" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Video</th>
            <th scope="col">Label</th>
            <th scope="col">t, s</th>
            {columns.map(({ key, title }) => (
              <th key={key} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {embedding.segments.map(({ videoId, start }, i) => {
            const video = library.find(({ id }) => id === videoId);
            return (
              <tr key={`${videoId} ${start}`}>
                <th scope="row">{video?.name ?? 'removed'}</th>
                <td>{video?.label}</td>
                <td>{start.toFixed(2)}</td>
                {columns.map(({ key }) => (
                  <td key={key}>
                    {pointText(moment ? moment.positions[key] : maps[key]?.layout.positions, i)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function pointText(positions: Float32Array | undefined, i: number): string {
  const [x, y] = [positions?.[2 * i], positions?.[2 * i + 1]];
  return x === undefined || y === undefined ? '–' : `${decimal(x, 1)}, ${decimal(y, 1)}`;
}

function columnsOf(runs: readonly RunConfig[], maps: SessionState['maps']): Column[] {
  return runs.flatMap((run) =>
    SPACES.map((space) => ({
      key: mapKey(runId(run), space),
      title: `${runName(run)} ${SPACE_TEXTS[space].symbol}: x, y`,
    })).filter(({ key }) => key in maps),
  );
}
