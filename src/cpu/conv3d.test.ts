import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { conv3d } from '../gpu/conv3d';
import type { Triple } from '../gpu/conv3d_geometry';
import { normals } from '../gpu/oracle';
import { randomStream } from '../random/stream';
import { differences, withGradients } from './oracle';

const SEED = Math.floor(Math.random() * 1e9);
/** float32 sums of up to a few thousand products, in another order. */
const TOLERANCE = 2e-5;

interface Case {
  readonly x: readonly [number, number, number, number, number];
  readonly kernel: Triple;
  readonly out: number;
  readonly strides: Triple;
  readonly padding: Triple;
}

const CASES: Case[] = [
  // The kernels of the three encoders, on sizes that leave ragged edges everywhere.
  { x: [2, 3, 5, 7, 8], kernel: [3, 3, 3], out: 8, strides: [1, 1, 1], padding: [1, 1, 1] },
  { x: [2, 5, 7, 6, 20], kernel: [3, 3, 3], out: 16, strides: [2, 2, 2], padding: [1, 1, 1] },
  { x: [3, 4, 6, 5, 16], kernel: [1, 1, 1], out: 8, strides: [2, 2, 2], padding: [0, 0, 0] },
  { x: [1, 3, 5, 5, 12], kernel: [1, 1, 1], out: 20, strides: [1, 1, 1], padding: [0, 0, 0] },
  { x: [2, 4, 5, 6, 4], kernel: [3, 1, 1], out: 12, strides: [1, 1, 1], padding: [1, 0, 0] },
  { x: [2, 3, 7, 5, 12], kernel: [1, 3, 3], out: 4, strides: [1, 2, 2], padding: [0, 1, 1] },
  { x: [2, 3, 11, 9, 3], kernel: [3, 7, 7], out: 8, strides: [1, 2, 2], padding: [1, 3, 3] },
  { x: [1, 7, 9, 8, 3], kernel: [7, 7, 7], out: 5, strides: [1, 2, 2], padding: [3, 3, 3] },
  // One channel, inputs smaller than the kernel, no padding, and more of it than half the kernel.
  { x: [1, 3, 4, 5, 1], kernel: [3, 3, 3], out: 1, strides: [1, 1, 1], padding: [1, 1, 1] },
  { x: [3, 1, 2, 2, 16], kernel: [3, 3, 3], out: 16, strides: [1, 1, 1], padding: [1, 1, 1] },
  { x: [2, 1, 1, 1, 8], kernel: [3, 3, 3], out: 8, strides: [2, 2, 2], padding: [1, 1, 1] },
  { x: [1, 5, 6, 7, 4], kernel: [3, 3, 3], out: 4, strides: [1, 1, 1], padding: [0, 0, 0] },
  { x: [1, 3, 4, 5, 4], kernel: [3, 3, 3], out: 8, strides: [2, 3, 1], padding: [2, 2, 2] },
];

function inputsOf({ x, kernel, out, strides, padding }: Case, seed: number) {
  const stream = randomStream(70, SEED, seed);
  const positions = kernel.map(
    (k, axis) => Math.floor((x[axis + 1]! + 2 * padding[axis]! - k) / strides[axis]!) + 1,
  );
  return [x, [...kernel, x[4], out], [x[0], ...positions, out]].map((shape) => normals(stream, shape));
}

/** The oracle: zeros put around x, then a convolution without padding. */
function plain({ strides, padding }: Case) {
  const around = padding.map((zeros): [number, number] => [zeros, zeros]);
  return withGradients((x, filter) =>
    tf.conv3d(
      tf.pad(x as tf.Tensor5D, [[0, 0], ...around, [0, 0]]),
      filter as tf.Tensor5D,
      [...strides],
      'valid',
    ),
  );
}

function ours({ strides, padding }: Case) {
  return withGradients((x, filter) => conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, strides, padding));
}

describe(`conv3d on the CPU (seed ${SEED})`, () => {
  test.each(CASES.map((example, i) => [JSON.stringify(example), example, i] as const))(
    '%s: output and both gradients are those of tfjs’s CPU backend',
    async (_, example, i) => {
      const worst = await differences(inputsOf(example, i), ours(example), plain(example));
      expect(Math.max(...worst), worst.join(' ')).toBeLessThan(TOLERANCE);
    },
  );

  test('a convolution whose sums are longer, and filters wider, than what is laid out at once', async () => {
    // Windows of 324 numbers, 300 channels; 600 positions, which the filter gradient sums over.
    const large: Case = {
      x: [2, 3, 10, 10, 12],
      kernel: [3, 3, 3],
      out: 300,
      strides: [1, 1, 1],
      padding: [1, 1, 1],
    };
    const worst = await differences(inputsOf(large, 99), ours(large), plain(large));
    expect(Math.max(...worst), worst.join(' ')).toBeLessThan(TOLERANCE);
  });
});
