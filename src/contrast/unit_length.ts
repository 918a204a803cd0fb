/** Cosines are products of vectors of unit length. */
import type * as tf from '@tensorflow/tfjs';
import { unitRows } from '../gpu/unit_rows';

/** Unit length along the last axis, as F.normalize: x / max(‖x‖, 1e-12). */
export function unitLength(x: tf.Tensor2D): tf.Tensor2D {
  return unitRows(x);
}
