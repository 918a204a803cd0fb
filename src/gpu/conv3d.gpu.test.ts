import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { conv3d } from './conv3d';
import type { Triple } from './conv3d_geometry';
import { openGpu } from './device';
import { normals, onCpu, onWebGpu, worstDifference } from './oracle';

const SEED = Math.floor(Math.random() * 1e9);
/** float32 sums of up to a few thousand products, in another order. */
const TOLERANCE = 2e-5;

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

/** The oracle: zeros put around x, then a convolution without padding. */
function paddedConv3d(x: tf.Tensor5D, filter: tf.Tensor5D, strides: Triple, padding: Triple): tf.Tensor5D {
  const around = padding.map((zeros): [number, number] => [zeros, zeros]);
  return tf.conv3d(tf.pad(x, [[0, 0], ...around, [0, 0]]), filter, [...strides], 'valid');
}

type Convolution = typeof conv3d;

/** Output, input gradient and filter gradient against a random cotangent. */
function allThree(convolution: Convolution, strides: Triple, padding: Triple) {
  return ([x, filter, cotangent]: tf.Tensor[]): tf.Tensor[] => {
    const run = (a: tf.Tensor, b: tf.Tensor) =>
      convolution(a as tf.Tensor5D, b as tf.Tensor5D, strides, padding);
    return [run(x!, filter!), ...tf.grads((a, b) => run(a!, b!))([x!, filter!], cotangent)];
  };
}

interface Case {
  readonly x: readonly [number, number, number, number, number];
  readonly kernel: Triple;
  readonly out: number;
  readonly strides: Triple;
  readonly padding: Triple;
}

const shapeOf = ({ x, kernel, out, strides, padding }: Case): number[] => [
  x[0],
  ...kernel.map((k, axis) => Math.floor((x[axis + 1]! + 2 * padding[axis]! - k) / strides[axis]!) + 1),
  out,
];

const CASES: Case[] = [
  // The kernels of the three encoders, on sizes that leave ragged edges everywhere.
  { x: [2, 3, 5, 7, 8], kernel: [3, 3, 3], out: 8, strides: [1, 1, 1], padding: [1, 1, 1] },
  { x: [2, 5, 7, 6, 8], kernel: [3, 3, 3], out: 16, strides: [2, 2, 2], padding: [1, 1, 1] },
  { x: [3, 4, 6, 5, 16], kernel: [1, 1, 1], out: 8, strides: [2, 2, 2], padding: [0, 0, 0] },
  { x: [1, 3, 5, 5, 12], kernel: [1, 1, 1], out: 20, strides: [1, 1, 1], padding: [0, 0, 0] },
  { x: [2, 4, 5, 6, 4], kernel: [3, 1, 1], out: 12, strides: [1, 1, 1], padding: [1, 0, 0] },
  { x: [2, 3, 7, 5, 12], kernel: [1, 3, 3], out: 4, strides: [1, 2, 2], padding: [0, 1, 1] },
  { x: [2, 3, 11, 9, 3], kernel: [3, 7, 7], out: 8, strides: [1, 2, 2], padding: [1, 3, 3] },
  { x: [1, 2, 13, 10, 3], kernel: [1, 7, 7], out: 8, strides: [1, 2, 2], padding: [0, 3, 3] },
  { x: [1, 7, 9, 8, 3], kernel: [7, 7, 7], out: 5, strides: [1, 2, 2], padding: [3, 3, 3] },
  // What lies behind each other in memory taken as one line; strides longer than kernels, so that x has places without gradient.
  { x: [3, 2, 3, 2, 8], kernel: [1, 1, 1], out: 12, strides: [1, 1, 1], padding: [0, 0, 0] },
  { x: [2, 5, 3, 2, 8], kernel: [3, 1, 1], out: 4, strides: [2, 1, 1], padding: [1, 0, 0] },
  { x: [2, 4, 5, 7, 8], kernel: [1, 1, 2], out: 8, strides: [2, 3, 3], padding: [1, 0, 2] },
  // Channels that fill no vector.
  { x: [1, 3, 4, 5, 1], kernel: [3, 3, 3], out: 1, strides: [1, 1, 1], padding: [1, 1, 1] },
  { x: [2, 3, 4, 5, 5], kernel: [3, 3, 3], out: 6, strides: [2, 1, 2], padding: [1, 1, 1] },
  { x: [1, 4, 5, 3, 6], kernel: [3, 3, 3], out: 17, strides: [1, 2, 1], padding: [1, 1, 1] },
  { x: [2, 2, 3, 5, 17], kernel: [1, 3, 3], out: 12, strides: [1, 1, 1], padding: [0, 1, 1] },
  { x: [2, 2, 3, 5, 17], kernel: [1, 1, 1], out: 3, strides: [1, 1, 1], padding: [0, 0, 0] },
  // Inputs smaller than the kernel, as in the last stage of a small network.
  { x: [3, 1, 2, 2, 16], kernel: [3, 3, 3], out: 16, strides: [1, 1, 1], padding: [1, 1, 1] },
  { x: [2, 1, 1, 1, 8], kernel: [3, 3, 3], out: 8, strides: [2, 2, 2], padding: [1, 1, 1] },
  // No padding, and more of it than half the kernel.
  { x: [1, 5, 6, 7, 4], kernel: [3, 3, 3], out: 4, strides: [1, 1, 1], padding: [0, 0, 0] },
  { x: [1, 3, 4, 5, 4], kernel: [3, 3, 3], out: 8, strides: [2, 3, 1], padding: [2, 2, 2] },
];

