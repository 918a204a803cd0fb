/** The number beside a map: how well t can be read off the features, with its interval and its controls. */
import { Tooltip } from '@mantine/core';
import type { TimeScore } from '../../evaluate/score';
import { decimal } from '../format';

const HOW =
  'R² of t: a ridge regression reads the start second t off the features, fitted on some videos and scored on others. 1 is perfect, 0 is no better than the mean of t. Brackets: 95 % interval, bootstrap over videos.';

export function Score({ score }: { score: TimeScore | undefined }) {
  if (!score) return <p className="score">R² of t –</p>;
  if (score.kind === 'none') {
    return (
      <p className="score" title={score.reason}>
        R² of t – <span className="dim">{score.reason}</span>
      </p>
    );
  }
  return (
    <Tooltip label={HOW}>
      <p className="score" tabIndex={0}>
        R² of t <strong>{decimal(score.r2)}</strong>{' '}
        <span className="dim">
          [{decimal(score.low)}, {decimal(score.high)}]
          {score.controls.map(({ name, r2 }) => ` · ${name} ${decimal(r2)}`).join('')}
        </span>
      </p>
    </Tooltip>
  );
}
