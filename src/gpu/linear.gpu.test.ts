import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { openGpu } from './device';
import { linearMap } from './linear';
import { normals, onCpu, onWebGpu, worstDifference } from './oracle';

const SEED = Math.floor(Math.random() * 1e9);

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

type Map = (x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor) => tf.Tensor;

const plain =
  (relu: boolean): Map =>
  (x, weight, bias) => {
    const y = tf.matMul(x, weight, false, true).add(bias);
    return relu ? tf.relu(y) : y;
  };
const own =
  (relu: boolean): Map =>
  (x, weight, bias) =>
    linearMap(x as tf.Tensor2D, weight as tf.Tensor2D, bias as tf.Tensor1D, relu);

const all =
  (map: Map) =>
  ([x, weight, bias, cotangent]: tf.Tensor[]) => [
    map(x!, weight!, bias!),
    ...tf.grads((a, b, c) => map(a!, b!, c!))([x!, weight!, bias!], cotangent),
  ];

test.each([
  [1, 1, 1],
  [8, 64, 32],
  [5, 7, 13],
  [3, 2051, 65],
])('%i x %i to %i: output and gradients are those of the CPU backend', async (rows, inputs, outputs) => {
  const stream = randomStream(81, SEED, inputs);
  const given = [
    normals(stream, [rows, inputs]),
    normals(stream, [outputs, inputs]),
    normals(stream, [outputs]),
    normals(stream, [rows, outputs]),
  ];
  for (const relu of [false, true]) {
    const want = await onCpu(given, all(plain(relu)));
    const got = await onWebGpu(given, all(own(relu)));
    got.forEach((values, i) => expect(worstDifference(values, want[i]!), `result ${i}`).toBeLessThan(2e-5));
  }
});

test('sizes that do not match are refused with all shapes', () => {
  expect(() => linearMap(tf.zeros([2, 3]), tf.zeros([5, 4]), tf.zeros([5]), true)).toThrow(
    /\[2, 3\].*\[5, 4\].*\[5\]/,
  );
});