describe(`conv3d (seed ${SEED})`, () => {
  test.each(CASES.map((example, i) => [JSON.stringify(example), example, i] as const))(
    '%s: output and both gradients are those of the CPU backend',
    async (_, example, i) => {
      const stream = randomStream(90, SEED, i);
      const filterShape = [...example.kernel, example.x[4], example.out];
      const inputs = [
        normals(stream, example.x),
        normals(stream, filterShape),
        normals(stream, shapeOf(example)),
      ];
      const want = await onCpu(inputs, allThree(paddedConv3d, example.strides, example.padding));
      const got = await onWebGpu(inputs, allThree(conv3d, example.strides, example.padding));
      const worst = got.map((values, which) => worstDifference(values, want[which]!));
      for (const difference of worst) expect(difference, worst.join(' ')).toBeLessThan(TOLERANCE);
    },
  );

  test('a filter gradient over many positions, summed in parts, is that of the CPU backend', async () => {
    const stream = randomStream(91, SEED);
    const inputs = [
      normals(stream, [4, 6, 11, 13, 8]),
      normals(stream, [3, 3, 3, 8, 8]),
      normals(stream, [4, 6, 11, 13, 8]),
    ];
    const want = await onCpu(inputs, allThree(paddedConv3d, [1, 1, 1], [1, 1, 1]));
    const got = await onWebGpu(inputs, allThree(conv3d, [1, 1, 1], [1, 1, 1]));
    got.forEach((values, which) => expect(worstDifference(values, want[which]!)).toBeLessThan(TOLERANCE));
  });
});

test('channels that do not match are refused with both numbers', () => {
  expect(() => conv3d(tf.zeros([1, 2, 2, 2, 3]), tf.zeros([1, 1, 1, 4, 8]), [1, 1, 1], [0, 0, 0])).toThrow(
    /x has 3 channels and the filter takes 4/,
  );
});

test('a kernel larger than its padded input is refused', () => {
  expect(() => conv3d(tf.zeros([1, 2, 2, 2, 3]), tf.zeros([3, 3, 3, 3, 8]), [1, 1, 1], [0, 0, 0])).toThrow(
    /3x3x3 does not fit into 2x2x2/,
  );
});
