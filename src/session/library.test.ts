/** The order of the training set, and the choice of videos for the maps. */
import { describe, expect, it } from 'vitest';
import type { ReadyVideo } from '../protocol/decode';
import { balancedChoice, nextMapChoice, trainingIds } from './library';
import type { LibraryVideo } from './state';

const READY: ReadyVideo = {
  status: 'ready',
  frames: 60,
  duration: 6,
  sourceWidth: 320,
  sourceHeight: 180,
  width: 96,
  height: 54,
  codec: 'avc1',
  filmstrip: { rgb: new Uint8Array(3), count: 1, height: 1, width: 1 },
};

function video(path: string, label: string, change: Partial<LibraryVideo> = {}): LibraryVideo {
  return { id: path, name: path, path, label, source: 'own', state: READY, ...change };
}

describe('the training set', () => {
  it('is in the order of the paths, whatever was decoded first, and of ready videos of one source', () => {
    const library = [
      video('b.mp4', 'x'),
      video('a.mp4', 'x'),
      video('c.mp4', 'x', { state: { status: 'decoding', done: 0.5 } }),
      video('Enter_0', 'x', { source: 'builtin' }),
    ];
    expect(trainingIds(library, 'own')).toEqual(['a.mp4', 'b.mp4']);
    expect(trainingIds(library, 'builtin')).toEqual(['Enter_0']);
  });
});

describe('the choice for the maps', () => {
  const eight = [1, 2, 3, 4]
    .flatMap((i) => [video(`e${i}`, 'Enter')])
    .concat([1, 2, 3, 4].map((i) => video(`l${i}`, 'Leave')));
  const options = { trainOn: 'own', count: 4, pending: false } as const;

  it('is balanced over the labels', () => {
    expect(balancedChoice(eight, 4)).toEqual(['e1', 'l1', 'e2', 'l2']);
    expect(balancedChoice(eight.slice(0, 5), 4)).toEqual(['e1', 'l1', 'e2', 'e3']);
  });

  it('takes what there is when it is less', () => {
    expect(balancedChoice(eight.slice(0, 2), 4)).toEqual(['e1', 'e2']);
  });

  it('waits for several labels while videos are still coming', () => {
    expect(nextMapChoice([], eight.slice(0, 4), { ...options, pending: true })).toEqual([]);
    expect(nextMapChoice([], eight.slice(0, 5), { ...options, pending: true })).toEqual([
      'e1',
      'l1',
      'e2',
      'e3',
    ]);
    expect(nextMapChoice([], eight.slice(0, 4), options)).toEqual(['e1', 'e2', 'e3', 'e4']);
  });

  it('holds on to a choice that is still good', () => {
    const current = ['e4', 'e3', 'l4', 'l3'];
    expect(nextMapChoice(current, eight, options)).toBe(current);
  });

  it('is made anew when one of its videos is gone, or another set is trained on', () => {
    const current = ['e1', 'l1', 'e2', 'gone'];
    expect(nextMapChoice(current, eight, options)).toEqual(['e1', 'l1', 'e2', 'l2']);
    const builtin = eight.map((each) => ({ ...each, id: `b-${each.id}`, source: 'builtin' as const }));
    expect(
      nextMapChoice(['e1', 'l1', 'e2', 'l2'], [...eight, ...builtin], { ...options, trainOn: 'builtin' }),
    ).toEqual(['b-e1', 'b-l1', 'b-e2', 'b-l2']);
  });
});
