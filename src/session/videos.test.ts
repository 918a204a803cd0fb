/** Removal and its undo, while videos are being decoded and after. */
import type * as Comlink from 'comlink';
import { beforeEach, describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { DecodeService, ReadyVideo, Rejection } from '../protocol/decode';
import { PRESETS } from '../runs/config';
import { NO_HISTORY } from './history';
import type { SessionState } from './state';
import { Undo } from './undo';
import { pacedUpdates } from './updates';
import { Videos } from './videos';

const READY: ReadyVideo = {
  status: 'ready',
  frames: 10,
  duration: 1,
  sourceWidth: 96,
  sourceHeight: 64,
  width: 96,
  height: 64,
  codec: 'avc1',
  filmstrip: { rgb: new Uint8Array(3), count: 1, height: 1, width: 1 },
};
const CANCELLED: Rejection = { status: 'rejected', reason: 'failed', message: 'It was cancelled.' };

/** A decode worker whose answers the test gives. */
class Decoder {
  readonly asked: { readonly id: string; readonly answer: (result: ReadyVideo | Rejection) => void }[] = [];
  readonly cancelled: string[] = [];
  readonly removed: string[] = [];
  decode(id: string): Promise<ReadyVideo | Rejection> {
    return new Promise((answer) => this.asked.push({ id, answer }));
  }
  cancel(id: string): void {
    this.cancelled.push(id);
  }
  remove(id: string): void {
    this.removed.push(id);
  }
}

function library() {
  const store = createStore<SessionState>()(
    () =>
      ({
        config: PRESETS.interactive,
        builtin: { status: 'off', done: 0, total: 0 },
        library: [],
        removed: [],
        labels: {},
        trainOn: 'own',
        mapVideoIds: [],
        mapPicked: false,
        notices: [],
        history: NO_HISTORY,
      }) as unknown as SessionState,
  );
  const updates = pacedUpdates(store);
  const decoder = new Decoder();
  const videos: Videos = new Videos(updates, () => decoder as unknown as Comlink.Remote<DecodeService>, {
    changed: () => undefined,
    record: (what, change) => undo.record(what, change),
  });
  const undo = new Undo(updates, {
    changed: () => videos.follow(),
    forget: (gone) => videos.forget(gone),
    keyOf: (id) => videos.keyOf(id),
  });
  const states = () => updates.read().library.map(({ name, state }) => `${name} ${state.status}`);
  return { decoder, videos, undo, updates, states };
}

const file = (name: string) => ({ file: new File(['x'], name, { lastModified: 1 }), path: `Enter/${name}` });
const answers = () => new Promise((resolve) => setTimeout(resolve));
let at: ReturnType<typeof library>;

beforeEach(() => {
  at = library();
  void at.videos.add([file('a.mp4'), file('b.mp4')]);
});

describe('a video removed while it is being decoded', () => {
  it('is cancelled, and decoded anew when the removal is undone; the old answer does not count', async () => {
    const { decoder, videos, undo, states } = at;
    videos.remove(['own-1']);
    expect(decoder.cancelled).toEqual(['own-1']);
    undo.undo();
    expect(states()).toEqual(['a.mp4 waiting', 'b.mp4 waiting']);
    expect(decoder.asked.map(({ id }) => id)).toEqual(['own-1', 'own-2', 'own-1']);
    decoder.asked[0]!.answer(CANCELLED);
    await answers();
    expect(states()[0]).toBe('a.mp4 waiting');
    decoder.asked[2]!.answer(READY);
    await answers();
    expect(states()[0]).toBe('a.mp4 ready');
    expect(decoder.removed).toEqual([]);
  });

  it('gives its frames back when they come too late', async () => {
    const { decoder, videos } = at;
    videos.remove(['own-1']);
    decoder.asked[0]!.answer(READY);
    await answers();
    expect(decoder.removed).toEqual(['own-1']);
  });
});

describe('a decoded video', () => {
  beforeEach(async () => {
    for (const { answer } of at.decoder.asked) answer(READY);
    await answers();
  });

  it('keeps its frames while its removal can be undone, and comes back as it was', () => {
    const { decoder, videos, undo, states } = at;
    videos.remove(['own-1']);
    videos.remove(['own-2']);
    expect(states()).toEqual([]);
    undo.undo();
    undo.undo();
    expect(states()).toEqual(['a.mp4 ready', 'b.mp4 ready']);
    undo.redo();
    expect(states()).toEqual(['b.mp4 ready']);
    expect(at.updates.read().removed.map(({ id }) => id)).toEqual(['own-1']);
    expect(decoder.removed).toEqual([]);
    expect(decoder.asked).toHaveLength(2);
  });

  it('goes when its addition is undone, keeps its frames while that can be redone, and then gives them back', () => {
    const { decoder, videos, undo, states, updates } = at;
    expect(updates.read().history.past.map(({ what }) => what)).toEqual(['addition of 2 videos']);
    undo.undo();
    expect(states()).toEqual([]);
    expect(updates.read().removed.map(({ id }) => id)).toEqual(['own-1', 'own-2']);
    undo.redo();
    expect(states()).toEqual(['a.mp4 ready', 'b.mp4 ready']);
    undo.undo();
    expect(decoder.removed).toEqual([]);
    videos.setTrainOn('builtin');
    expect(decoder.removed).toEqual(['own-1', 'own-2']);
    expect(updates.read().removed).toEqual([]);
  });

  it('has its frames given back once the removal is too long ago', () => {
    const { decoder, videos } = at;
    videos.remove(['own-1']);
    for (let i = 0; i < 250; i++) videos.setLabel('own-2', i % 2 ? 'Leave' : 'Arrive');
    // Labels of one video in quick succession are one change.
    expect(at.updates.read().history.past.map(({ change }) => change.kind)).toEqual([
      'addition',
      'removal',
      'label',
    ]);
    expect(decoder.removed).toEqual([]);
    for (let i = 0; i < 250; i++) {
      videos.setTrainOn(i % 2 ? 'own' : 'builtin');
    }
    expect(decoder.removed).toEqual(['own-1']);
    expect(at.updates.read().removed).toEqual([]);
  });

  it('gets its label back when it comes again, also after the label was undone and redone', async () => {
    const { decoder, videos, undo, updates } = at;
    const own = updates.read().library[0]!.label;
    videos.setLabel('own-1', 'Arrive');
    undo.undo();
    expect(updates.read().library[0]?.label).toBe(own);
    undo.redo();
    videos.remove(['own-1']);
    void videos.add([file('a.mp4')]);
    await answers();
    expect(decoder.asked).toHaveLength(3);
    expect(updates.read().library.at(-1)?.label).toBe('Arrive');
  });
});
