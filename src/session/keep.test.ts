/** What a visit begins with, and what is written down of a training. */
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type * as Comlink from 'comlink';
import type { TrainService } from '../protocol/train';
import { PRESETS } from '../runs/config';
import type { Storage, StoredWeights } from '../runs/storage';
import { runId } from '../time/config';
import type { Moment } from '../train/checkpoint_report';
import { Archive } from './archive';
import { curvesUpTo, NO_CURVES, withLateStep, withRuns, withStep } from './curves';
import { Keep, openingOf } from './keep';
import type { Change, SessionState } from './state';
import { pacedUpdates } from './updates';

const { interactive, paperMoco } = PRESETS;

describe('a visit', () => {
  const last = { config: { ...interactive, map: { ...interactive.map, seed: 4 } }, labels: { a: 'Enter' } };
  const noLink = { ok: true, text: '', config: interactive, preset: 'interactive' } as const;

  it('begins with the work of last time', () => {
    const opening = openingOf(noLink, { ...last, preset: 'interactive' });
    expect(opening).toEqual({ config: last.config, preset: 'interactive', labels: { a: 'Enter' } });
  });

  it('follows a link instead, and keeps the labels', () => {
    const link = { ok: true, text: '#preset=paperMoco', config: paperMoco, preset: 'paperMoco' } as const;
    expect(openingOf(link, { ...last, preset: 'interactive' })).toEqual({
      config: paperMoco,
      preset: 'paperMoco',
      labels: { a: 'Enter' },
    });
  });

  it('says what of a link or of last time could not be taken up', () => {
    const broken = { ok: false, text: '#x=1', message: 'x is not a setting.' } as const;
    expect(openingOf(broken, undefined).problem).toBe('x is not a setting.');
    const older = { config: { ...last.config, colour: 1 }, preset: 'interactive', labels: {} };
    expect(openingOf(noLink, older)).toMatchObject({
      problem: expect.stringMatching(/colour is not a setting/) as unknown,
    });
    expect(openingOf(noLink, older).config).toBeUndefined();
    expect(openingOf(noLink, { ...last, preset: 'huge' }).problem).toMatch(/"huge" is no preset/);
  });
});

function training() {
  const store = createStore<SessionState>()(
    () =>
      ({
        stage: 'ready',
        gpu: { status: 'open', adapter: { name: 'test', software: true, features: [] } },
        library: [],
        trainOn: 'own',
        config: interactive,
        prepared: { config: interactive.train, videoIds: ['a', 'b'] },
        step: 0,
        curves: NO_CURVES,
        archive: [],
        training: undefined,
        keptWeights: {},
        notices: [],
      }) as unknown as SessionState,
  );
  const updates = pacedUpdates(store);
  const changes: Change[] = [];
  const archive = new Archive(store, updates, (_, change) => changes.push(change));
  const step = (at: number) =>
    updates.now(({ curves, prepared }) => ({
      stage: 'running',
      step: at,
      curves: withStep(curves, {
        step: at,
        chance: 2,
        runs: [
          { id: 'base', loss: 3 - at / 10, top1: 0.1 },
          { id: 'transform', loss: 2, top1: 0.2 },
        ].filter(({ id }) => prepared?.config.runs.some((run) => runId(run) === id)),
      }),
    }));
  return { store, updates, archive, changes, step };
}

it('a visit begins with the trainings that were waiting, and says how many it cannot take up', () => {
  const link = { ok: true, text: '#preset=paperMoco', config: paperMoco, preset: 'paperMoco' } as const;
  const waiting = { config: interactive.train, steps: 40 };
  const last = { config: interactive, preset: 'interactive', labels: {}, queue: [waiting, { steps: 1 }] };
  const opening = openingOf(link, last);
  expect(opening).toMatchObject({ config: paperMoco, queue: [waiting] });
  expect(opening.problem).toMatch(/^1 of the trainings that were queued last time/);
});

