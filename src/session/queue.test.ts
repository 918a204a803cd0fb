/** The queue takes one training after another, as it is told to; what waits can be changed, undone and kept. */
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { PRESETS } from '../runs/config';
import type { TrainConfig } from '../train/config';
import { NO_CURVES } from './curves';
import { secondsOf } from './estimate';
import { undone } from './history';
import { Queue } from './queue';
import { moved, readKept, secondsLeft, toBeKept, underWay, wantedTraining, withWaiting } from './queue_items';
import type { Change, QueuedTraining, SessionState } from './state';
import { pacedUpdates } from './updates';

const { train } = PRESETS.interactive;
const seed = (value: number): TrainConfig => ({ ...train, seed: value });
/** Maps every five steps. */
const TAKES = { secondsPerStep: 0.5, secondsPerMap: 2, secondsToStart: 1, secondsToEnd: 8 };
const of = (value: number, steps = 4) => ({ config: seed(value), steps });

/** A training that takes a step each time it is let, and stands still where the test says so. */
function workplace(at: (config: TrainConfig, step: number) => string | undefined = () => undefined) {
  const store = createStore<SessionState>()(
    () =>
      ({
        stage: 'ready',
        step: 0,
        config: PRESETS.interactive,
        prepared: undefined,
        curves: NO_CURVES,
        queue: [],
        library: [],
        trainOn: 'own',
        queueWorks: false,
        training: undefined,
        notices: [],
        secondsPerStep: undefined,
      }) as unknown as SessionState,
  );
  const updates = pacedUpdates(store);
  const trained: string[] = [];
  const changes: Change[] = [];
  const training = {
    async train(maxSteps = Infinity, isWanted = () => true) {
      await Promise.resolve();
      const config = wantedTraining(updates.read());
      if (updates.read().stage !== 'paused') {
        updates.now(() => ({
          step: 0,
          training: `of seed ${config.seed}`,
          prepared: { config, videoIds: [] },
        }));
      }
      if (!isWanted()) return undefined;
      updates.now(() => ({ stage: 'running' }));
      for (let taken = 0; taken < maxSteps; taken++) {
        await Promise.resolve();
        const { stage, step } = updates.read();
        const what = at(config, step);
        if (what === 'lost') updates.now(() => ({ stage: 'lost' }));
        if (what === 'pause') void training.pause();
        if (what === 'lost' || stage === 'pausing') break;
        if (what === 'fail') {
          updates.now(() => ({ stage: 'paused' }));
          return 'The loss is NaN.';
        }
        updates.now(() => ({ step: step + 1 }));
        trained.push(`${config.seed}:${step + 1}`);
      }
      updates.now(({ stage }) => ({ stage: stage === 'lost' ? stage : 'paused' }));
      return undefined;
    },
    pause() {
      updates.now(({ stage }) => ({ stage: stage === 'running' ? 'pausing' : stage }));
      return Promise.resolve();
    },
    stop() {
      updates.now(({ stage }) => ({ stage: stage === 'paused' ? 'stopped' : stage }));
      return Promise.resolve();
    },
    embedNow: () => Promise.resolve(),
    estimate: (configs: readonly TrainConfig[]) =>
      Promise.resolve(configs.map(() => ({ ...TAKES, problems: [] }) as never)),
  };
  const queue = new Queue(updates, {
    training,
    probe: () => Promise.resolve(),
    write: () => undefined,
    record: (_, change) => changes.push(change),
  });
  const states = () => store.getState().queue.map(({ config, state }) => `${config.seed} ${state}`);
  const idOf = (value: number) => store.getState().queue.find(({ config }) => config.seed === value)!.id;
  return { store, updates, queue, trained, changes, states, idOf };
}

