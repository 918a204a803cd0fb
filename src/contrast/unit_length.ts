/** Cosines are products of vectors of unit length. */
import * as tf from '@tensorflow/tfjs';

/** Unit length along the last axis, as F.normalize: x / max(‖x‖, 1e-12). */
export function unitLength(x: tf.Tensor2D): tf.Tensor2D {
  return x.div(tf.sqrt(x.square().sum(-1, true).maximum(1e-24)));
}
