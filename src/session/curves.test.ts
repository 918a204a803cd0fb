/** The loss history keeps every step while there are few, and never grows without bound. */
import { expect, it } from 'vitest';
import { latest, MAX_POINTS, NO_CURVES, withLateStep, withRuns, withStep, type Curves } from './curves';

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

it.each([5, MAX_POINTS + 3])(
  'of a run that joins after %i steps, caught up, are those of one that was there',
  (steps) => {
    const loss = (id: string, step: number) => step / (id === 'base' ? 7 : 11);
    const of = (id: string, step: number) => ({ id, loss: loss(id, step), top1: 0.5 });
    let whole = NO_CURVES;
    let joined = NO_CURVES;
    const both = (step: number) => ({ step, chance: 3, runs: [of('base', step), of('transform', step)] });
    for (let step = 1; step <= steps; step++) {
      whole = withStep(whole, both(step));
      joined = withStep(joined, { ...both(step), runs: [of('base', step)] });
    }
    for (let step = 1; step <= steps; step++)
      joined = withLateStep(joined, { step, runs: [of('transform', step)] });
    expect(latest(joined, 'transform')).toEqual(latest(whole, 'transform'));
    for (const step of [steps + 1, steps + 2]) {
      whole = withStep(whole, both(step));
      joined = withStep(joined, both(step));
    }
    const close = (values: readonly number[] | undefined) =>
      values?.map((value) => expect.closeTo(value, 9) as number);
    expect(joined.steps).toEqual(whole.steps);
    expect(joined.runs.base).toEqual(whole.runs.base);
    expect(joined.runs.transform?.loss).toEqual(close(whole.runs.transform?.loss));
  },
);

it('of a run that leaves are gone, so that it begins anew when it comes back', () => {
  let curves = after(3);
  curves = withLateStep(curves, { step: 1, runs: [{ id: 'transform', loss: 9, top1: 0 }] });
  const left = withRuns(curves, new Set(['base']));
  expect(Object.keys(left.runs)).toEqual(['base']);
  const again = withLateStep(left, { step: 1, runs: [{ id: 'transform', loss: 8, top1: 0 }] });
  expect(again.runs.transform?.loss).toEqual([8]);
});
