/** The scores of one line of the table of all runs. */
import { useSessionState } from '../session_context';
import { MeasuredText } from '../measures/MeasuredText';
import { headersOf } from './heads';
import { scoreCells, type ScoreCell } from './score_cells';
import type { Row } from './rows';
import type { ScoreColumn } from './sorting';

interface ScoreCellsProps {
  readonly rows: readonly [Row, ...Row[]];
  readonly columns: readonly ScoreColumn[];
  /** Of the cell with the name of the run. */
  readonly nameId: string;
}

export function ScoreCells({ rows, columns, nameId }: ScoreCellsProps) {
  const goesOn = useSessionState((state) => state.keptWeights[rows[0].id] !== undefined);
  return scoreCells(rows, columns, goesOn).map((cell) => {
    const at = columns.indexOf(cell.column);
    const over = columns.slice(at, at + (cell.kind === 'words' ? cell.span : 1));
    const heads = over.flatMap(({ key, measure }) => [`measure ${measure}` as const, key]);
    return <Cell key={cell.column.key} cell={cell} headers={headersOf(nameId, ...new Set(heads))} />;
  });
}

function Cell({ cell, headers }: { cell: ScoreCell; headers: string }) {
  const first = cell.column.space === 'f' ? 'score-f' : undefined;
  switch (cell.kind) {
    case 'words':
      return (
        <td headers={headers} colSpan={cell.span} className="score-f score-words">
          {cell.words}
        </td>
      );
    case 'same':
      return (
        <td headers={headers} className="dim">
          = f
        </td>
      );
    case 'numbers':
      return (
        <td headers={headers} className={first}>
          <MeasuredText {...cell.numbers} />
        </td>
      );
  }
}
