/** A training under way follows its runs: they join, catch up and leave; where they cannot join, that is said once. */
import { expect, it } from 'vitest';
import type { RunsAnswer, TrainEvent, TrainService } from '../protocol/train';
import { PRESETS } from '../runs/config';
import type { RunConfig } from '../time/config';
import { NO_CURVES, withStep } from './curves';
import { withSetting } from './settings';
import { trainingOn } from './training_bed';

const { interactive } = PRESETS;
const addition: RunConfig = { variant: 'addition', orthogonal: true };
const [base, transform] = interactive.train.runs as [RunConfig, RunConfig];

/** A training without a video, on a service that answers as told. */
const opened = (answers: Partial<TrainService>) => trainingOn(interactive, () => answers);

/** Paused after three steps of base and transform. */
async function paused(answer: RunsAnswer) {
  const asked: string[][] = [];
  const { updates, training, emit } = await opened({
    setRuns(runs) {
      asked.push(runs.map(({ variant }) => variant));
      return Promise.resolve(answer);
    },
  });
  let curves = NO_CURVES;
  for (let step = 1; step <= 3; step++) {
    const runs = ['base', 'transform'].map((id) => ({ id, loss: step, top1: 0 }));
    curves = withStep(curves, { step, chance: 2, runs });
  }
  updates.now(() => ({
    stage: 'paused',
    step: 3,
    curves,
    prepared: { config: interactive.train, videoIds: [] },
  }));
  const setRuns = async (runs: readonly RunConfig[]) => {
    const changed = withSetting(interactive, 'train.runs', runs);
    if (!changed.ok) throw new Error(changed.message);
    updates.now(() => ({ config: changed.config }));
    await training.follow();
  };
  return { updates, asked, setRuns, emit };
}

it('a run joins, catches up with its time told, and one that leaves takes its curve with it', async () => {
  const { updates, asked, setRuns, emit } = await paused({
    ok: true,
    behind: { ids: ['addition'], step: 0, of: 3 },
  });
  const { prepared: before } = updates.read();
  await setRuns([transform, addition]);
  expect(asked).toEqual([['transform', 'addition']]);
  const { prepared, curves, behind, pendingChange } = updates.read();
  expect(prepared?.config.runs).toEqual([transform, addition]);
  // The same array: the same training.
  expect(prepared?.videoIds).toBe(before?.videoIds);
  expect(Object.keys(curves.runs)).toEqual(['transform']);
  expect(behind).toEqual({ ids: ['addition'], step: 0, of: 3 });
  expect(pendingChange).toBe(false);

  const step = (at: number, still: boolean): TrainEvent => ({
    kind: 'catch-up',
    step: at,
    of: 3,
    runs: [{ id: 'addition', loss: 9, top1: 0 }],
    behind: still ? { ids: ['addition'], step: at, of: 3 } : undefined,
  });
  emit(step(1, true));
  await new Promise((resolve) => setTimeout(resolve, 5));
  emit(step(2, true));
  const { progress } = updates.read();
  expect(progress).toMatchObject({ what: 'Catching up: V1 addition, step', done: 2, total: 3 });
  expect(progress?.secondsLeft).toBeGreaterThan(0);
  emit(step(3, false));
  expect(updates.read().curves.runs.addition?.loss).toEqual([9, 9, 9]);
  expect(updates.read().behind).toBeUndefined();
});

it('a run that cannot join waits for the next start: said once, until the runs are others', async () => {
  const { updates, asked, setRuns } = await paused({ ok: false, message: 'V1 addition cannot join.' });
  await setRuns([base, transform, addition]);
  await setRuns([base, transform, addition]);
  expect(asked).toHaveLength(1);
  expect(updates.read()).toMatchObject({ pendingChange: true, prepared: { config: interactive.train } });
  expect(updates.read().notices.map(({ message }) => message)).toEqual(['V1 addition cannot join.']);
  await setRuns([base, addition]);
  expect(asked).toHaveLength(2);
});