describe('a queue at work', () => {
  it('takes one training after another, to its last step, and says which records are its', async () => {
    const { store, queue, trained, states } = workplace();
    queue.append([of(0, 2), of(1, 1)]);
    expect(states()).toEqual(['0 waiting', '1 waiting']);
    await queue.work();
    expect(trained).toEqual(['0:1', '0:2', '1:1']);
    expect(states()).toEqual(['0 done', '1 done']);
    expect(store.getState().queue.map(({ training }) => training)).toEqual(['of seed 0', 'of seed 1']);
    expect(store.getState()).toMatchObject({ stage: 'stopped', queueWorks: false });
  });

  it('trains what it was given, and leaves the settings alone', async () => {
    const { store, queue } = workplace();
    queue.append([of(7, 1)]);
    await queue.work();
    expect(store.getState().config).toBe(PRESETS.interactive);
    expect(store.getState().prepared?.config.seed).toBe(7);
    // Which are not those that were trained: they come with the next start.
    expect(store.getState().pendingChange).toBe(true);
  });

  it('stands still when it is paused, and goes on from there', async () => {
    let paused = false;
    const { queue, trained, states, store } = workplace((_, step) => {
      const now = step === 1 && !paused;
      paused ||= now;
      return now ? 'pause' : undefined;
    });
    queue.append([of(0, 3), of(1, 1)]);
    await queue.work();
    expect(states()).toEqual(['0 training', '1 waiting']);
    expect(store.getState()).toMatchObject({ stage: 'paused', queueWorks: false });
    await queue.work();
    expect(trained).toEqual(['0:1', '0:2', '0:3', '1:1']);
  });

  it('goes on with the next one where one fails or is cancelled, and says why', async () => {
    const { queue, states, store } = workplace((config, step) => {
      if (config.seed === 0 && step === 1) return 'fail';
      if (config.seed === 1 && step === 2) void queue.cancel('and-go-on');
      return undefined;
    });
    queue.append([of(0), of(1), of(2, 1)]);
    await queue.work();
    expect(states()).toEqual(['0 failed', '1 stopped', '2 done']);
    expect(store.getState().queue[0]?.message).toBe('The loss is NaN.');
  });

  it('holds where the training is ended to hold, at work or paused', async () => {
    const { queue, states, trained } = workplace((config, step) => {
      if (config.seed === 0 && step === 1) void queue.cancel('and-hold');
      return config.seed === 1 ? 'pause' : undefined;
    });
    queue.append([of(0), of(1), of(2)]);
    await queue.work();
    expect(states()).toEqual(['0 stopped', '1 waiting', '2 waiting']);
    await queue.work();
    await queue.cancel('and-hold');
    expect(states()).toEqual(['0 stopped', '1 stopped', '2 waiting']);
    expect(trained).not.toContain('2:1');
  });

  it('keeps a training whose GPU was lost for another start', async () => {
    const { queue, states } = workplace((_, step) => (step === 1 ? 'lost' : undefined));
    queue.append([of(0), of(1)]);
    await queue.work();
    expect(states()).toEqual(['0 waiting', '1 waiting']);
  });

  it('does not end a training that is not its own', async () => {
    const { queue, states, updates, store } = workplace();
    updates.now(() => ({ stage: 'paused', step: 9 }));
    queue.append([of(0)]);
    await queue.work();
    expect(states()).toEqual(['0 waiting']);
    expect(store.getState().notices[0]?.message).toMatch(/starts once the training under way is stopped/);
  });
});

describe('what waits', () => {
  it('is moved and taken out, each of which is undone by itself', () => {
    const { queue, states, store, changes, idOf } = workplace();
    queue.append([of(0), of(1), of(2)]);
    queue.move(idOf(2), -2);
    expect(states()).toEqual(['2 waiting', '0 waiting', '1 waiting']);
    queue.remove([idOf(0)]);
    expect(states()).toEqual(['2 waiting', '1 waiting']);
    const undo = () => store.setState(undone(store.getState(), changes.pop()!).update);
    undo();
    expect(states()).toEqual(['2 waiting', '0 waiting', '1 waiting']);
    undo();
    expect(states()).toEqual(['0 waiting', '1 waiting', '2 waiting']);
    undo();
    expect(states()).toEqual([]);
  });

  it('is left alone by an undo where it began meanwhile', async () => {
    const { queue, states, store, changes, idOf } = workplace((config) =>
      config.seed === 0 ? undefined : 'pause',
    );
    queue.append([of(0, 1), of(1), of(2)]);
    queue.move(idOf(2), -1);
    await queue.work();
    expect(states()).toEqual(['0 done', '2 training', '1 waiting']);
    store.setState(undone(store.getState(), changes[0]!).update);
    expect(states()).toEqual(['0 done', '2 training']);
  });

  it('gets its time from the adapter, asked once for all seeds', async () => {
    const { store, queue } = workplace();
    queue.append([of(0, 10), of(1, 20)]);
    await new Promise((resolve) => setTimeout(resolve));
    // Each has maps before its first step, after every fifth and after its last, and probes at its end.
    expect(secondsLeft(store.getState())).toBe(1 + 10 * 0.5 + 2 * 2 + 8 + (1 + 20 * 0.5 + 4 * 2 + 8));
    expect(secondsOf({ ...TAKES, problem: undefined }, { steps: 7, everySteps: 5 })).toBe(
      1 + 3.5 + 2 * 2 + 8,
    );
    // Under way: what is over is over.
    const under = { steps: 7, step: 6, everySteps: 5 };
    expect(secondsOf({ ...TAKES, problem: undefined }, under)).toBe(0.5 + 2 + 8);
  });
});

const item = (id: string, state: QueuedTraining['state'] = 'waiting'): QueuedTraining => ({
  id,
  config: train,
  steps: 3,
  state,
  estimate: undefined,
});

it('places run from the first to the last', () => {
  const waiting = ['a', 'b', 'c'].map((id) => item(id));
  const order = (items: readonly QueuedTraining[]) => items.map(({ id }) => id).join('');
  expect(order(moved(waiting, 'a', -1))).toBe('abc');
  expect(order(moved(waiting, 'a', 1))).toBe('bac');
  expect(order(moved(waiting, 'b', 9))).toBe('acb');
  expect(order(moved(waiting, 'x', 1))).toBe('abc');
  expect(order(withWaiting([item('z', 'done'), ...waiting], waiting, waiting.slice(1)))).toBe('zbc');
});

it('a reload begins with what has its turn, then what waits; what is no training any more is counted', () => {
  const queue = [item('a', 'done'), item('b', 'training'), item('c')];
  expect(underWay(queue)?.id).toBe('b');
  const kept = toBeKept(queue);
  expect(kept).toEqual([of(0, 3), of(0, 3)]);
  expect(readKept(JSON.parse(JSON.stringify(kept)))).toEqual({ trainings: kept, lost: 0 });
  expect(readKept([kept[0], { config: { seed: 1 }, steps: 2 }])).toEqual({ trainings: [kept[0]], lost: 1 });
  expect(readKept(undefined)).toEqual({ trainings: [], lost: 0 });
});
