/** Train answers at once: what may be too large is asked about before it is made, and a start that waits says so and can be taken back. */
import { expect, it } from 'vitest';
import { PRESETS } from '../runs/config';
import { trainingOn } from './training_bed';

/** A training of the paper's preset that was just chosen; `question`: what stands against making it. */
async function paper(question: string | undefined, maps: Promise<void> = Promise.resolve()) {
  const calls: string[] = [];
  const { updates, training } = await trainingOn(PRESETS.paperMoco, (emit) => ({
    plan: () => Promise.resolve({ runs: [], warnings: [], problems: [], question }),
    makeWay() {
      calls.push('make way');
      return Promise.resolve();
    },
    async prepare(_config: unknown, _ids: unknown, isAwaited: boolean) {
      calls.push(isAwaited ? 'prepare, awaited' : 'prepare');
      emit({ kind: 'state', state: 'ready' });
      await maps;
    },
    run() {
      calls.push('run');
      return Promise.resolve();
    },
  }));
  return { updates, training, calls };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 2));

it('nothing of what may be too large is made by itself: Train asks, and Train once more makes it', async () => {
  const { updates, training, calls } = await paper('This training takes about 21.2 GiB of memory.');
  await training.follow();
  expect(calls).toEqual([]);
  // What can be asked for is possible.
  expect(updates.read().stage).toBe('stopped');
  const sentence =
    'This training takes about 21.2 GiB of memory. Press Train once more to try it all the same.';
  expect(await training.train(1)).toBe(sentence);
  expect(updates.read().notices.map(({ message }) => message)).toEqual([sentence]);
  expect(calls).not.toContain('prepare, awaited');
  await training.follow();
  expect(calls).not.toContain('prepare');
  expect(await training.train(1)).toBeUndefined();
  expect(calls.filter((call) => call !== 'make way')).toEqual(['prepare, awaited', 'run']);
});

it('what was told when it was queued is not asked about again', async () => {
  const { training, calls } = await paper('This training takes about 21.2 GiB of memory.');
  await training.follow();
  expect(await training.train(1, () => true, true)).toBeUndefined();
  expect(calls).toContain('run');
});

it('a start that waits for the maps of new weights says so, asks them to make way, and begins behind them', async () => {
  let made: () => void = () => undefined;
  const maps = new Promise<void>((resolve) => (made = resolve));
  const { updates, training, calls } = await paper(undefined, maps);
  void training.follow();
  await soon();
  expect(calls).toEqual(['prepare']);
  const start = training.train(1);
  expect(updates.read().starting).toBe(true);
  expect(calls).toEqual(['prepare', 'make way']);
  made();
  await start;
  expect(calls).toEqual(['prepare', 'make way', 'run']);
  expect(updates.read().starting).toBe(false);
});

it('a start that waits can be taken back', async () => {
  let made: () => void = () => undefined;
  const maps = new Promise<void>((resolve) => (made = resolve));
  const { updates, training, calls } = await paper(undefined, maps);
  void training.follow();
  await soon();
  const start = training.train(1);
  await training.pause();
  expect(updates.read().starting).toBe(false);
  made();
  await start;
  expect(calls).not.toContain('run');
});
