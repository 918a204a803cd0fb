/** Flat buffers on the CPU: copies against slices and concatenation, updates against their formulas. */
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { columnsOf, join, joinColumns, split } from '../gpu/copies';
import { adamwStep, movingAverage, sgdStep } from '../gpu/optimiser';
import { normals } from '../gpu/oracle';
import { movedStatistics } from '../gpu/running_statistics';
import { trustScaled } from '../gpu/trust_ratio';
import { randomStream } from '../random/stream';
import { differences } from './oracle';

const SEED = Math.floor(Math.random() * 1e9);
const TOLERANCE = 1e-6;
const SIZE = 37;
const RATES = { learningRate: 0.1, weightDecay: 0.3 };

const vectors = (count: number) => {
  const stream = randomStream(72, SEED, count);
  return Array.from({ length: count }, () => normals(stream, [SIZE]));
};

async function agrees(...asked: Parameters<typeof differences>): Promise<void> {
  const worst = await differences(...asked);
  expect(Math.max(...worst), `seed ${SEED}: ${worst.join(' ')}`).toBeLessThan(TOLERANCE);
}

test('buffers are taken apart and put together', async () => {
  const stream = randomStream(73, SEED);
  const given = [normals(stream, [SIZE]), normals(stream, [2, 5]), normals(stream, [2, 3])];
  await agrees(
    given,
    ([flat, a, b]) => [
      ...split(flat as tf.Tensor1D, [
        { offset: 3, shape: [2, 4] },
        { offset: 30, shape: [7] },
      ]),
      join([flat!, a!, b!]),
      joinColumns([a as tf.Tensor2D, b as tf.Tensor2D]),
      columnsOf(a as tf.Tensor2D, 1, 3),
    ],
    ([flat, a, b]) => [
      flat!.slice([3], [8]).reshape([2, 4]),
      flat!.slice([30], [7]),
      tf.concat([flat!, a!.flatten(), b!.flatten()]),
      tf.concat([a!, b!], 1),
      a!.slice([0, 1], [2, 3]),
    ],
  );
});

test.each([true, false])('SGD, with Nesterov %s', async (nesterov) => {
  const { learningRate, weightDecay } = RATES;
  await agrees(
    vectors(4),
    (given) => {
      const [weights, gradient, decay, velocity] = given as tf.Tensor1D[] & { length: 4 };
      const state = { weights: weights!, gradient: gradient!, decay: decay!, velocity: velocity! };
      return Object.values(sgdStep({ ...state, ...RATES, momentum: 0.9, nesterov }));
    },
    ([w, g, d, v]) => {
      const decayed = g!.add(w!.mul(d!).mul(weightDecay));
      const m = v!.mul(0.9).add(decayed);
      return [w!.sub((nesterov ? decayed.add(m.mul(0.9)) : m).mul(learningRate)), m];
    },
  );
});

test('AdamW at its third step', async () => {
  const { learningRate, weightDecay } = RATES;
  const [beta1, beta2, epsilon, step] = [0.9, 0.999, 1e-8, 3];
  await agrees(
    vectors(5),
    (given) => {
      const [weights, gradient, decay, first, root] = given as tf.Tensor1D[] & { length: 5 };
      const state = { weights: weights!, gradient: gradient!, decay: decay!, first: first! };
      const second = root!.square<tf.Tensor1D>();
      return Object.values(adamwStep({ ...state, second, ...RATES, beta1, beta2, epsilon, step }));
    },
    ([w, g, d, first, root]) => {
      const m = first!.mul(beta1).add(g!.mul(1 - beta1));
      const v = root!
        .square()
        .mul(beta2)
        .add(g!.square().mul(1 - beta2));
      const direction = m.div(1 - beta1 ** step).div(
        v
          .div(1 - beta2 ** step)
          .sqrt()
          .add(epsilon),
      );
      const kept = w!.sub(w!.mul(d!).mul(learningRate * weightDecay));
      return [kept.sub(direction.mul(learningRate)), m, v];
    },
  );
});

test('LARS scales each tensor by its own lengths, and leaves others alone', async () => {
  const extents = [
    { offset: 0, size: 20, scaled: true },
    { offset: 20, size: 17, scaled: false },
  ];
  const settings = { trust: 0.01, weightDecay: 0.3 };
  await agrees(
    vectors(3),
    ([w, g, d]) => [trustScaled(w as tf.Tensor1D, g as tf.Tensor1D, d as tf.Tensor1D, extents, settings)],
    ([w, g, d]) => {
      const decayed = g!.add(w!.mul(d!).mul(0.3));
      const [ofW, ofG] = [w!.slice([0], [20]).norm(), g!.slice([0], [20]).norm()];
      const ratio = ofW.mul(0.01).div(ofG.add(ofW.mul(0.3)));
      return [tf.concat([decayed.slice([0], [20]).mul(ratio), decayed.slice([20])])];
    },
  );
});

test('the moving average, and running statistics with the unbiased variance', async () => {
  await agrees(
    vectors(2),
    ([k, q]) => [movingAverage(k as tf.Tensor1D, q as tf.Tensor1D, 0.9)],
    ([k, q]) => [k!.mul(0.9).add(q!.mul(0.1))],
  );
  const stream = randomStream(74, SEED);
  await agrees(
    [normals(stream, [2, 6]), normals(stream, [2, 6]), normals(stream, [6])],
    ([old, seen, unbias]) => [
      movedStatistics(old as tf.Tensor2D, seen as tf.Tensor2D, unbias as tf.Tensor1D, 0.1),
    ],
    ([old, seen, unbias]) => [old!.mul(0.9).add(seen!.mul(tf.stack([tf.ones([6]), unbias!])).mul(0.1))],
  );
});
