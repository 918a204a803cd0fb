/** What the navigator computes, and what may be concluded from it. */
import { beforeTraining, type Measured } from '../../evaluate/score';
import { decimal, numberText } from '../format';
import { Equation } from '../measures/Equation';
import { TIME_VARIANTS, type TimeVariant } from '../../time/config';

interface NotesProps {
  readonly variant: TimeVariant;
  /** How well t can be read off f. */
  readonly inF: Measured;
  readonly embeddedAt: number;
  readonly step: number;
}

export function Notes({ variant, inF, embeddedAt, step }: NotesProps) {
  const before = beforeTraining(inF);
  return (
    <div className="nav-notes hint">
      <p>
        <span className="equation">ε(t, f) = MLP([MLP(t), f])</span> (Eq. 2);{' '}
        <Equation text={TIME_VARIANTS[variant].equation} />
        {variant === 'transform' && ', with the magnitudes A = ε'}. f is that of the segment at every t; only
        t changes.
      </p>
      <p>
        <strong>By construction:</strong> f′ is given t, so that it moves with t proves nothing. Beyond the
        end of the clip (hatched) none of its segments begins: there the time module extrapolates.{' '}
        <strong>A finding</strong> is what t does not tell: that f′(t) stays with its own label while it
        moves, and order in f, which is never given t
        {inF.kind === 'score' && `: R² of t in f is ${numberText(inF)}`}
        {before && `, ${before.name} ${decimal(before.value)}`}.
      </p>
      <p>An angle is the arccos of the cosine between features: near 1, cosines would all read the same.</p>
      <p>
        On a map by t-SNE the mark is placed among the points by the affinities of its f′ to theirs, without a
        new embedding, and on one by PCA it is projected; a point of the map lands on itself.
        {embeddedAt !== step &&
          ` While training goes on, f is that of step ${embeddedAt} and the time module that of step ${step}.`}
      </p>
    </div>
  );
}
