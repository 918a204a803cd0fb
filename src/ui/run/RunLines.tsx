/** The cells of one run, or of a group of seeds, in one line of the table of all runs, or in two where all scores are shown. */
import { useId, type ReactNode } from 'react';
import { hasTwoLines, headersOf, SPANS } from './heads';
import { ScoreCells } from './ScoreCells';
import type { Row } from './rows';
import type { ScoreColumn } from './sorting';

interface RunLinesProps {
  readonly rows: readonly [Row, ...Row[]];
  readonly columns: readonly ScoreColumn[];
  readonly live?: boolean;
  readonly name: ReactNode;
  readonly changed: ReactNode;
  readonly framework: ReactNode;
  readonly seed: ReactNode;
  readonly step: ReactNode;
  readonly loss: ReactNode;
  readonly top1: ReactNode;
  readonly note: ReactNode;
  readonly actions?: ReactNode;
}

const NUMBERS = ['framework', 'seed', 'step', 'loss', 'top1'] as const;

export function RunLines({ rows, columns, live, name, changed, note, actions, ...rest }: RunLinesProps) {
  const id = useId();
  const two = hasTwoLines(columns);
  const span = (columnsOver: number) => (two ? columnsOver : undefined);
  const scores = <ScoreCells rows={rows} columns={columns} nameId={id} />;
  const tr = { 'data-live': live === true || undefined };
  return (
    <>
      <tr {...tr} className={two ? 'run-first' : undefined}>
        <th id={id} scope="row" rowSpan={span(2)} className="run-name">
          {name}
        </th>
        <td headers={headersOf(id, 'changed')} colSpan={span(SPANS.changed)} className="left run-changed">
          {changed}
        </td>
        {NUMBERS.map((key) => (
          <td key={key} headers={headersOf(id, key)}>
            {rest[key]}
          </td>
        ))}
        {!two && scores}
        <td headers={headersOf(id, 'note')} colSpan={span(SPANS.note)} className="left">
          {note}
        </td>
        <td headers={headersOf(id, 'actions')} colSpan={span(SPANS.actions)}>
          {actions}
        </td>
      </tr>
      {two && (
        <tr {...tr} className="run-scores">
          {scores}
        </tr>
      )}
    </>
  );
}
