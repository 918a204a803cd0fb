/** How long a step takes, as it is told before and while it is trained. */
import { expect, it } from 'vitest';
import { PRESETS } from '../runs/config';
import { besideSteps } from './beside_steps';
import { Pace } from './pace';
import type { Cost } from './plan';

const { train } = PRESETS.interactive;
const other = { ...train, seed: 7 };
const cost = { flops: 2e9, dispatches: 100 } as Cost;

it('is estimated until a second step, for the first one makes the kernels too', () => {
  const pace = new Pace();
  pace.rates(1e9, 0.001);
  expect(pace.of(train, cost)).toEqual({ secondsPerStep: 2.1, measured: false });
  expect(pace.took(train, cost, 12)).toBeUndefined();
  expect(pace.of(train, cost)).toEqual({ secondsPerStep: 2.1, measured: false });
  expect(pace.took(train, cost, 3)).toBe(3);
  expect(pace.of(train, cost)).toEqual({ secondsPerStep: 3, measured: true });
  expect(pace.took(train, cost, 4)).toBeCloseTo(3.3);
});

it('makes kernels anew for another configuration, whose first step says nothing of the adapter either', () => {
  const pace = new Pace();
  pace.rates(1e9, 0.001);
  pace.took(train, cost, 12);
  pace.took(train, cost, 3);
  const estimate = pace.of(other, cost).secondsPerStep;
  expect(estimate).toBeCloseTo(3);
  expect(pace.took(other, cost, 12)).toBeUndefined();
  expect(pace.of(other, cost)).toEqual({ secondsPerStep: estimate, measured: false });
});

it('tells maps and probes as they were measured here, and of another encoder by its arithmetic beyond', () => {
  const pace = new Pace();
  pace.rates(1e9, 0.001);
  expect(pace.secondsPerClip('maps', 2e9)).toBe(2);
  pace.embedded('maps', 80, 1e8, 16);
  expect(pace.secondsPerClip('maps', 1e8)).toBeCloseTo(0.2);
  // Until there are some of their own.
  expect(pace.secondsPerClip('probes', 1e8)).toBeCloseTo(0.2);
  expect(pace.secondsPerClip('maps', 2.1e9)).toBeCloseTo(2.2);
  pace.embedded('probes', 100, 1e8, 50);
  expect(pace.secondsPerClip('probes', 1e8)).toBeCloseTo(0.5);
  const runs = [
    { id: 'base', parameters: 1, encoderParameters: 1 },
    { id: 'transform', parameters: 1, encoderParameters: 1 },
  ];
  expect(besideSteps(pace, { clipFlops: 1e8, runs }, 80, 8)).toEqual({
    secondsToStart: expect.closeTo(16) as number,
    secondsPerMap: expect.closeTo(32) as number,
    // 3 segments of 8 videos, forwards and backwards, under two runs and before the first step.
    secondsToEnd: expect.closeTo(3 * 8 * 2 * 3 * 0.5) as number,
  });
});
