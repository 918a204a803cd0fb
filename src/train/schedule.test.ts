import { expect, test } from 'vitest';
import { keyMomentumAt, learningRateAt } from './schedule';

const schedule = { learningRate: 0.4, warmupSteps: 10, totalSteps: 100, keyMomentum: 0.99 };

test('the learning rate rises linearly, meets the cosine and ends at 0', () => {
  expect(learningRateAt(schedule, 0)).toBe(0);
  expect(learningRateAt(schedule, 5)).toBeCloseTo(learningRateAt(schedule, 10) / 2);
  expect(learningRateAt(schedule, 50)).toBeCloseTo(0.2);
  expect(learningRateAt(schedule, 100)).toBeCloseTo(0);
});

test('key momentum rises from its start to 1', () => {
  expect(keyMomentumAt(schedule, 0)).toBeCloseTo(0.99);
  expect(keyMomentumAt(schedule, 50)).toBeCloseTo(0.995);
  expect(keyMomentumAt(schedule, 100)).toBe(1);
});

test('a schedule without an end holds both constant after the warm-up', () => {
  const endless = { ...schedule, totalSteps: 0 };
  expect([10, 1e6].map((step) => learningRateAt(endless, step))).toEqual([0.4, 0.4]);
  expect(keyMomentumAt(endless, 1e6)).toBe(0.99);
});
