/** Intervals hold the truth about as often as they promise, on drawn data; and none of them has no width. */
import { mean } from 'simple-statistics';
import { expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { accuracyInterval, bootstrapInterval, shareInterval, unitsOfClasses } from './intervals';

const TRIALS = 300;

/** Share of trials whose interval holds `truth`; a trial without an interval promises nothing. */
function coverage(truth: number, interval: (trial: number) => ReturnType<typeof bootstrapInterval>): number {
  const held = Array.from({ length: TRIALS }, (_, trial) => {
    const { low, high } = interval(trial);
    return low === undefined || high === undefined || (low <= truth && truth <= high);
  });
  return held.filter(Boolean).length / TRIALS;
}

test('units that score alike leave a share as uncertain as so many trials are', () => {
  // Wilson 1927 by hand: p̂ = 1, n/(n + z²).
  expect(shareInterval(1, 8)).toEqual({ low: expect.closeTo(8 / (8 + 3.8415), 4) as number, high: 1 });
  expect(shareInterval(0, 8)).toEqual({ low: 0, high: expect.closeTo(3.8415 / (8 + 3.8415), 4) as number });
  // statsmodels' proportion_confint(4, 8, method='wilson').
  const half = shareInterval(0.5, 8);
  expect(half).toEqual({
    low: expect.closeTo(0.2152, 4) as number,
    high: expect.closeTo(0.7848, 4) as number,
  });
  const { low, high } = shareInterval(2 / 3, 8);
  expect(low).toBeLessThan(0.36);
  expect(high).toBeGreaterThan(0.87);
});

test.each([
  [8, 0.5],
  [8, 0.8],
  [8, 0.95],
  [20, 0.7],
])('the interval of a share over %i units of 3 rows each holds %f at least 93 times in 100', (units, p) => {
  const stream = randomStream(81, units, Math.round(100 * p));
  // Rows of half of the units are alike, those of the others independent.
  const unit = (i: number) =>
    i % 2 === 0 ? Number(stream.chance(p)) : [0, 1, 2].reduce((sum) => sum + Number(stream.chance(p)), 0) / 3;
  const held = coverage(p, () =>
    shareInterval(mean(Array.from({ length: units }, (_, i) => unit(i))), units),
  );
  expect(held).toBeGreaterThanOrEqual(0.93);
});

test.each([
  // The range of 4 values holds the middle of what they are drawn from with 1 − 2^−3: no bootstrap does better.
  [4, 0.83],
  [8, 0.91],
  [24, 0.92],
])('the bootstrap of a mean over %i units holds it at least as often as %f', (units, least) => {
  const stream = randomStream(82, units);
  const held = coverage(0, (trial) =>
    bootstrapInterval(
      Array.from({ length: units }, () => stream.normal()),
      (drawn) => mean([...drawn]),
      trial,
    ),
  );
  expect(held).toBeGreaterThanOrEqual(least);
});

test.each([
  [8, 0.8, 0.93],
  [8, 0.5, 0.93],
  [16, 0.5, 0.92],
  [16, 0.8, 0.89],
])(
  'an accuracy over %i persons of 4 clips that are partly alike: %f is held at least as often as %f',
  (units, p, least) => {
    const stream = randomStream(83, units, Math.round(100 * p));
    // Half of the clips of a person go the same way.
    const person = () => {
      const same = Number(stream.chance(p));
      return mean([0, 1, 2, 3].map((clip) => (clip < 2 ? same : Number(stream.chance(p)))));
    };
    const held = coverage(p, (trial) =>
      accuracyInterval(Array.from({ length: units }, person), (drawn) => mean([...drawn]), units, trial),
    );
    expect(held).toBeGreaterThanOrEqual(least);
  },
);

test('accuracies of few units or of alike ones are as uncertain as so many trials, others as their units differ', () => {
  const of = (shares: readonly number[]) =>
    accuracyInterval(shares, (drawn) => mean([...drawn]), shares.length, 1);
  expect(of(Array<number>(8).fill(2 / 3))).toEqual(shareInterval(mean(Array<number>(8).fill(2 / 3)), 8));
  expect(of(Array<number>(16).fill(1))).toEqual(shareInterval(1, 16));
  const spread = Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 0.45 : 0.55));
  const { low, high } = of(spread);
  expect(high! - low!).toBeGreaterThan(0.03);
  expect(high! - low!).toBeLessThan(0.1);
});

test('units that are all alike have no interval by bootstrap, and one sentence says so', () => {
  const of = (...taus: number[]) => bootstrapInterval(taus, (drawn) => mean([...drawn]), 1);
  expect(of(0.3, 0.1 + 0.2, 0.3, 0.3)).toEqual({
    noInterval: 'No interval: all 4 videos score alike, and a bootstrap over them has no width.',
  });
  const { low, high } = of(0.3, 0.3, 0.3, 0.4);
  expect(high! - low!).toBeGreaterThan(0.05);
});

test('classes that few units have are what a mean over classes rests on', () => {
  expect(unitsOfClasses([4, 4], 8)).toBe(8);
  // Each unit has both classes: no more trials for that.
  expect(unitsOfClasses([8, 8], 8)).toBe(8);
  expect(unitsOfClasses([3, 27], 30)).toBeCloseTo(10.8, 9);
});
