/** How long a step takes, as it is told before and while it is trained. */
import { expect, it } from 'vitest';
import { PRESETS } from '../runs/config';
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
