/** The numbers beside a map: how well t can be read off the features, and whether its order is there; interval and controls in one table. */
import type { Measured } from '../../evaluate/score';
import { decimal, intervalText } from '../format';
import { Term } from '../measures/Term';
import { SCORE_TEXTS } from './score_texts';

interface Row {
  readonly measure: keyof typeof SCORE_TEXTS;
  readonly score: Measured | undefined;
}

/** `controls`: the columns beside the score, so that its place is kept before the numbers are there. */
export function Scores({
  time,
  order,
  controls,
}: {
  time: Measured | undefined;
  order: Measured | undefined;
  controls: readonly string[];
}) {
  const rows: Row[] = [
    { measure: 'timeR2', score: time },
    { measure: 'order', score: order },
  ];
  return (
    <table className="map-scores">
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Score</span>
          </th>
          <th scope="col">
            <span className="visually-hidden">Value and 95 % interval</span>
          </th>
          {controls.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ measure, score }) => (
          <tr key={measure}>
            <th scope="row">
              <Term {...SCORE_TEXTS[measure]} />
            </th>
            <Numbers score={score} controls={controls} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Numbers({ score, controls }: Pick<Row, 'score'> & { controls: readonly string[] }) {
  if (score?.kind === 'none')
    return (
      <td colSpan={1 + controls.length} className="score-reason">
        – {score.reason}
      </td>
    );
  const known = new Map(score?.controls.map(({ name, value }) => [name, value]));
  return (
    <>
      <td>
        <strong>{score ? decimal(score.value) : '–'}</strong>{' '}
        {score && <span className="dim">{intervalText(score)}</span>}
      </td>
      {controls.map((name) => {
        const value = known.get(name);
        return <td key={name}>{value === undefined ? '' : decimal(value)}</td>;
      })}
    </>
  );
}
