/** When a moment of a training is handed out: by what it costs, whatever else its asker waited for. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PRESETS } from '../runs/config';
import { Moments } from './moments';
import type { Trainer } from './trainer';

vi.mock('./checkpoint', () => ({ runFile: () => new Uint8Array(1) }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Moments of a training that takes `cost` milliseconds to be read, asked for one after the other. */
function training(cost: number, config = PRESETS.interactive.train) {
  const moments = new Moments(() => undefined);
  const taken: number[] = [];
  const ask = async (beyond: number): Promise<void> => {
    const moment = await moments.ask(beyond, 5000);
    if (!moment) return;
    taken.push(moment.step);
    await ask(moment.step);
  };
  void ask(0);
  /** A step that ends `ms` after what was before it. */
  const step = async (steps: number, ms: number) => {
    vi.advanceTimersByTime(ms);
    const state = () => {
      vi.advanceTimersByTime(cost);
      return Promise.resolve({ run: config.runs[0], state: {} });
    };
    const trainer = { steps, config, start: 'seed', runIds: ['base'], behind: undefined, state };
    moments.stepped(trainer as unknown as Trainer);
    await moments.take(trainer as unknown as Trainer);
    await Promise.resolve();
  };
  return { step, taken, moments };
}

test('the first comes with the first step, the others every 5 s, however long the steps', async () => {
  const { step, taken } = training(50);
  for (let i = 1; i <= 8; i++) await step(i, 2400);
  expect(taken).toEqual([1, 4, 7]);
});

test('they take a twentieth of the time, not more', async () => {
  const { step, taken } = training(500);
  for (let i = 1; i <= 24; i++) await step(i, 1000);
  expect(taken).toEqual([1, 11, 21]);
});

test('none is handed out of runs of more than 256 MiB', async () => {
  const { step, taken } = training(1, PRESETS.paperMoco.train);
  await step(1, 1000);
  expect(taken).toEqual([]);
});
