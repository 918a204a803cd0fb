/** 95 % intervals of scores over units (videos or persons): none of them has no width, for alike is not certain. */
import { cumulativeStdNormalProbability } from 'simple-statistics';
import { PURPOSE, randomStream } from '../random/stream';
import { middle } from './resampling';
import type { Interval } from './score';
import { studentT } from './student_t';

const RESAMPLES = 1000;
/** 97.5 % quantile of the normal distribution. */
const Z = 1.959964;
/** Relative: what rounding may make of equal numbers. */
const ALIKE = 1e-9;

/**
 * Of any statistic of units: expanded percentile bootstrap (Hesterberg 2015, The American Statistician 69, 5.3). Units, not
 * segments, are drawn again: segments of one video are anything but independent. The plain percentiles are too narrow by
 * √((n − 1)/n) and know nothing of Student's t; here those at Φ(∓ t √(n/(n − 1))) are taken. Of fewer than 6 units even
 * the whole range is too narrow. Where all units are alike nothing is known of how far others would lie: no interval.
 * @param units at least 2
 */
export function bootstrapInterval<Unit>(
  units: readonly Unit[],
  statistic: (drawn: readonly Unit[]) => number,
  seed: number,
): Interval {
  const n = units.length;
  const random = randomStream(PURPOSE.score, seed, 1);
  const drawn = Array.from({ length: RESAMPLES }, () =>
    statistic(units.map(() => units[Math.floor(random.uniform() * n)]!)),
  );
  const tail = 1 - cumulativeStdNormalProbability(studentT(n - 1) * Math.sqrt(n / (n - 1)));
  const { low, high } = middle(drawn, 1 - 2 * tail);
  if (high - low <= ALIKE * (1 + Math.abs(high)))
    return {
      noInterval: `No interval: all ${n} videos score alike, and a bootstrap over them has no width.`,
    };
  return { low, high };
}

/**
 * Of a share p̂ told right over `units` independent units: Wilson's score interval (1927), centre and half width
 * (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n). A unit counts as one trial however many rows it has: a share between
 * 0 and 1 varies by p(1 − p) at most, so where rows of a unit differ the interval is wide rather than narrow.
 * @param units need not be whole, see `unitsOfClasses`
 */
export function shareInterval(share: number, units: number): { readonly low: number; readonly high: number } {
  const z2 = Z ** 2 / units;
  const half = Z * Math.sqrt((share * (1 - share)) / units + z2 / (4 * units));
  const end = (sign: number) => (share + z2 / 2 + sign * half) / (1 + z2);
  // Of 0 and 1 the formula gives the end itself, but for rounding.
  return { low: Math.max(0, end(-1)), high: Math.min(1, end(1)) };
}

/** Units from which on a bootstrap of a share is trusted: one of fewer is too narrow, above all near 0 and 1. */
const ENOUGH_FOR_SHARES = 10;

/**
 * Of a share told right, by units that hold several rows: the bootstrap, which knows how alike the rows of a unit are; of
 * fewer than ENOUGH_FOR_SHARES units, or where all are alike, Wilson's over `trials`.
 * @param trials see `unitsOfClasses`
 */
export function accuracyInterval<Unit>(
  units: readonly Unit[],
  accuracy: (drawn: readonly Unit[]) => number,
  trials: number,
  seed: number,
): Interval {
  const drawn = units.length < ENOUGH_FOR_SHARES ? undefined : bootstrapInterval(units, accuracy, seed);
  return drawn?.low === undefined ? shareInterval(accuracy(units), trials) : drawn;
}

/**
 * Units behind a mean over K classes of which each occurs in n_k of `all` units: K² / Σ 1/n_k, at which p(1 − p)/n is the
 * variance of that mean; no more than there are. Rare classes make the interval wide.
 */
export function unitsOfClasses(withClass: readonly number[], all: number): number {
  const inverse = withClass.reduce((sum, n) => sum + 1 / n, 0);
  return Math.min(all, withClass.length ** 2 / inverse);
}
