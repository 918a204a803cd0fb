/** STAND-IN until the kernels are in: stock operators. */
import * as tf from '@tensorflow/tfjs';
type Triple = readonly [number, number, number];
export function conv3d(x: tf.Tensor5D, filter: tf.Tensor5D, strides: Triple, padding: Triple): tf.Tensor5D {
  const [t, h, w] = padding;
  const padded = t + h + w > 0 ? pad(x, t, h, w) : x;
  return tf.conv3d(padded, filter, [...strides], 'valid');
}

function pad(x: tf.Tensor5D, t: number, h: number, w: number): tf.Tensor5D {
  const [B, T, H, W, C] = x.shape;
  return tf.pad(x.reshape([B, T, H, W * C]), [[0, 0], [t, t], [h, h], [w * C, w * C]]).reshape([B, T + 2 * t, H + 2 * h, W + 2 * w, C]) as tf.Tensor5D;
}
