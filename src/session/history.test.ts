/** Undo and redo: each change is taken back by itself, and leaves alone what else happened. */
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../runs/config';
import type { RunRecord } from '../runs/record';
import {
  configChange,
  NO_HISTORY,
  redone,
  removal,
  restorable,
  sentenceOf,
  undone,
  withEntry,
} from './history';
import { withSetting } from './settings';
import type { Change, Entry, History, LibraryVideo, SessionState } from './state';

const video = (id: string, frames = 60): LibraryVideo => ({
  id,
  name: id,
  path: id,
  label: 'Enter',
  source: 'own',
  state: {
    status: 'ready',
    frames,
    duration: 6,
    sourceWidth: 96,
    sourceHeight: 64,
    width: 96,
    height: 64,
    codec: 'avc1',
    filmstrip: { rgb: new Uint8Array(3), count: 1, height: 1, width: 1 },
  },
});

const state = (change: Partial<SessionState> = {}) =>
  ({
    config: PRESETS.interactive,
    preset: 'interactive',
    library: [],
    mapVideoIds: [],
    mapPicked: false,
    trainOn: 'builtin',
    archive: [],
    ...change,
  }) as unknown as SessionState;

function setting(from: SessionState, path: string, value: unknown) {
  const next = withSetting(from.config, path, value);
  if (!next.ok) throw new Error(next.message);
  const after = { config: next.config, preset: from.preset };
  return { after: { ...from, ...after }, change: configChange(from, after)! };
}

const entry = (change: Change, at = 0): Entry => ({ what: 'a change', change, at });
const recorded = (changes: readonly Entry[]) =>
  changes.reduce<History>((history, next) => withEntry(history, next).history, NO_HISTORY);

describe('settings', () => {
  it('are named by title, with both values', () => {
    const { change } = setting(state(), 'train.encoder.size', 64);
    expect(sentenceOf(change)).toBe('Size 32 → 64');
    const runs = setting(state(), 'train.runs', [{ variant: 'base', orthogonal: true }]);
    expect(sentenceOf(runs.change)).toBe('run V3 transform, orthogonal removed');
  });

  it('go back alone: what was changed by other means stays', () => {
    const { after, change } = setting(state(), 'train.encoder.size', 64);
    const loaded = setting(after, 'train.seed', 9).after;
    const back = { ...loaded, ...undone(loaded, change).update };
    expect(back.config.train.encoder.size).toBe(32);
    expect(back.config.train.seed).toBe(9);
    expect({ ...back, ...redone(back, change).update }.config).toEqual(loaded.config);
  });

  it('take the preset with them', () => {
    const after = { config: PRESETS.paperMoco, preset: 'paperMoco' } as const;
    const change = configChange(state(), after)!;
    const back = undone(state(after), change).update;
    expect(back).toEqual({ config: PRESETS.interactive, preset: 'interactive' });
  });

  it('that did not change are no entry', () => {
    expect(configChange(state(), state())).toBeUndefined();
  });

  it('that are turned on and on are one change', () => {
    const first = setting(state(), 'train.encoder.size', 33);
    const second = setting(first.after, 'train.encoder.size', 34);
    const { past } = recorded([entry(first.change, 0), entry(second.change, 900)]);
    expect(past.map(({ what }) => what)).toEqual(['Size 32 → 34']);
    expect(recorded([entry(first.change, 0), entry(second.change, 9000)]).past).toHaveLength(2);
  });
});

describe('a removal', () => {
  const before = state({ library: ['a', 'b', 'c'].map((id) => video(id)), mapVideoIds: ['b', 'c'] });

  it('goes back to its place, behind what came before and before what came since', () => {
    const { change, update } = removal(before, new Set(['b']));
    const since = { ...before, ...update, library: [...update.library!, video('d')] };
    const back = undone(since, change).update;
    expect(back.library?.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(back.mapVideoIds).toEqual(['b', 'c']);
  });

  it('of a video that was being decoded brings it back waiting, and done again holds it as it is by then', () => {
    const decoding = { ...video('a'), state: { status: 'decoding', done: 0.5 } } as const;
    const { change, update } = removal({ ...before, library: [decoding] }, new Set(['a']));
    const back = { ...before, ...update, ...undone({ ...before, ...update }, change).update };
    expect(back.library[0]?.state).toEqual({ status: 'waiting' });
    const decoded = { ...back, library: [video('a')] };
    const again = redone(decoded, change);
    expect(restorable(recorded([entry(again.change)]))[0]?.state.status).toBe('ready');
  });

  it('is held while it can be undone, and given back oldest first when that is too much', () => {
    // 96 x 64 x 3 bytes a frame: 8000 frames are 147 MB.
    const large = ['a', 'b', 'c'].map((id) => removal(state({ library: [video(id, 8000)] }), new Set([id])));
    let history = NO_HISTORY;
    const dropped: string[] = [];
    for (const { change } of large) {
      const next = withEntry(history, entry(change));
      history = next.history;
      dropped.push(...restorable({ past: next.dropped, future: [] }).map(({ id }) => id));
    }
    expect(dropped).toEqual(['a', 'b']);
    expect(restorable(history).map(({ id }) => id)).toEqual(['c']);
  });
});

describe('labels, maps and training set', () => {
  it('go back and forth', () => {
    const from = state({ library: [video('a')], mapVideoIds: ['a'], mapPicked: true, trainOn: 'own' });
    const changes: Change[] = [
      { kind: 'label', id: 'a', before: 'Leave', after: 'Enter' },
      {
        kind: 'maps',
        before: { mapVideoIds: [], mapPicked: false },
        after: { mapVideoIds: ['a'], mapPicked: true },
      },
      { kind: 'set', before: { trainOn: 'builtin', mapVideoIds: ['x'], mapPicked: true }, after: 'own' },
    ];
    expect(undone(from, changes[0]!).update.library?.[0]?.label).toBe('Leave');
    expect(undone(from, changes[1]!).update).toEqual({ mapVideoIds: [], mapPicked: false });
    expect(undone(from, changes[2]!).update).toEqual({
      trainOn: 'builtin',
      mapVideoIds: ['x'],
      mapPicked: true,
    });
    for (const change of changes) expect(redone(from, change).change).toBe(change);
  });
});

describe('records of runs', () => {
  const record = (id: string, change: Partial<RunRecord> = {}) =>
    ({ id, began: Number(id), note: '', pinned: false, step: 1, ...change }) as RunRecord;

  it('come back where they were after they were deleted', () => {
    const change: Change = { kind: 'records', before: [record('2')], after: [] };
    const from = state({ archive: [record('1'), record('3')] });
    expect(undone(from, change).update.archive?.map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(redone(state({ archive: [record('1'), record('2')] }), change).update.archive).toEqual([
      record('1'),
    ]);
  });

  it('lose a note that is undone, and keep the steps that training added since', () => {
    const change: Change = {
      kind: 'records',
      before: [record('1')],
      after: [record('1', { note: 'best so far' })],
    };
    const now = record('1', { note: 'best so far', step: 50 });
    expect(undone(state({ archive: [now] }), change).update.archive).toEqual([record('1', { step: 50 })]);
  });
});

it('a change made after an undo ends what could be redone, and the history is bounded', () => {
  const { change } = setting(state(), 'train.seed', 1);
  const undo: History = { past: [], future: [entry(change)] };
  expect(withEntry(undo, entry(change)).history.future).toEqual([]);
  const many = Array.from({ length: 300 }, (_, i) => entry(change, i * 10_000));
  expect(recorded(many).past).toHaveLength(200);
});