describe('the archive', () => {
  it('holds a record of every run from its first step on, up to date when training rests', () => {
    const { store, updates, step } = training();
    expect(store.getState().archive).toEqual([]);
    for (let at = 1; at <= 4; at++) step(at);
    updates.now(() => ({ stage: 'paused' }));
    const { archive, training: id } = store.getState();
    expect(archive.map((record) => [record.runId, record.number, record.step, record.loss])).toEqual([
      ['base', 1, 4, 2.6],
      ['transform', 1, 4, 2],
    ]);
    expect(new Set(archive.map((record) => record.training))).toEqual(new Set([id]));
    expect(archive[0]?.curves.loss).toEqual([2.9, 2.8, 2.7, 2.6]);
    expect(archive[0]?.videos).toEqual({ source: 'own', count: 2 });
  });

  it('closes a training with its last step when another is prepared, which gets the next number', () => {
    const { store, updates, step } = training();
    step(1);
    step(2);
    updates.now(() => ({
      stage: 'preparing',
      prepared: { config: paperMoco.train, videoIds: ['a'] },
      step: 0,
      curves: NO_CURVES,
    }));
    expect(store.getState().training).toBeUndefined();
    step(1);
    expect(store.getState().archive.map(({ number, step: at }) => [number, at])).toEqual([
      [1, 2],
      [1, 2],
      [2, 1],
      [2, 1],
    ]);
  });

  it('ends the record of a run that leaves, and gives it back its place when it has caught up again', () => {
    const { store, updates, archive, step } = training();
    step(1);
    step(2);
    const { prepared } = store.getState();
    const config = { ...interactive.train, runs: interactive.train.runs.slice(0, 1) };
    updates.now(({ curves }) => ({
      prepared: { ...prepared!, config },
      curves: withRuns(curves, new Set(['base'])),
    }));
    step(3);
    updates.now(() => ({ stage: 'paused' }));
    const rows = () => store.getState().archive.map(({ runId, number, step: at }) => [runId, number, at]);
    expect(rows()).toEqual([
      ['transform', 1, 2],
      ['base', 1, 3],
    ]);
    updates.now(({ curves }) => ({
      prepared,
      behind: { ids: ['transform'], step: 1, of: 3 },
      curves: withLateStep(curves, { step: 1, runs: [{ id: 'transform', loss: 9, top1: 0 }] }),
    }));
    archive.writeNow();
    // It was at step 2 before: nothing of that is lost.
    expect(rows()).toContainEqual(['transform', 1, 2]);
    updates.now(() => ({ behind: { ids: ['transform'], step: 2, of: 3 } }));
    archive.writeNow();
    expect(store.getState().archive.find(({ runId }) => runId === 'transform')?.curves).toMatchObject({
      steps: [1],
      loss: [9],
    });
    updates.now(() => ({ prepared: { ...prepared!, config }, behind: undefined }));
    archive.delete([store.getState().archive.find(({ runId }) => runId === 'transform')!.id]);
    expect(rows()).toEqual([['base', 1, 3]]);
  });

  it('keeps notes while training goes on, and deletes only what is over', () => {
    const { store, updates, archive, changes, step } = training();
    step(1);
    const [base] = store.getState().archive;
    archive.note(base!.id, 'the control');
    archive.delete([base!.id]);
    step(2);
    updates.now(() => ({ stage: 'paused' }));
    expect(store.getState().archive[0]).toMatchObject({ note: 'the control', step: 2 });
    updates.now(() => ({ prepared: undefined }));
    archive.delete([base!.id]);
    expect(store.getState().archive.map(({ runId }) => runId)).toEqual(['transform']);
    expect(changes.map(({ kind }) => kind)).toEqual(['records', 'records']);
  });

  it('thins long curves, and gives them back as far as the weights go', () => {
    const { store, updates, step } = training();
    for (let at = 1; at <= 1500; at++) step(at);
    updates.now(() => ({ stage: 'paused' }));
    const [record] = store.getState().archive;
    expect(record!.curves.loss).toHaveLength(500);
    expect(record!.curves.steps.at(-1)).toBe(1500);
    expect(record!.curves.every).toBe(3);
    const back = curvesUpTo([record!], 301);
    expect(back.steps.at(-1)).toBe(300);
    expect(back.runs['base']?.loss).toHaveLength(100);
  });
});

