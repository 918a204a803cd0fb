/** The loss history keeps every step while there are few, and never grows without bound. */
import { expect, it } from 'vitest';
import { latest, MAX_POINTS, NO_CURVES, withStep, type Curves } from './curves';

function after(steps: number): Curves {
  let curves = NO_CURVES;
  for (let step = 1; step <= steps; step++) {
    curves = withStep(curves, { step, chance: 3, runs: [{ id: 'base', loss: step, top1: 0.5 }] });
  }
  return curves;
}

it('keeps each of the first steps as it was', () => {
  const curves = after(3);
  expect(curves.steps).toEqual([1, 2, 3]);
  expect(curves.runs.base?.loss).toEqual([1, 2, 3]);
  expect(curves.chance).toEqual([3, 3, 3]);
});

it('averages neighbours when there are too many points, and says of how many steps', () => {
  const curves = after(MAX_POINTS);
  expect(curves.every).toBe(2);
  expect(curves.steps).toHaveLength(MAX_POINTS / 2);
  expect(curves.steps.at(-1)).toBe(MAX_POINTS);
  expect(curves.runs.base?.loss.slice(0, 2)).toEqual([1.5, 3.5]);
});

it('stays bounded for ever, with the mean right', () => {
  const curves = after(3 * MAX_POINTS);
  expect(curves.steps.length).toBeLessThan(MAX_POINTS);
  expect(curves.every).toBe(4);
  expect(curves.runs.base?.loss[0]).toBe(2.5);
  expect(curves.runs.base?.loss.at(-1)).toBe(3 * MAX_POINTS - 1.5);
});

it('gives the newest step even while it is not yet part of a point', () => {
  const curves = after(MAX_POINTS + 1);
  expect(curves.steps.at(-1)).toBe(MAX_POINTS);
  expect(latest(curves, 'base')?.loss).toBe(MAX_POINTS + 1);
  expect(latest(curves, 'transform')).toBeUndefined();
});
