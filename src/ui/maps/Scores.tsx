/** The numbers beside a map: how well t can be read off the features, and whether its order is there; interval and controls in one table. */
import { Tooltip } from '@mantine/core';
import { asMeasured, type Measured, type TimeScore } from '../../evaluate/score';
import { decimal } from '../format';

const R2 =
  'R² of t = 1 − Σ(t − t̂)² / Σ(t − t̄)²: a ridge regression reads the start second t off the features of each video, fitted on all other videos, and t̄ is the mean of t there. 1 is perfect, 0 is no better than that mean. Brackets: 95 % interval, bootstrap over videos.';
const TAU =
  'Kendall’s τ = (concordant − discordant) / pairs: the time of each segment is read off another video, as the start of its nearest neighbour there by cosine; τ compares that order with the order of t. 1: the same, 0: none, −1: reversed. Mean over videos; brackets: 95 % interval, bootstrap over videos. f′ is given t: compare it with t alone.';

interface Row {
  readonly name: string;
  readonly spoken?: string;
  readonly how: string;
  readonly score: Measured | undefined;
}

/** `controls`: the columns beside the score, so that its place is kept before the numbers are there. */
export function Scores({
  time,
  order,
  controls,
}: {
  time: TimeScore | undefined;
  order: Measured | undefined;
  controls: readonly string[];
}) {
  const rows: Row[] = [
    { name: 'R² of t', how: R2, score: asMeasured(time) },
    { name: 'τ', spoken: ' (Kendall)', how: TAU, score: order },
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
        {rows.map(({ name, spoken, how, score }) => (
          <tr key={name}>
            <th scope="row">
              <Tooltip label={how}>
                <button type="button" className="term">
                  {name}
                  {spoken && <span className="visually-hidden">{spoken}</span>}
                </button>
              </Tooltip>
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
        {score && <span className="dim">{`[${decimal(score.low)}, ${decimal(score.high)}]`}</span>}
      </td>
      {controls.map((name) => {
        const value = known.get(name);
        return <td key={name}>{value === undefined ? '' : decimal(value)}</td>;
      })}
    </>
  );
}
