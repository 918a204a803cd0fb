/** Which videos a study scores. */
import { expect, test } from 'vitest';
import { PRESETS } from '../runs/config';
import type { LibraryVideo, SessionState } from '../session/state';
import { scoredOf } from './scored';

const video = (id: string, label: string, status = 'ready'): LibraryVideo =>
  ({
    id,
    label,
    name: `${id}.mp4`,
    path: `set/${label}/${id}.mp4`,
    source: 'own',
    state: { status },
  }) as LibraryVideo;

const library = [
  video('a', 'Enter'),
  video('b', 'Enter'),
  video('c', 'Leave'),
  video('d', 'Leave', 'rejected'),
];

test('names the videos on the maps and those that are probed, and why those', () => {
  const state = {
    library,
    config: { ...PRESETS.interactive, map: { ...PRESETS.interactive.map, videos: 2 } },
    prepared: { videoIds: ['a', 'b', 'c'] },
    embedding: { segments: ['a', 'a', 'c', 'c'].map((videoId, start) => ({ videoId, start })) },
    probes: { videos: 3 },
  } as unknown as SessionState;
  expect(scoredOf(state)).toEqual({
    maps: {
      videos: ['Enter/a.mp4', 'Leave/c.mp4'],
      of: 3,
      why: 'The first 2 of 3, one of each label in turn: --map-videos (map.videos) is 2.',
    },
    probes: { videos: ['Enter/a.mp4', 'Enter/b.mp4', 'Leave/c.mp4'], of: 3, why: 'All that can be used.' },
  });
});
