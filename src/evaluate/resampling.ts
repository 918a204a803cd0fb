/** What chance does to a score: its interval by drawing videos again, and the same score on shuffled values. */
import { quantileSorted } from 'simple-statistics';
import { PURPOSE, randomStream } from '../random/stream';
import type { Groups } from './ridge';

const RESAMPLES = 1000;

/** How often a control with shuffled values is made anew; their mean is told. */
export const SHUFFLES = 8;

/**
 * 95 % interval of a statistic of units (videos or persons), percentile bootstrap. Units, not segments, are drawn again:
 * segments of one video are anything but independent.
 */
export function interval<Unit>(
  units: readonly Unit[],
  statistic: (drawn: readonly Unit[]) => number,
  seed: number,
): { readonly low: number; readonly high: number } {
  const random = randomStream(PURPOSE.score, seed, 1);
  const drawn = Array.from({ length: RESAMPLES }, () =>
    statistic(units.map(() => units[Math.floor(random.uniform() * units.length)]!)),
  );
  return middle(drawn);
}

/** What 95 % of values lie between. */
export function middle(values: readonly number[]): { readonly low: number; readonly high: number } {
  const sorted = [...values].sort((a, b) => a - b);
  return { low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975) };
}

/** Values [n] dealt out anew within each group: what is left of a score when the order is gone. `which`: 0 … SHUFFLES − 1. */
export function shuffledWithin(
  values: Float64Array,
  groups: Groups,
  seed: number,
  which: number,
): Float64Array {
  const random = randomStream(PURPOSE.score, seed, 2, which);
  const result = Float64Array.from(values);
  for (const rows of groups) {
    random.permutation(rows.length).forEach((from, to) => {
      result[rows[to]!] = values[rows[from]!]!;
    });
  }
  return result;
}
