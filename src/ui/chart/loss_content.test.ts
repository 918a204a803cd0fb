/** What is drawn on the axis of runs. */
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../runs/record';
import { NO_CURVES, withStep } from '../../session/curves';
import { runColour } from '../run_colours';
import { earlierRuns } from './earlier_runs';
import { lossContent, type EarlierRun } from './loss_content';

const curves = withStep(NO_CURVES, { step: 1, chance: 2, runs: [{ id: 'base', loss: 3, top1: 0.25 }] });
const earlier = (number: number): EarlierRun => ({
  id: 'base',
  name: `#${number} base`,
  number,
  curves: { every: 1, steps: [1, 2], loss: [4, 3.5], top1: [0, 0.5], chance: [2, 2] },
  newest: false,
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

it('is the newest training with its chance, drawn as one that is trained, before the first step of another', () => {
  const stands = { ...earlier(2), newest: true };
  const content = lossContent({
    ...options,
    curves: NO_CURVES,
    runs: [],
    earlier: [earlier(1), stands],
    metric: 'loss',
  });
  const traces = content.traces as Trace[];
  expect(traces.map(({ name, y }) => [name, y])).toEqual([
    ['#1 base', [4, 3.5]],
    ['#2 base', [4, 3.5]],
    ['chance, log(Q+1)', [2, 2]],
  ]);
  expect(traces[1]!.line.dash).toBeUndefined();
});

describe('earlier runs', () => {
  const record = (number: number, change: Partial<RunRecord> = {}) =>
    ({
      training: String(number),
      number,
      runId: 'base',
      run: { variant: 'base', orthogonal: true },
      curves: earlier(number).curves,
      pinned: false,
      ...change,
    }) as RunRecord;
  const known = { training: undefined, prepared: undefined, curves: NO_CURVES };
  const of = (archive: RunRecord[], change: object = {}, withNewest = true) =>
    earlierRuns({ ...known, archive, ...change }, withNewest).map(({ name, newest }) => [name, newest]);

  it('are those that are pinned, and of the newest training while none has begun', () => {
    const archive = [record(1, { pinned: true }), record(2), record(3, { pinned: true })];
    expect(of(archive)).toEqual([
      ['#1 base', false],
      ['#3 base', true],
    ]);
    expect(of(archive, { curves })).toEqual([
      ['#1 base', false],
      ['#3 base', false],
    ]);
    expect(of(archive.slice(1, 2), {}, false)).toEqual([]);
    expect(of([])).toEqual([]);
  });

  it('are of the newest training that has a curve', () => {
    const bare = record(2, { curves: { every: 1, steps: [], loss: [], top1: [], chance: [] } });
    expect(of([record(1), bare])).toEqual([['#1 base', true]]);
  });
});
