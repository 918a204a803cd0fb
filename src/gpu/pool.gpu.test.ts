import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import type { Triple } from './conv3d_geometry';
import { openGpu } from './device';
import { normals, onWebGpu, worstDifference, type Numbers } from './oracle';
import { globalAveragePool, maxPool3d } from './pool';

const SEED = Math.floor(Math.random() * 1e9);

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

interface Case {
  readonly x: readonly [number, number, number, number, number];
  readonly size: Triple;
  readonly strides: Triple;
  readonly padding: Triple;
}

/** The oracle: every window by itself; the first maximum in the order t, h, w takes the gradient. */
function windows({ x, size, strides, padding }: Case, values: Float32Array, cotangent: Float32Array) {
  const [B, T, H, W, C] = x;
  const out = [T, H, W].map((n, i) => Math.floor((n + 2 * padding[i]! - size[i]!) / strides[i]!) + 1);
  const y: number[] = [];
  const dx = new Float64Array(values.length);
  for (let b = 0; b < B; b++)
    for (let o = 0; o < out[0]! * out[1]! * out[2]!; o++)
      for (let c = 0; c < C; c++) {
        const at = [Math.floor(o / out[2]! / out[1]!), Math.floor(o / out[2]!) % out[1]!, o % out[2]!];
        let [best, place] = [-Infinity, -1];
        for (let k = 0; k < size[0] * size[1] * size[2]; k++) {
          const tap = [Math.floor(k / size[2] / size[1]), Math.floor(k / size[2]) % size[1], k % size[2]];
          const [t, h, w] = tap.map((n, i) => at[i]! * strides[i]! + n - padding[i]!) as [
            number,
            number,
            number,
          ];
          if (t < 0 || h < 0 || w < 0 || t >= T || h >= H || w >= W) continue;
          const from = (((b * T + t) * H + h) * W + w) * C + c;
          if (values[from]! > best) [best, place] = [values[from]!, from];
        }
        dx[place]! += cotangent[y.length]!;
        y.push(best);
      }
  return { y: Float32Array.from(y), dx: Float32Array.from(dx), shape: [B, ...out, C] };
}

const CASES: Case[] = [
  // The encoders' own, on ragged sizes.
  { x: [2, 3, 7, 9, 8], size: [1, 3, 3], strides: [1, 2, 2], padding: [0, 1, 1] },
  { x: [2, 5, 8, 7, 12], size: [3, 3, 3], strides: [2, 2, 2], padding: [1, 1, 1] },
  // Channels that fill no vector, gaps between windows, overlapping ones, a window larger than what is there.
  { x: [1, 4, 5, 6, 5], size: [3, 3, 3], strides: [2, 2, 2], padding: [1, 1, 1] },
  { x: [3, 4, 5, 7, 3], size: [2, 2, 2], strides: [3, 3, 3], padding: [0, 0, 0] },
  { x: [1, 3, 4, 4, 1], size: [3, 2, 3], strides: [1, 1, 1], padding: [1, 1, 0] },
  { x: [2, 1, 1, 2, 4], size: [3, 3, 3], strides: [2, 2, 2], padding: [1, 1, 1] },
];

describe(`maxPool3d (seed ${SEED})`, () => {
  test.each(CASES.map((example, i) => [JSON.stringify(example), example, i] as const))(
    '%s: maxima and their gradient are those of every window by itself',
    async (_, example, i) => {
      const stream = randomStream(89, SEED, i);
      // Few levels, all below zero: ties are frequent, and a zero of the padding would win.
      const values = normals(stream, example.x).values.map((v) => -3 - Math.round(v * 2) / 8);
      const shape = windows(example, values, new Float32Array(values.length)).shape;
      const cotangent = normals(stream, shape);
      const want = windows(example, values, cotangent.values);
      const x: Numbers = { shape: example.x, values };
      const pool = (v: tf.Tensor) =>
        maxPool3d(v as tf.Tensor5D, example.size, example.strides, example.padding);
      const [y, dx] = await onWebGpu([x, cotangent], ([v, c]) => [pool(v!), tf.grad(pool)(v!, c)]);
      expect(y).toEqual(want.y);
      expect(worstDifference(dx!, want.dx)).toBeLessThan(1e-6);
    },
  );
});

test.each([
  [2, 3, 5, 7, 8],
  [3, 1, 1, 1, 4],
  [2, 2, 3, 3, 5],
])('globalAveragePool of [%i,%i,%i,%i,%i] and its gradient are the mean over positions', async (...shape) => {
  const stream = randomStream(88, SEED);
  const x = normals(stream, shape, 5);
  const cotangent = normals(stream, [shape[0]!, shape[4]!]);
  const pool = (v: tf.Tensor) => globalAveragePool(v as tf.Tensor5D);
  const [y, dx] = await onWebGpu([x, cotangent], ([v, c]) => [pool(v!), tf.grad(pool)(v!, c)]);
  const [channels, positions] = [shape[4]!, shape[1]! * shape[2]! * shape[3]!];
  const mean = new Float64Array(shape[0]! * channels);
  const where = (i: number) => Math.floor(i / (positions * channels)) * channels + (i % channels);
  x.values.forEach((value, i) => (mean[where(i)]! += value / positions));
  expect(worstDifference(y!, Float32Array.from(mean))).toBeLessThan(1e-6);
  const spread = x.values.map((_, i) => cotangent.values[where(i)]! / positions);
  expect(worstDifference(dx!, spread)).toBeLessThan(1e-6);
});

test('a window that does not fit, and padding wider than half of it, are refused with the sizes', () => {
  const x = tf.zeros<tf.Rank.R5>([1, 2, 2, 2, 4]);
  expect(() => maxPool3d(x, [3, 3, 3], [1, 1, 1], [0, 0, 0])).toThrow(/3x3x3.*2x2x2/);
  expect(() => maxPool3d(x, [1, 1, 1], [1, 1, 1], [1, 0, 0])).toThrow(/half the window/);
});
