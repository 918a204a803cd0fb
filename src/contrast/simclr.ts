/** SimCLR (Chen 2020): the two views of a video among all views of the batch, without a momentum branch. */
import * as tf from '@tensorflow/tfjs';
import type { Framework } from './framework';
import { batchTop1, clipOfEach } from './retrieval';
import { unitLength } from './unit_length';

/** Takes a view out of its own denominator. */
const SELF = -1e9;

/** z [2B,C], rows 2i and 2i + 1 the two views of one video: mean over rows of −log softmax of the partner's cosine / temperature. */
export function ntXent(z: tf.Tensor2D, temperature: number): tf.Scalar {
  const n = z.shape[0];
  const unit = unitLength(z);
  const logits = tf.matMul(unit, unit, false, true).div(temperature).add(tf.eye(n).mul(SELF)) as tf.Tensor2D;
  const partner = tf.oneHot(
    Array.from({ length: n }, (_, i) => i ^ 1),
    n,
  );
  const positive = logits.mul(partner).sum(1);
  return tf.logSumExp(logits, 1).sub(positive).mean();
}

export const simclr: Framework = {
  momentumBranch: false,
  queue: false,
  parameters: () => [],
  norms: () => [],
  chance: ({ batch }) => Math.log(2 * batch - 1),
  /** With more than two clips a video, the mean over the pairs of the first clip with each other one. */
  objective({ z, perVideo, config }) {
    const first = clipOfEach(z, perVideo, 0);
    const losses: tf.Scalar[] = [];
    for (let p = 1; p < perVideo; p++) {
      const pairs = tf.stack([first, clipOfEach(z, perVideo, p)], 1).reshape<tf.Tensor2D>([-1, z.shape[1]]);
      losses.push(ntXent(pairs, config.temperature));
    }
    return {
      loss: tf.addN(losses).div(losses.length),
      top1: batchTop1(unitLength(first), unitLength(clipOfEach(z, perVideo, 1))),
    };
  },
};
