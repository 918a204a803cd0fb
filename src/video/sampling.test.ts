import { expect, test } from 'vitest';
import { isStored, mostStored } from './sampling';
import { storedSize } from './stored';

/** Indices of the frames that are stored of frames at these seconds. */
function stored(seconds: readonly number[], end: number): number[] {
  return seconds.flatMap((start, i) => (isStored(start, seconds[i + 1] ?? end) ? [i] : []));
}
const at = (fps: number, count: number) => Array.from({ length: count }, (_, i) => i / fps);
const inMilliseconds = (seconds: readonly number[]) => seconds.map((s) => Math.round(s * 1000) / 1000);

test('of 30 frames a second every third is stored, in milliseconds too', () => {
  const every3rd = Array.from({ length: 26 }, (_, i) => 3 * i);
  expect(stored(at(30, 77), 77 / 30)).toEqual(every3rd);
  expect(stored(inMilliseconds(at(30, 77)), 2.566)).toEqual(every3rd);
});

test('times relative to a rounded first frame pick the same frames', () => {
  const first = 1.0333;
  const seconds = inMilliseconds(at(30, 90).map((s) => s + first)).map((s) => s - 1.033);
  expect(stored(seconds, 3)).toEqual(Array.from({ length: 30 }, (_, i) => 3 * i));
});

test('of 25 frames a second the one on the screen at each tenth is stored', () => {
  expect(stored(at(25, 13), 13 / 25)).toEqual([0, 2, 5, 7, 10, 12]);
});

test('10 frames a second and fewer are all stored', () => {
  for (const fps of [1, 7, 9.99, 10]) expect(stored(at(fps, 40), 40 / fps)).toHaveLength(40);
});

test('29.97 and 59.94 frames a second give ten a second', () => {
  for (const fps of [29.97, 59.94]) {
    const all = at(fps, Math.round(60 * fps));
    const kept = stored(all, 60);
    expect(kept.length).toBe(600);
    kept.forEach((index, i) => expect(Math.abs(all[index]! - i / 10)).toBeLessThan(1 / fps));
  }
});

test('frames at the same time are stored once', () => {
  expect(stored([0, 0, 0, 0.1, 0.1, 0.2], 0.3)).toEqual([2, 4, 5]);
});

test('no more frames are stored than room is made for', () => {
  for (const fps of [3, 7, 10, 24, 25, 30, 60]) {
    for (let count = 1; count < 100; count++) {
      const all = at(fps, count);
      expect(stored(all, count / fps).length).toBeLessThanOrEqual(mostStored(all.at(-1)!));
    }
  }
});

test('the shorter side becomes 64 pixels, sides are even, nothing is enlarged', () => {
  expect(storedSize({ width: 320, height: 180 })).toEqual({ width: 114, height: 64 });
  expect(storedSize({ width: 1080, height: 1920 })).toEqual({ width: 64, height: 114 });
  expect(storedSize({ width: 64, height: 64 })).toEqual({ width: 64, height: 64 });
  expect(storedSize({ width: 51, height: 33 })).toEqual({ width: 50, height: 32 });
  expect(storedSize({ width: 1, height: 1 })).toEqual({ width: 2, height: 2 });
});
