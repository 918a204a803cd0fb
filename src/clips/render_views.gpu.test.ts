/** Views made on the GPU are those that the processor makes, whatever was drawn for them. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { openGpu } from '../gpu/device';
import { onWebGpu, worstDifference } from '../gpu/oracle';
import { randomStream } from '../random/stream';
import { PRESETS } from '../runs/config';
import type { VideoFrames } from '../video/frames';
import { viewsOfStep } from './batches';
import { renderViews, type SourcedView } from './render_views';
import { plainView, renderView, type ViewSize } from './views';

const SEED = Math.floor(Math.random() * 1e9);

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

/** Smooth enough that a hair of a pixel makes no step: colours run over the picture and change with the frame. */
function video(seed: number, width: number, height: number, count = 12): VideoFrames {
  const random = randomStream(64, SEED, seed);
  const waves = Array.from({ length: 3 }, () => [
    random.between(1, 4),
    random.between(1, 4),
    random.between(0, 6),
  ]);
  const rgb = new Uint8Array(count * height * width * 3);
  for (let i = 0; i < rgb.length; i++) {
    const [channel, x, y, t] = [
      i % 3,
      (Math.floor(i / 3) % width) / width,
      (Math.floor(i / 3 / width) % height) / height,
      Math.floor(i / 3 / width / height),
    ];
    const [a, b, c] = waves[channel]!;
    rgb[i] = Math.round(127 + 120 * Math.sin(a! * x * 3 + b! * y * 3 + c! + t * 0.4));
  }
  const seconds = Float64Array.from({ length: count }, (_, i) => i / 10);
  return { rgb, count, height, width, seconds, duration: count / 10 };
}

async function bothWays(views: readonly SourcedView[], stride: number, size: ViewSize) {
  const length = size.frames * size.size * size.size * 3;
  const want = new Float32Array(views.length * length);
  views.forEach(({ frames, view }, i) => {
    renderView(frames, view, stride, size, want.subarray(i * length, (i + 1) * length));
  });
  const [got] = await onWebGpu([], () => [renderViews(views, stride, size)]);
  return { got: got!, want };
}

const MEAN = [0.4, 0.45, 0.5] as const;
const DEVIATION = [0.2, 0.225, 0.25] as const;

test.each([
  ['smaller than the source', 9, 3],
  ['larger than the source', 50, 2],
  ['of one pixel', 1, 1],
])('augmented views %s: crops, flips, colours, grey and blur', async (_, size, frames) => {
  const videos = [
    [31, 23],
    [24, 40],
    [17, 17],
    [40, 29],
  ].map(([width, height], i) => ({ id: String(i), frames: video(i, width!, height!) }));
  const { clips } = PRESETS.paperMoco.train;
  const config = { ...clips, batch: 2, perVideo: 4, stride: 0.13, jitter: 0.7, grey: 0.3, blur: 0.6 };
  // Enough steps that each change is drawn for some view.
  const views = [0, 1, 2].flatMap((step) =>
    viewsOfStep(videos, SEED, step, config, { frames }).map(({ source, view }) => ({
      frames: source.frames,
      view,
    })),
  );
  const shape = { frames, size, mean: MEAN, deviation: DEVIATION };
  const { got, want } = await bothWays(views, config.stride, shape);
  expect(worstDifference(got, want)).toBeLessThan(2e-4);
});

test('plain views, as maps take them, past the end of a short video', async () => {
  const frames = video(9, 21, 33, 4);
  const views = [0, 0.15, 0.39, 5].map((start) => ({ frames, view: plainView(start, frames) }));
  const { got, want } = await bothWays(views, 0.1, { frames: 5, size: 12, mean: MEAN, deviation: DEVIATION });
  expect(worstDifference(got, want)).toBeLessThan(1e-5);
});

test('a reversed view has the frames of the plain one, last to first', async () => {
  const frames = video(4, 19, 14);
  const view = plainView(0.2, frames);
  const shape = { frames: 3, size: 10, mean: MEAN, deviation: DEVIATION };
  const [plain, reversed] = await onWebGpu([], () => [
    renderViews([{ frames, view }], 0.2, shape),
    renderViews([{ frames, view, reversed: true }], 0.2, shape),
  ]);
  const length = 10 * 10 * 3;
  for (let t = 0; t < 3; t++) {
    const other = plain!.subarray((2 - t) * length, (3 - t) * length);
    expect(reversed!.subarray(t * length, (t + 1) * length)).toEqual(other);
  }
});

test('a blur that the kernel cannot hold is refused, not cut', () => {
  const frames = video(3, 8, 8);
  const view = { ...plainView(0, frames), blur: 2.5 };
  const shape = { frames: 1, size: 8, mean: MEAN, deviation: DEVIATION };
  expect(() => tf.tidy(() => renderViews([{ frames, view }], 0.1, shape))).toThrow(/σ ≤ 2 pixels, got 2.5/);
});
