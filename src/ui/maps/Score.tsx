/** The numbers beside a map: how well t can be read off the features, and whether its order is there, with intervals and controls. */
import { Tooltip } from '@mantine/core';
import type { Measured, TimeScore } from '../../evaluate/score';
import { decimal } from '../format';

const HOW =
  'R² of t = 1 − Σ(t − t̂)² / Σ(t − t̄)²: a ridge regression reads the start second t off the features of each video, fitted on all other videos, and t̄ is the mean of t there. 1 is perfect, 0 is no better than that mean. Brackets: 95 % interval, bootstrap over videos.';

export function Score({ score }: { score: TimeScore | undefined }) {
  return (
    <p className="score">
      <Tooltip label={HOW}>
        <button type="button" className="term">
          R² of t
        </button>
      </Tooltip>{' '}
      <ScoreValue score={score} />
    </p>
  );
}

function ScoreValue({ score }: { score: TimeScore | undefined }) {
  if (!score) return <>–</>;
  if (score.kind === 'none') return <span className="dim">– {score.reason}</span>;
  const { r2, low, high } = score;
  return (
    <>
      <strong>{decimal(r2)}</strong>{' '}
      <span className="dim">
        [{decimal(low)}, {decimal(high)}]
      </span>
    </>
  );
}

/** The same number where it must be near zero, or where t is given. */
export function Controls({ score }: { score: TimeScore | undefined }) {
  const controls = score?.kind === 'score' ? score.controls : [];
  return (
    <p className="score-controls">{controls.map(({ name, r2 }) => `${name} ${decimal(r2)}`).join(' · ')}</p>
  );
}

const ORDER =
  'Kendall’s τ = (concordant − discordant) / pairs: the time of each segment is read off another video, as the start of its nearest neighbour there by cosine; τ compares that order with the order of t. 1: the same, 0: none, −1: reversed. Mean over videos; brackets: 95 % interval, bootstrap over videos. f′ is given t: compare it with t alone.';

/** τ with its interval and, on the same line, its controls. */
export function Order({ score }: { score: Measured | undefined }) {
  return (
    <p className="score score-order">
      <Tooltip label={ORDER}>
        <button type="button" className="term">
          τ<span className="visually-hidden"> (Kendall)</span>
        </button>
      </Tooltip>{' '}
      <OrderValue score={score} />
    </p>
  );
}

function OrderValue({ score }: { score: Measured | undefined }) {
  if (!score) return <>–</>;
  if (score.kind === 'none') return <span className="dim">– {score.reason}</span>;
  const { value, low, high, controls } = score;
  return (
    <>
      <strong>{decimal(value)}</strong>{' '}
      <span className="dim">
        [{decimal(low)}, {decimal(high)}]
        {controls.map(({ name, value: control }) => ` · ${name} ${decimal(control)}`)}
      </span>
    </>
  );
}
