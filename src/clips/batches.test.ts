import { expect, test } from 'vitest';
import { PRESETS } from '../runs/config';
import { batchInForce, makeBatch, queueInForce, videosOfStep, viewsOfStep } from './batches';
import { renderView } from './views';

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

test('a batch holds the query of each video and its keys behind each other, with the seconds they start at', () => {
  const videos = Array.from({ length: 6 }, (_, v) => ({
    id: `v${v}`,
    frames: {
      rgb: new Uint8Array(60 * 4 * 4 * 3).fill(20 * v),
      count: 60,
      height: 4,
      width: 4,
      seconds: Float64Array.from({ length: 60 }, (_, i) => i / 10),
      duration: 6,
    },
  }));
  const config = { ...PRESETS.interactive.train.clips, batch: 3, perVideo: 3, jitter: 0, grey: 0, blur: 0 };
  const size = { frames: 2, size: 2, mean: [0, 0, 0], deviation: [1, 1, 1] } as const;
  const batch = makeBatch(videos, 5, 2, config, size);
  const length = 2 * 2 * 2 * 3;
  expect([batch.query.length, batch.keys.length]).toEqual([3 * length, 6 * length]);
  batch.videos.forEach((id, b) => {
    const value = (20 * Number(id.slice(1))) / 255;
    expect(batch.query[b * length]).toBeCloseTo(value);
    for (const p of [0, 1]) expect(batch.keys[(b * 2 + p) * length]).toBeCloseTo(value);
  });
  expect(new Set([...batch.queryStarts, ...batch.keyStarts]).size).toBe(9);
  expect(makeBatch(videos, 5, 2, config, size)).toEqual(batch);
});

test('any view of a batch can be drawn again alone: the same pixels, the same second', () => {
  const videos = Array.from({ length: 8 }, (_, v) => ({
    id: `v${v}`,
    frames: {
      rgb: Uint8Array.from({ length: 20 * 9 * 11 * 3 }, (_, i) => (i * (v + 3)) % 251),
      count: 20,
      height: 9,
      width: 11,
      seconds: Float64Array.from({ length: 20 }, (_, i) => i / 5),
      duration: 4,
    },
  }));
  const config = { ...PRESETS.paperMoco.train.clips, batch: 3, perVideo: 3 };
  const size = { frames: 3, size: 6, mean: [0.4, 0.5, 0.6], deviation: [0.2, 0.3, 0.4] } as const;
  const length = 3 * 6 * 6 * 3;
  const batch = makeBatch(videos, 11, 5, config, size);
  const views = viewsOfStep(videos, 11, 5, config, size);
  expect(views.map(({ place, clip }) => [place, clip])).toEqual(
    [0, 1, 2].flatMap((place) => [0, 1, 2].map((clip) => [place, clip])),
  );
  for (const { source, place, clip, view } of views.reverse()) {
    const alone = new Float32Array(length);
    renderView(source.frames, view, config.stride, size, alone);
    const [all, starts, slot] =
      clip === 0
        ? [batch.query, batch.queryStarts, place]
        : [batch.keys, batch.keyStarts, place * 2 + clip - 1];
    expect(source.id).toBe(batch.videos[place]);
    expect(starts[slot]).toBe(Math.fround(view.start));
    expect([...all.subarray(slot * length, (slot + 1) * length)]).toEqual([...alone]);
  }
});
