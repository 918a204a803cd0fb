/** SimCLR (Chen 2020): the two views of a video among all views of the batch, without a momentum branch. */
import * as tf from '@tensorflow/tfjs';
import type { Framework } from './framework';
import { NOT_COMPARED, type Inspection } from './inspection';
import { batchTop1, clipOfEach } from './retrieval';
import { clipPairs } from './turns';
import { unitLength } from './unit_length';

/** z [2B,C], rows 2i and 2i + 1 the two views of one video: mean over rows of −log softmax of the partner's cosine / temperature. */
export function ntXent(z: tf.Tensor2D, temperature: number): tf.Scalar {
  const n = z.shape[0];
  const unit = unitLength(z);
  const logits = tf
    .matMul(unit, unit, false, true)
    .div(temperature)
    .add(tf.eye(n).mul(NOT_COMPARED)) as tf.Tensor2D;
  const partner = tf.oneHot(
    Array.from({ length: n }, (_, i) => i ^ 1),
    n,
  );
  const positive = logits.mul(partner).sum(1);
  return tf.logSumExp(logits, 1).sub(positive).mean();
}

/** The rows of one pair of clips (a, b) of every video: [2B] queries, the partner of each, and all other views. */
function inspectPair(
  z: tf.Tensor2D,
  [a, b]: readonly [number, number],
  perVideo: number,
  temperature: number,
): Required<Omit<Inspection, 'targets'>> {
  const unit = unitLength(
    tf
      .stack([clipOfEach(z, perVideo, a), clipOfEach(z, perVideo, b)], 1)
      .reshape<tf.Tensor2D>([-1, z.shape[1]]),
  );
  const n = unit.shape[0];
  // Itself is in no denominator.
  const logits = tf
    .matMul(unit, unit, false, true)
    .div(temperature)
    .add<tf.Tensor2D>(tf.eye(n).mul(NOT_COMPARED));
  const partner = tf.oneHot(
    Array.from({ length: n }, (_, i) => i ^ 1),
    n,
  );
  const positives = logits.mul(partner).sum<tf.Tensor2D>(1, true);
  const queries = Array.from({ length: n }, (_, i) => Math.floor(i / 2) * perVideo + (i % 2 === 0 ? a : b));
  return {
    queries,
    positives,
    positiveClips: queries.map((_, i) => [queries[i ^ 1]!]),
    others: logits.add(partner.mul(NOT_COMPARED)),
    otherClips: queries.map(() => queries),
    losses: tf.logSumExp(logits, 1).sub(positives.reshape([n])),
  };
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
  inspect({ z, perVideo, config }) {
    const pairs = clipPairs(perVideo, config.queries).map((pair) =>
      inspectPair(z, pair, perVideo, config.temperature),
    );
    return {
      queries: pairs.flatMap(({ queries }) => queries),
      positives: tf.concat(pairs.map(({ positives }) => positives)),
      positiveClips: pairs.flatMap(({ positiveClips }) => positiveClips),
      others: tf.concat(pairs.map(({ others }) => others)),
      otherClips: pairs.flatMap(({ otherClips }) => otherClips),
      losses: tf.concat(pairs.map(({ losses }) => losses)),
    };
  },
};
