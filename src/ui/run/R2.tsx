/** R² of t in a table: the number and its interval; the reason where there is none. */
import type { TimeScore } from '../../evaluate/score';
import { decimal } from '../format';

export function R2({ score }: { score: TimeScore | undefined }) {
  if (!score) return <>–</>;
  if (score.kind === 'none') return <span title={score.reason}>–</span>;
  return (
    <>
      {decimal(score.r2)}{' '}
      <span className="dim">
        [{decimal(score.low)}, {decimal(score.high)}]
      </span>
    </>
  );
}
