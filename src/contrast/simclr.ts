/** SimCLR (Chen 2020): the two views of a video among all views of the batch, without a momentum branch. */
import * as tf from '@tensorflow/tfjs';
import type { Framework } from './framework';
import { batchTop1, clipOfEach } from './retrieval';
import { clipPairs } from './turns';
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
  // The partner is one of all other views of the batch.
  chance: ({ batch }) => Math.log(2 * batch - 1),
  /** With more than two clips a video, the mean over the pairs of the first clip with each other one, or over all pairs. */
  objective({ z, perVideo, config }) {
    const clips = Array.from({ length: perVideo }, (_, p) => clipOfEach(z, perVideo, p));
    const losses = clipPairs(perVideo, config.queries).map(([a, b]) => {
      const views = tf.stack([clips[a]!, clips[b]!], 1).reshape<tf.Tensor2D>([-1, z.shape[1]]);
      return ntXent(views, config.temperature);
    });
    return {
      loss: tf.addN(losses).div(losses.length),
      top1: batchTop1(unitLength(clips[0]!), unitLength(clips[1]!)),
    };
  },
};
