/** The number beside a map: how well t can be read off the features, with its interval and its controls. */
import { Tooltip } from '@mantine/core';
import type { TimeScore } from '../../evaluate/score';
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
