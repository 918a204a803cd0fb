/** The record of the maps through a training. */
import { expect, it } from 'vitest';
import { withMoment, type MapMoment } from './map_moments';

const moment = (step: number): MapMoment => ({ step, positions: {}, scores: {} });

it('keeps the beginning and the newest, however long the training is', () => {
  let moments: readonly MapMoment[] = [];
  for (let step = 0; step < 1000; step++) {
    moments = withMoment(moments, moment(step), 20);
    expect(moments.length).toBeLessThanOrEqual(20);
    expect(moments[0]!.step).toBe(0);
    expect(moments.at(-1)!.step).toBe(step);
  }
  const steps = moments.map(({ step }) => step);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(steps.length).toBeGreaterThan(9);
});
