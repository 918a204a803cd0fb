import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { openGpu } from './device';
import { infoNce } from './info_nce';
import { positivesWin } from './top1';
import { normals, onCpu, onWebGpu, worstDifference } from './oracle';

const SEED = Math.floor(Math.random() * 1e9);

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

const plain = (positives: tf.Tensor, negatives: tf.Tensor) =>
  tf.softplus(tf.logSumExp(negatives, 1, true).sub(positives)).mean();
const own = (positives: tf.Tensor, negatives: tf.Tensor) =>
  infoNce(positives as tf.Tensor2D, negatives as tf.Tensor2D);
const all =
  (loss: typeof plain) =>
  ([p, n]: tf.Tensor[]) => [loss(p!, n!), ...tf.grads((a, b) => loss(a!, b!))([p!, n!])];

test.each([
  [1, 1, 1],
  [8, 1, 96],
  [5, 3, 200],
  [3, 2, 4097],
])('%i queries, %i positives, %i keys: loss and gradients are those of the CPU backend', async (b, p, q) => {
  const stream = randomStream(82, SEED, q);
  const [positives, negatives] = [normals(stream, [b, p], 2), normals(stream, [b, q])];
  const want = await onCpu([positives, negatives], all(plain));
  const got = await onWebGpu([positives, negatives], all(own));
  got.forEach((values, i) => expect(worstDifference(values, want[i]!)).toBeLessThan(2e-5));
});

test('places without a key weigh nothing, a queue without keys costs nothing, and nothing overflows', async () => {
  const positives = { shape: [3, 1], values: Float32Array.of(1, 500, -500) };
  const absent = { shape: [3, 2], values: new Float32Array(6).fill(-1e9) };
  const [none, ...zeros] = await onWebGpu([positives, absent], all(own));
  expect(none![0]).toBe(0);
  for (const values of zeros) for (const value of values) expect(Math.abs(value)).toBe(0);
  const half = { shape: [3, 2], values: Float32Array.of(1, -1e9, 0, -1e9, 0, -1e9) };
  const [loss, dPositives, dNegatives] = await onWebGpu([positives, half], all(own));
  expect(loss![0]).toBeCloseTo((Math.log(2) + 0 + 500) / 3, 3);
  [-0.5 / 3, 0, -1 / 3].forEach((value, i) => expect(dPositives![i]).toBeCloseTo(value, 5));
  [0.5 / 3, 0, 0, 0, 1 / 3, 0].forEach((value, i) => expect(dNegatives![i]).toBeCloseTo(value, 5));
});

test.each([
  [1, 1, 1],
  [8, 1, 96],
  [30, 3, 7],
])('%i queries, %i positives, %i keys: the part whose positives win is counted', async (b, p, q) => {
  const stream = randomStream(78, SEED, q);
  const [positives, negatives] = [normals(stream, [b, p], 1.5), normals(stream, [b, q])];
  const [want] = await onCpu([positives, negatives], ([x, y]) => [
    x!.mean(1).greater(y!.max(1)).toFloat().mean(),
  ]);
  const [got] = await onWebGpu([positives, negatives], ([x, y]) => [
    positivesWin(x as tf.Tensor2D, y as tf.Tensor2D),
  ]);
  expect(got![0]).toBeCloseTo(want![0]!, 6);
});
