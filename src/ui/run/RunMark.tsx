/** How a run is drawn: a swatch of its colour, or the very line that it has on the chart where that is dashed. */
import { runId } from '../../time/config';
import { runColour } from '../run_colours';
import { runDashes } from '../run_dashes';
import { useScheme } from '../scheme';
import type { Row } from './rows';

const WIDTH = 40;
const HEIGHT = 8;

export function RunMark({ row: { run, record, pinned, live } }: { row: Row }) {
  const colour = runColour(runId(run), useScheme());
  if (!record || !pinned || live) return <span className="swatch" style={{ background: colour }} />;
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden>
      <line
        x2={WIDTH}
        y1={HEIGHT / 2}
        y2={HEIGHT / 2}
        stroke={colour}
        strokeWidth={2}
        strokeDasharray={runDashes(record.number)}
      />
    </svg>
  );
}
