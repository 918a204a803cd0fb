/** The scores of one line of the table of all runs. */
import type { ScoreColumn } from './sorting';
import { useSessionState } from '../session_context';
import { MeasuredText } from '../measures/MeasuredText';
import { scoreCells, type ScoreCell } from './score_cells';
import type { Row } from './rows';

export function ScoreCells({
  rows,
  columns,
}: {
  rows: readonly [Row, ...Row[]];
  columns: readonly ScoreColumn[];
}) {
  const goesOn = useSessionState((state) => state.keptWeights[rows[0].id] !== undefined);
  return scoreCells(rows, columns, goesOn).map((cell) => <Cell key={cell.column.key} cell={cell} />);
}

function Cell({ cell }: { cell: ScoreCell }) {
  const first = cell.column.space === 'f' ? 'score-f' : undefined;
  switch (cell.kind) {
    case 'words':
      return (
        <td colSpan={cell.span} className="score-f score-words">
          {cell.words}
        </td>
      );
    case 'same':
      return <td className="dim">= f</td>;
    case 'numbers':
      return (
        <td className={first}>
          <MeasuredText {...cell.numbers} />
        </td>
      );
  }
}
