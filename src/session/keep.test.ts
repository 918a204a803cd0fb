/** What a visit begins with, and what is written down of a training. */
import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type * as Comlink from 'comlink';
import type { TrainService } from '../protocol/train';
import { PRESETS } from '../runs/config';
import type { Storage, StoredWeights } from '../runs/storage';
import { runId } from '../time/config';
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
  /** A training that is kept; `written` are the steps of the weights that were, `answer` lets the exports come. */
  function kept() {
    const rest = training();
    const written: number[] = [];
    let at = 0;
    const storage = {
      keepLastWork: () => Promise.resolve(),
      changeRuns: () => Promise.resolve(),
      keepWeights: (runs: readonly StoredWeights[]) => {
        // One entry: they are of one moment, or nothing could go on with them.
        written.push(...new Set(runs.map((run) => run.step)));
        return Promise.resolve();
      },
    } as unknown as Storage;
    let answer: () => void = () => undefined;
    const first = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const train = {
      moment: async () => {
        const step = at;
        await first;
        const runs = ['base', 'transform'].map((id) => ({ id, bytes: new Uint8Array(1) }));
        return { step, runs };
      },
    } as unknown as Comlink.Remote<TrainService>;
    const { store, updates, archive } = rest;
    const keep = new Keep(storage, store, { updates, archive, train: () => train });
    const step = (reached: number) => {
      at = reached;
      rest.step(reached);
    };
    return { ...rest, step, keep, written, answer };
  }

  it('of a pause are written, though others were being written when it came', async () => {
    const { store, updates, step, written, answer } = kept();
    step(1);
    updates.now(() => ({ stage: 'paused' }));
    // The first export is not answered yet.
    step(2);
    updates.now(() => ({ stage: 'paused' }));
    answer();
    await expect
      .poll(() => store.getState().keptWeights)
      .toEqual({
        [`${store.getState().training}/base`]: 2,
        [`${store.getState().training}/transform`]: 2,
      });
    expect(written.length).toBe(2);
  });

  it('are written some seconds into a training, however few its steps, and then now and then', async () => {
    vi.useFakeTimers();
    try {
      const { step, written, answer } = kept();
      answer();
      const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
      step(1);
      await pass(9_000);
      step(2);
      await pass(2_000);
      expect(written).toEqual([]);
      step(3);
      await pass(0);
      expect(written).toEqual([3]);
      await pass(5_000);
      step(4);
      await pass(0);
      expect(written).toEqual([3]);
      await pass(6_000);
      step(5);
      await pass(0);
      expect(written).toEqual([3, 5]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('are written when the page is hidden, where they are newer than what is kept', async () => {
    const { keep, step, written, answer } = kept();
    answer();
    keep.flush();
    step(1);
    keep.flush();
    await expect.poll(() => written).toEqual([1]);
    keep.flush();
    step(2);
    keep.flush();
    await expect.poll(() => written).toEqual([1, 2]);
  });
});
