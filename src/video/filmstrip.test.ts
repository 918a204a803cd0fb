import { expect, test } from 'vitest';
import { filmstripOf, segmentOf } from './filmstrip';
import { FrameStore, StoreFullError } from './frame_store';
import type { VideoFrames } from './frames';

/** Frame i is of the grey level i. */
function greys(count: number, width: number, height: number, fps = 10): VideoFrames {
  const store = new FrameStore({ width, height }, 1, 1e9);
  for (let i = 0; i < count; i++) store.add(i / fps).fill(i);
  return store.finish(count / fps);
}

const firstOfEach = ({ rgb, count }: { rgb: Uint8Array; count: number }) =>
  Array.from({ length: count }, (_, i) => rgb[(i * rgb.length) / count]);

test('a filmstrip has 8 frames from the middles of equal parts, at most 96 pixels wide', () => {
  const strip = filmstripOf(greys(60, 114, 64));
  expect(strip).toMatchObject({ count: 8, width: 96, height: 54 });
  expect(strip.rgb.length).toBe(8 * 96 * 54 * 3);
  expect(firstOfEach(strip)).toEqual([3, 11, 18, 26, 33, 41, 48, 56]);
});

test('a short video has as many frames on its filmstrip as it has', () => {
  const strip = filmstripOf(greys(3, 64, 64));
  expect(strip).toMatchObject({ count: 3, width: 64, height: 64 });
  expect(firstOfEach(strip)).toEqual([0, 1, 2]);
});

test('a segment holds the frames on the screen at its times, and repeats the last one beyond the end', () => {
  const video = greys(20, 8, 4);
  expect(firstOfEach(segmentOf(video, 0.3, 0.25, 4))).toEqual([3, 5, 8, 10]);
  expect(firstOfEach(segmentOf(video, 1.7, 0.2, 4))).toEqual([17, 19, 19, 19]);
});

test('the store grows as needed, and its frames end in memory of their own size', () => {
  const video = greys(37, 4, 2);
  expect(video.rgb.buffer.byteLength).toBe(37 * 4 * 2 * 3);
  expect([...video.seconds].at(-1)).toBe(3.6);
});

test('the store refuses what does not fit, before and while it is filled', () => {
  const size = { width: 4, height: 2 };
  expect(() => new FrameStore(size, 11, 10 * 24)).toThrow(StoreFullError);
  const store = new FrameStore(size, 1, 10 * 24);
  for (let i = 0; i < 10; i++) store.add(i);
  expect(() => store.add(10)).toThrow(StoreFullError);
  expect(store.finish(10).count).toBe(10);
});
