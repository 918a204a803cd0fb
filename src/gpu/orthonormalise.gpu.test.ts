import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { openGpu } from './device';
import { randomStream } from '../random/stream';
import { normals, onWebGpu } from './oracle';
import { orthonormalise } from './orthonormalise';

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

function random(rows: number, columns: number, seed: number): Float64Array {
  const stream = randomStream(99, seed);
  return Float64Array.from({ length: rows * columns }, () => stream.normal());
}

/** Modified Gram-Schmidt in float64: the oracle. */
function gramSchmidt(v: Float64Array, rows: number, columns: number): Float64Array {
  const q = Float64Array.from(v);
  const at = (d: number, j: number) => d * columns + j;
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < j; i++) {
      let dot = 0;
      for (let d = 0; d < rows; d++) dot += q[at(d, i)]! * q[at(d, j)]!;
      for (let d = 0; d < rows; d++) q[at(d, j)]! -= dot * q[at(d, i)]!;
    }
    let squares = 0;
    for (let d = 0; d < rows; d++) squares += q[at(d, j)]! ** 2;
    for (let d = 0; d < rows; d++) q[at(d, j)]! /= Math.sqrt(squares);
  }
  return q;
}

test.each([
  [5, 1],
  [7, 3],
  [33, 17],
  [65, 64],
  [200, 70],
  // Far from dependent: the way of few products.
  [600, 3],
  [1030, 12],
  [900, 62],
])('%i x %i: the basis and its gradient are those of Gram-Schmidt in float64', async (rows, columns) => {
  const seed = Math.floor(Math.random() * 1e9);
  const v = random(rows, columns, seed);
  const cotangent = random(rows, columns, seed + 1);
  const x = tf.tensor2d(Float32Array.from(v), [rows, columns]);
  const c = tf.tensor2d(Float32Array.from(cotangent), [rows, columns]);
  const q = orthonormalise(x);
  const want = gramSchmidt(v, rows, columns);
  const got = await q.data();
  want.forEach((value, i) => expect(Math.abs(got[i]! - value), `seed ${seed}`).toBeLessThan(2e-4));

  const gradient = await tf
    .grad((y) => orthonormalise(y as tf.Tensor2D).mul(c))(x)
    .data();
  const objective = (values: Float64Array) =>
    gramSchmidt(values, rows, columns).reduce((sum, value, i) => sum + value * cotangent[i]!, 0);
  const stream = randomStream(98, seed);
  const scale = Math.max(...gradient.map(Math.abs));
  for (let probe = 0; probe < 8; probe++) {
    const i = Math.floor(stream.uniform() * v.length);
    const shifted = (by: number) => objective(v.map((value, j) => (j === i ? value + by : value)));
    const difference = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
    expect(Math.abs(gradient[i]! - difference) / scale, `seed ${seed}, element ${i}`).toBeLessThan(2e-3);
  }
});

test('columns that depend on those before them give neither NaN nor an infinite gradient', async () => {
  const v = random(12, 4, 5);
  for (let d = 0; d < 12; d++) {
    v[d * 4 + 1] = v[d * 4]! * (1 + 1e-7);
    v[d * 4 + 3] = 0;
  }
  const x = tf.tensor2d(Float32Array.from(v), [12, 4]);
  const q = await orthonormalise(x).data();
  const gradient = await tf
    .grad((y) =>
      orthonormalise(y as tf.Tensor2D)
        .square()
        .mul(tf.range(0, 48).reshape([12, 4])),
    )(x)
    .data();
  for (const value of [...q, ...gradient]) expect(Number.isFinite(value)).toBe(true);
});

test('the same input gives the same bits, into buffers full of NaN too', async () => {
  const stream = randomStream(84, 3);
  for (const shape of [
    [520, 64],
    [30, 17],
  ]) {
    const inputs = [normals(stream, shape), normals(stream, shape)];
    const run = (v: tf.Tensor) => orthonormalise(v as tf.Tensor2D);
    const got = await onWebGpu(inputs, ([v, c]) => [run(v!), tf.grad(run)(v!, c!)]);
    for (const values of got) for (const value of values) expect(Number.isFinite(value)).toBe(true);
  }
});

test('as many directions as dimensions are refused with both numbers', () => {
  expect(() => orthonormalise(tf.zeros([8, 8]))).toThrow(/8 directions.*got 8/);
});
