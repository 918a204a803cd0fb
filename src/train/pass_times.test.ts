/** The time that maps take is told without what compiling took at their first pass. */
import { expect, test } from 'vitest';
import { PassTimes } from './pass_times';

function timed(passes: readonly { readonly at: number; readonly done: number }[], end: number): number {
  let now = 0;
  const times = new PassTimes(() => now);
  times.progress(0);
  for (const { at, done } of passes) {
    now = at;
    times.progress(done);
  }
  now = end;
  return times.seconds();
}

test('the first pass counts as those after it, and the scores behind them are included', () => {
  const passes = [
    { at: 6000, done: 16 },
    { at: 6300, done: 32 },
    { at: 7200, done: 80 },
  ];
  expect(timed(passes, 8000)).toBeCloseTo(5 * 0.3 + 0.8);
  expect(timed(passes.slice(0, 1), 6500)).toBeCloseTo(6.5);
});
