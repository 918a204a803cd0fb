/** What chance does to a score: the same score on shuffled values. */
import { quantileSorted } from 'simple-statistics';
import { PURPOSE, randomStream } from '../random/stream';
import type { Groups } from './ridge';

/** How often a control with shuffled values is made anew; their mean is told. */
export const SHUFFLES = 8;

/** What a share `most` of values lie between. */
export function middle(
  values: readonly number[],
  most = 0.95,
): { readonly low: number; readonly high: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const tail = (1 - most) / 2;
  return { low: quantileSorted(sorted, tail), high: quantileSorted(sorted, 1 - tail) };
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
