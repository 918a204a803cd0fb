import { expect, test } from 'vitest';
import { PRESETS } from '../runs/config';
import { batchInForce, queueInForce, videosOfStep, viewsOfStep } from './batches';

test('an epoch shows every video once, in an order that the seed decides', () => {
  const epoch = (seed: number, first: number) =>
    Array.from({ length: 4 }, (_, i) => videosOfStep(seed, first + i, 16, 4)).flat();
  expect([...epoch(1, 0)].sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, i) => i));
  expect(epoch(1, 0)).toEqual(epoch(1, 0));
  expect(epoch(1, 4)).not.toEqual(epoch(1, 0));
  expect(epoch(2, 0)).not.toEqual(epoch(1, 0));
});

test('a set that is small for the batch makes the batch smaller, never a video twice', () => {
  expect(batchInForce(8, 96)).toBe(8);
  expect(batchInForce(8, 9)).toBe(4);
  expect(batchInForce(8, 2)).toBe(1);
  expect(new Set(videosOfStep(0, 3, 9, 4)).size).toBe(4);
});

test('the fitted queue is half the set in whole batches; a given one is kept', () => {
  expect(queueInForce(0, 8, 1, 96)).toBe(48);
  expect(queueInForce(0, 8, 3, 96)).toBe(144);
  expect(queueInForce(0, 4, 1, 9)).toBe(4);
  expect(queueInForce(77, 8, 1, 96)).toBe(77);
});

const videos = Array.from({ length: 8 }, (_, v) => ({
  id: `v${v}`,
  frames: {
    rgb: new Uint8Array(60 * 4 * 4 * 3),
    count: 60,
    height: 4,
    width: 4,
    seconds: Float64Array.from({ length: 60 }, (_, i) => i / 10),
    duration: 6,
  },
}));

test('the views of a step come video by video, each clip from a second of its own, and again the same', () => {
  const config = { ...PRESETS.interactive.train.clips, batch: 3, perVideo: 3 };
  const views = viewsOfStep(videos, 5, 2, config, { frames: 2 });
  expect(views.map(({ place, clip }) => [place, clip])).toEqual(
    [0, 1, 2].flatMap((place) => [0, 1, 2].map((clip) => [place, clip])),
  );
  const inBatch = videosOfStep(5, 2, videos.length, 3).map((video) => `v${video}`);
  expect(views.map(({ source }) => source.id)).toEqual(inBatch.flatMap((id) => [id, id, id]));
  expect(new Set(views.map(({ view }) => view.start)).size).toBe(9);
  expect(viewsOfStep(videos, 5, 2, config, { frames: 2 })).toEqual(views);
});
