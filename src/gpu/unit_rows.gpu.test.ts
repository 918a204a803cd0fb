import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { openGpu } from './device';
import { normals, onCpu, onWebGpu, worstDifference } from './oracle';
import { unitRows } from './unit_rows';

const SEED = Math.floor(Math.random() * 1e9);

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

const plain = (x: tf.Tensor) => x.div(tf.sqrt(x.square().sum(-1, true).maximum(1e-24)));
const own = (x: tf.Tensor) => unitRows(x);
const both =
  (f: (x: tf.Tensor) => tf.Tensor) =>
  ([x, c]: tf.Tensor[]) => [f(x!), tf.grad(f)(x!, c!)];

test.each([
  [1, 1],
  [3, 7],
  [17, 128],
  [5, 1000],
])('%i rows of %i: unit length and its gradient are those of the CPU backend', async (rows, size) => {
  const stream = randomStream(83, SEED, rows);
  const inputs = [normals(stream, [rows, size]), normals(stream, [rows, size])];
  const want = await onCpu(inputs, both(plain));
  const got = await onWebGpu(inputs, both(own));
  got.forEach((values, i) => {
    // One element alone has no direction to turn in: its gradient is rounding.
    if (size > 1 || i === 0) expect(worstDifference(values, want[i]!)).toBeLessThan(1e-5);
  });
});

test('a row of zeros stays zero, with a finite gradient', async () => {
  const inputs = [
    { shape: [2, 4], values: Float32Array.of(0, 0, 0, 0, 3, 0, 4, 0) },
    { shape: [2, 4], values: new Float32Array(8).fill(1e-3) },
  ];
  const [y, dx] = await onWebGpu(inputs, both(own));
  [0, 0, 0, 0, 0.6, 0, 0.8, 0].forEach((value, i) => expect(y![i]).toBeCloseTo(value, 6));
  for (const value of dx!) expect(Number.isFinite(value)).toBe(true);
});