describe('weights', () => {
  /** A training that is kept, by a worker that is at step `at`; `written` are the steps that were. */
  function kept() {
    const rest = training();
    const written: number[] = [];
    let opened: () => void = () => undefined;
    /** Of a storage that takes its time. */
    let isOpen = Promise.resolve();
    const storage = {
      keepLastWork: () => Promise.resolve(),
      changeRuns: () => Promise.resolve(),
      keepWeights: async (runs: readonly StoredWeights[]) => {
        await isOpen;
        // One entry: they are of one moment, or nothing could go on with them.
        written.push(...new Set(runs.map((run) => run.step)));
      },
      dropWeights: (ids: readonly string[]) => Promise.resolve(void dropped.push(...ids)),
    } as unknown as Storage;
    const dropped: string[] = [];
    const shut = () => {
      isOpen = new Promise((resolve) => (opened = resolve));
    };
    const asked: { beyond: number; every: number; answer: (moment: Moment | undefined) => void }[] = [];
    const worker = () =>
      ({
        moment: (beyond: number, every: number) =>
          new Promise((answer) => asked.push({ beyond, every, answer })),
      }) as unknown as Comlink.Remote<TrainService>;
    let train = worker();
    const hand = async (step: number, byteLength = 1) => {
      const runs = ['base', 'transform'].map((id) => ({
        id,
        bytes: { byteLength } as Uint8Array<ArrayBuffer>,
      }));
      asked.at(-1)!.answer({ step, runs });
      await new Promise((resolve) => setTimeout(resolve));
    };
    const reopen = () => (train = worker());
    const { store, updates, archive } = rest;
    const keep = new Keep(storage, store, { updates, archive, train: () => train });
    return { ...rest, keep, written, dropped, asked, hand, shut, open: () => opened(), reopen };
  }

  it('are asked for at the first step, and again while those before are being written', async () => {
    const { store, step, asked, hand, written, shut, open } = kept();
    expect(asked).toEqual([]);
    step(1);
    expect(asked).toMatchObject([{ beyond: 0, every: 5000 }]);
    step(2);
    shut();
    await hand(2);
    expect(asked.slice(1)).toMatchObject([{ beyond: 2, every: 5000 }]);
    expect(written).toEqual([]);
    open();
    await hand(9);
    expect(written).toEqual([2, 9]);
    const id = store.getState().training;
    const weights = { step: 9, bytes: 1 };
    expect(store.getState().keptWeights).toEqual({ [`${id}/base`]: weights, [`${id}/transform`]: weights });
  });

  it('are asked for at once when the page is hidden, and of the steps that are not kept yet', async () => {
    const { keep, step, asked, hand, written } = kept();
    keep.flush();
    expect(asked).toEqual([]);
    step(1);
    await hand(1);
    keep.flush();
    expect(asked.at(-1)).toMatchObject({ beyond: 1, every: 0 });
    // The question before it is answered with nothing, which ends it.
    asked[1]!.answer(undefined);
    await hand(2);
    expect(written).toEqual([1, 2]);
    expect(asked).toHaveLength(4);
  });

  it('of an earlier training stay where another begins', async () => {
    const { store, updates, step, hand } = kept();
    step(1);
    await hand(1);
    const first = store.getState().training;
    const prepared = { config: interactive.train, videoIds: ['a'] };
    updates.now(() => ({ stage: 'preparing', prepared, step: 0, curves: NO_CURVES }));
    step(1);
    await hand(1);
    const { training: second, keptWeights } = store.getState();
    expect(second).not.toBe(first);
    expect(Object.keys(keptWeights)).toEqual(
      [first, second].flatMap((id) => [`${id}/base`, `${id}/transform`]),
    );
  });

  it('that would not fit are not kept until there is room, which is said; those of deleted records make it', async () => {
    const { store, updates, archive, keep, step, hand, written, asked, dropped } = kept();
    step(1);
    await hand(1);
    const first = store.getState().training;
    const prepared = { config: interactive.train, videoIds: ['a'] };
    updates.now(() => ({ stage: 'preparing', prepared, step: 0, curves: NO_CURVES }));
    step(1);
    await hand(1, 2 ** 30);
    expect(written).toEqual([1]);
    expect(store.getState().notices.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The weights of this training are not kept.*2 GiB.*under Compare\.$/),
    ]);
    const questions = asked.length;
    archive.delete([`${first}/base`]);
    expect(asked.length).toBe(questions + 1);
    await hand(2, 2 ** 30);
    expect(dropped).toEqual([`${first}/base`]);
    expect(written).toEqual([1]);
    await keep.removeWeights([`${first}/transform`]);
    await hand(3, 2 ** 30);
    expect(written).toEqual([1, 3]);
  });

  it('go on being kept after the GPU was lost with a question open', async () => {
    const { updates, step, asked, hand, written, reopen } = kept();
    step(1);
    updates.now(() => ({ gpu: { status: 'lost', message: 'gone' } }));
    reopen();
    updates.now(() => ({
      gpu: { status: 'open', adapter: { name: 'test', software: true, features: [] } } as never,
    }));
    expect(asked).toHaveLength(2);
    await hand(3);
    expect(written).toEqual([3]);
  });
});