it('a step asked for while weights are made is taken once they are, on the newest of them', async () => {
  const calls: string[] = [];
  const made: (() => void)[] = [];
  const { updates, training, emit } = await opened({
    prepare({ seed }) {
      calls.push(`prepare ${seed}`);
      return new Promise((resolve) => {
        made.push(() => {
          emit({ kind: 'state', state: 'ready' });
          resolve();
        });
      });
    },
    run(steps) {
      calls.push(`run ${steps}`);
      return Promise.resolve();
    },
  });
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
  updates.now(() => ({ stage: 'stopped', step: 3 }));
  const reset = training.reset();
  await turn();
  expect(updates.read().stage).toBe('preparing');
  const changed = withSetting(interactive, 'train.seed', 8);
  if (!changed.ok) throw new Error(changed.message);
  updates.now(() => ({ config: changed.config }));
  void training.follow();
  const step = training.train(1);
  await turn();
  expect(calls).toEqual(['prepare 0']);
  made[0]!();
  await turn();
  expect(calls).toEqual(['prepare 0', 'prepare 8']);
  made[1]!();
  await Promise.all([reset, step]);
  expect(calls).toEqual(['prepare 0', 'prepare 8', 'run 1']);
});

/** A service that runs until it is paused, and answers a second start at once, as the worker does. */
function running(calls: string[]) {
  let end: (() => void) | undefined;
  return {
    run(steps?: number) {
      calls.push(`run ${steps ?? 'on'}`);
      if (end) return Promise.resolve();
      return new Promise<void>((resolve) => {
        end = () => {
          end = undefined;
          resolve();
        };
      });
    },
    pause() {
      calls.push('pause');
      // The step under way is finished first.
      setTimeout(() => end?.(), 5);
      return Promise.resolve();
    },
  };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 1));

it('starts that are asked for at the same time are one', async () => {
  const calls: string[] = [];
  const { updates, training } = await opened(running(calls));
  updates.now(() => ({ stage: 'paused', step: 3, prepared: { config: interactive.train, videoIds: [] } }));
  const starts = [training.train(), training.train(), training.train(1)];
  await soon();
  expect(calls).toEqual(['run on']);
  expect(updates.read().stage).toBe('running');
  await training.pause();
  await Promise.all(starts);
  expect(calls).toEqual(['run on', 'pause']);
  expect(updates.read().stage).toBe('paused');
});

it('a start that was asked for before a reset does not begin behind it', async () => {
  const calls: string[] = [];
  const plans: (() => void)[] = [];
  const { updates, training, emit } = await opened({
    ...running(calls),
    plan: () =>
      new Promise((resolve) => plans.push(() => resolve({ runs: [], warnings: [], problems: [] } as never))),
    prepare() {
      calls.push('prepare');
      emit({ kind: 'state', state: 'ready' });
      return Promise.resolve();
    },
  });
  updates.now(() => ({ stage: 'paused', step: 3, prepared: { config: interactive.train, videoIds: [] } }));
  const start = training.train();
  await soon();
  await training.reset();
  for (const answer of plans) answer();
  await start;
  expect(calls).toEqual(['prepare']);
  expect(updates.read()).toMatchObject({ stage: 'ready', step: 0 });
});

it('videos that come while it trains wait for the next start: said once', async () => {
  const sent: string[][] = [];
  const { updates, training } = await opened({
    setVideos(ids) {
      sent.push([...ids]);
    },
  });
  const video = (id: string) =>
    ({ id, name: id, path: id, label: 'Enter', source: 'own', state: { status: 'ready' } }) as never;
  updates.now(() => ({
    stage: 'running',
    step: 3,
    library: [video('a'), video('b')],
    prepared: { config: interactive.train, videoIds: ['a', 'b'] },
  }));
  await training.follow();
  expect(updates.read().pendingChange).toBeFalsy();
  updates.now(() => ({ library: [video('a'), video('b'), video('c')] }));
  await training.follow();
  await training.follow();
  expect(sent).toEqual([['a', 'b']]);
  expect(updates.read().pendingChange).toBe(true);
  expect(updates.read().notices.map(({ message }) => message)).toEqual([
    'This training goes on with the 2 videos it began with: others count from the next start after Stop, or with Reset.',
  ]);
  // One that is gone is drawn no more.
  updates.now(() => ({ library: [video('a'), video('c')] }));
  await training.follow();
  updates.now(() => ({ stage: 'stopped' }));
  await training.follow();
  expect(sent).toEqual([['a', 'b'], ['a'], ['a', 'c']]);
  expect(updates.read().pendingChange).toBe(false);
});
