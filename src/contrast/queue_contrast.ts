/** Contrast against a queue of keys (Eq. 6-7; InfoNCE as in He 2020 and Feichtenhofer 2021). */
import * as tf from '@tensorflow/tfjs';
import { infoNce } from '../gpu/info_nce';
import { positivesWin } from '../gpu/top1';

/** Added to the similarity of a place of the queue that holds no key yet: it then weighs nothing. */
const ABSENT = -1e9;

export interface QueueView {
  /** [Q,C] unit-length keys. */
  readonly keys: tf.Tensor2D;
  /** [Q]: 0 where there is a key, ABSENT where there is none yet. */
  readonly absence: tf.Tensor1D;
  /** Places that hold a key. */
  readonly filled: number;
}

/** keys [Q,C] of unit length, every place of which is filled. Call it inside a tidy. */
export function fullQueue(keys: tf.Tensor2D): QueueView {
  const [filled] = keys.shape;
  return { keys, absence: queueAbsence(filled, filled), filled };
}

/** The absence of a queue of `length` places of which the first `filled` hold keys. */
export function queueAbsence(length: number, filled: number): tf.Tensor1D {
  return tf.tensor1d(Float32Array.from({ length }, (_, i) => (i < filled ? 0 : ABSENT)));
}

export interface Similarities {
  /** [B,P]: cosine / temperature with each positive. */
  readonly positives: tf.Tensor2D;
  /** [B,Q] with the keys of the queue. */
  readonly negatives: tf.Tensor2D;
}

/** q [B,C] and keys [B,P,C] of unit length. */
export function similarities(
  q: tf.Tensor2D,
  keys: tf.Tensor3D,
  queue: QueueView,
  temperature: number,
): Similarities {
  // Divided before the products are taken: there is less of it.
  const scaled = q.div<tf.Tensor2D>(temperature);
  const positives = tf.matMul(scaled.expandDims<tf.Tensor3D>(1), keys, false, true).squeeze<tf.Tensor2D>([1]);
  const products = tf.matMul<tf.Tensor2D>(scaled, queue.keys, false, true);
  const isFull = queue.filled === queue.keys.shape[0];
  return { positives, negatives: isFull ? products : products.add<tf.Tensor2D>(queue.absence) };
}

/** Eq. 6 as printed: −log(Σ e^s⁺ / Σ e^s⁻), mean over queries. Positives are not in the denominator: it can go below zero. */
function equation6({ positives, negatives }: Similarities): tf.Scalar {
  return tf.logSumExp(negatives, 1).sub(tf.logSumExp(positives, 1)).mean();
}

/** Eq. 6 with the positives in the denominator too: −log(Σ e^s⁺ / (Σ e^s⁺ + Σ e^s⁻)). */
function equation6WithPositives({ positives, negatives }: Similarities): tf.Scalar {
  return tf.softplus(tf.logSumExp(negatives, 1).sub(tf.logSumExp(positives, 1))).mean();
}

/** The losses of MoCo, in nats. */
export const MOCO_LOSSES = {
  infonce: ({ positives, negatives }: Similarities) => infoNce(positives, negatives),
  eq6: equation6,
  eq6_with_positives: equation6WithPositives,
} as const;
export type MocoLoss = keyof typeof MOCO_LOSSES;

/** The same, query by query [B]: their mean is the loss. For looking at. */
export const MOCO_LOSSES_OF_EACH: Record<MocoLoss, (of: Similarities) => tf.Tensor1D> = {
  infonce: ({ positives, negatives }) => tf.softplus(tf.logSumExp(negatives, 1, true).sub(positives)).mean(1),
  eq6: ({ positives, negatives }) => tf.logSumExp(negatives, 1).sub(tf.logSumExp(positives, 1)),
  eq6_with_positives: ({ positives, negatives }) =>
    tf.softplus(tf.logSumExp(negatives, 1).sub(tf.logSumExp(positives, 1))),
};

/** Part of the queries whose positives are, on the mean, nearer than every key of the queue. */
export function top1({ positives, negatives }: Similarities): tf.Scalar {
  return positivesWin(positives, negatives);
}
