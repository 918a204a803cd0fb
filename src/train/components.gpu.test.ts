/** The components of f along and across the directions, against arithmetic in float64. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { openGpu } from '../gpu/device';
import { randomStream } from '../random/stream';
import { timeComponents } from './components';

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

/** Gram-Schmidt on the columns of v [d,m]. */
function orthonormalColumns(v: Float32Array, d: number, m: number): Float64Array {
  const q = Float64Array.from(v);
  for (let j = 0; j < m; j++) {
    for (let k = 0; k < j; k++) {
      let dot = 0;
      for (let i = 0; i < d; i++) dot += q[i * m + j]! * q[i * m + k]!;
      for (let i = 0; i < d; i++) q[i * m + j]! -= dot * q[i * m + k]!;
    }
    let length = 0;
    for (let i = 0; i < d; i++) length += q[i * m + j]! ** 2;
    for (let i = 0; i < d; i++) q[i * m + j]! /= Math.sqrt(length);
  }
  return q;
}

test.each([true, false])(
  'sum to f, and only one of them has a part along D_t (orthonormal: %s)',
  async (orthonormal) => {
    const [n, d, m] = [7, 13, 5];
    const stream = randomStream(96, orthonormal ? 1 : 2);
    const f = Float32Array.from({ length: n * d }, () => stream.normal());
    const free = Float32Array.from({ length: d * m }, () => stream.normal());
    const q = orthonormalColumns(free, d, m);
    const [features, directions] = [
      tf.tensor2d(f, [n, d]),
      tf.tensor2d(orthonormal ? Float32Array.from(q) : free, [d, m]),
    ];
    const held = tf.memory().numTensors;
    const { encoded, invariant } = await timeComponents(features, directions, orthonormal);
    expect(tf.memory().numTensors).toBe(held);
    for (let row = 0; row < n; row++) {
      for (let i = 0; i < d; i++) {
        let wanted = 0;
        for (let j = 0; j < m; j++) {
          let along = 0;
          for (let k = 0; k < d; k++) along += f[row * d + k]! * q[k * m + j]!;
          wanted += along * q[i * m + j]!;
        }
        expect(encoded[row * d + i]).toBeCloseTo(wanted, 4);
        expect(invariant[row * d + i]).toBeCloseTo(f[row * d + i]! - wanted, 4);
      }
    }
    tf.dispose([features, directions]);
  },
);
