/** The player's pure parts: its clock, its keys, what a point and a choice do to it, and which clip goes beside. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Segment } from '../../protocol/train';
import type { LibraryVideo } from '../../session/state';
import { advanced, clockText, nearestSegment, stepped } from './clock';
import { besideChoices } from './counterpart';
import { playerKey } from './keys';
import { chooseClip, lookInPlayer, showBeside, togglePlaying, usePlayer } from './player';

const FORWARDS = { speed: 1, backwards: false };

describe('the clock', () => {
  it('runs at its speed, either way, and goes round at both ends', () => {
    expect(advanced(1, 0.5, FORWARDS, 6)).toBe(1.5);
    expect(advanced(1, 0.5, { speed: 0.25, backwards: true }, 6)).toBe(0.875);
    expect(advanced(5.75, 0.5, FORWARDS, 6)).toBe(0.25);
    expect(advanced(0.25, 0.5, { speed: 1, backwards: true }, 6)).toBe(5.75);
    expect(advanced(1, 1, FORWARDS, 0)).toBe(0);
  });

  it('steps from frame to frame, and holds at both ends', () => {
    const seconds = Float64Array.of(0, 0.1, 0.2, 0.35);
    expect(stepped(seconds, 0.15, 1)).toBe(0.2);
    expect(stepped(seconds, 0.2, -1)).toBe(0.1);
    expect(stepped(seconds, 0, -1)).toBe(0);
    expect(stepped(seconds, 0.1, Infinity)).toBe(0.35);
    expect(stepped(seconds, 0.1, -Infinity)).toBe(0);
  });

  it('reads as minutes, seconds and tenths, and 59.96 s is a minute', () => {
    expect([0, 2.44, 59.96, 754.1].map(clockText)).toEqual(['0:00.0', '0:02.4', '1:00.0', '12:34.1']);
  });
});

describe('the segment of a time', () => {
  const segments: Segment[] = ['a', 'b'].flatMap((videoId) => [0, 2, 4].map((start) => ({ videoId, start })));

  it('is the one that begins nearest, of that video', () => {
    expect(nearestSegment(segments, 'b', 2.9)).toBe(segments[4]);
    expect(nearestSegment(segments, 'b', 3.1)).toBe(segments[5]);
    expect(nearestSegment(segments, 'a', 99)).toBe(segments[2]);
  });

  it('is none while the clip is not on the maps', () => {
    expect(nearestSegment(segments, 'c', 1)).toBeUndefined();
    expect(nearestSegment(segments, undefined, 1)).toBeUndefined();
  });

  it('is the segment itself when a point was looked at', () => {
    for (const segment of segments) {
      expect(nearestSegment(segments, segment.videoId, segment.start)).toBe(segment);
    }
  });
});

describe('the player', () => {
  beforeEach(() => usePlayer.setState(usePlayer.getInitialState(), true));

  it('follows a point that is looked at, but not away from a clip that plays', () => {
    lookInPlayer({ videoId: 'a', start: 2 });
    expect(usePlayer.getState()).toMatchObject({ videoId: 'a', second: 2, playing: false });
    togglePlaying();
    lookInPlayer({ videoId: 'b', start: 1 });
    expect(usePlayer.getState()).toMatchObject({ videoId: 'a', second: 2, playing: true });
    chooseClip('b', 1, true);
    expect(usePlayer.getState()).toMatchObject({ videoId: 'b', second: 1, playing: true });
  });

  it('does not play when it is empty, and never shows a clip beside itself', () => {
    togglePlaying();
    expect(usePlayer.getState().playing).toBe(false);
    chooseClip('a', 0, false);
    showBeside('b');
    chooseClip('b', 0, false);
    expect(usePlayer.getState().besideId).toBeUndefined();
  });

  it('leaves the arrows to the map, and has the space bar on both', () => {
    expect(playerKey('ArrowRight', 'map')).toBeUndefined();
    expect(playerKey('ArrowRight', 'strip')).toBeDefined();
    expect(playerKey(' ', 'map')).toBe(playerKey(' ', 'strip'));
    expect(playerKey('toString', 'strip')).toBeUndefined();
  });
});

it('offers the other label first to put beside a clip: on the maps, then of the same person', () => {
  const names = ['Enter_p01_r0', 'Enter_p02_r0', 'Leave_p02_r1', 'Leave_p01_r1'];
  const videos = names.map((name): LibraryVideo => ({
    id: name,
    name,
    path: name,
    label: name.slice(0, 5),
    source: 'builtin',
    state: { status: 'waiting' },
  }));
  const beside = (onMaps: string[], trainOn: 'builtin' | 'own' = 'builtin') =>
    besideChoices(videos, videos[0]!, { trainOn, onMaps }).map(({ name }) => name);
  expect(beside([])).toEqual(['Leave_p01_r1', 'Leave_p02_r1', 'Enter_p02_r0']);
  expect(beside(['Leave_p02_r1'])).toEqual(['Leave_p02_r1', 'Leave_p01_r1', 'Enter_p02_r0']);
  // The built-in set is set aside: what of it was ticked for the maps is in use all the same.
  expect(beside([], 'own')).toEqual([]);
  expect(beside(['Leave_p02_r1'], 'own')).toEqual(['Leave_p02_r1']);
});
