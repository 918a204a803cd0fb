/** What is drawn on the axis of runs. */
import { expect, it } from 'vitest';
import { NO_CURVES, withStep } from '../../session/curves';
import { runColour } from '../run_colours';
import { lossContent, type EarlierRun } from './loss_content';

const curves = withStep(NO_CURVES, { step: 1, chance: 2, runs: [{ id: 'base', loss: 3, top1: 0.25 }] });
const earlier = (number: number): EarlierRun => ({
  id: 'base',
  name: `#${number} base`,
  number,
  curves: { every: 1, steps: [1, 2], loss: [4, 3.5], top1: [0, 0.5], chance: [2, 2] },
});
const options = {
  curves,
  runs: [{ id: 'base', name: 'base' }],
  earlier: [earlier(1), earlier(2)],
  scheme: 'light',
  hasQueue: true,
  roomy: true,
} as const;
type Trace = { name: string; y: number[]; line: { color: string; width: number; dash?: string } };

it('are earlier runs, thin, dashed each in its own way, in the colour they always had; then those of now; then chance', () => {
  const traces = lossContent({ ...options, metric: 'loss' }).traces as Trace[];
  expect(traces.map(({ name }) => name)).toEqual(['#1 base', '#2 base', 'base', 'chance, log(Q+1)']);
  const [first, second, now] = traces;
  expect(first!.y).toEqual([4, 3.5]);
  expect(first!.line.color).toBe(runColour('base', 'light'));
  expect(first!.line.width).toBeLessThan(now!.line.width);
  expect(first!.line.dash).not.toBe(second!.line.dash);
  expect(now!.line.dash).toBeUndefined();
});

it('tells fifteen earlier runs of one variant apart', () => {
  const fifteen = Array.from({ length: 15 }, (_, i) => earlier(i + 1));
  const traces = lossContent({ ...options, earlier: fifteen, metric: 'top1' }).traces as Trace[];
  expect(new Set(traces.map(({ line }) => line.dash)).size).toBe(16);
});

it('is top-1 without the loss at chance', () => {
  const traces = lossContent({ ...options, metric: 'top1' }).traces as Trace[];
  expect(traces.map(({ name, y }) => [name, y])).toEqual([
    ['#1 base', [0, 0.5]],
    ['#2 base', [0, 0.5]],
    ['base', [0.25]],
  ]);
});
