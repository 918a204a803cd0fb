/** STAND-IN until the kernels are in: stock operators. */
import * as tf from '@tensorflow/tfjs';
type Triple = readonly [number, number, number];
export function maxPool3d(x: tf.Tensor5D, size: Triple, strides: Triple, padding: Triple): tf.Tensor5D {
  const [t, h, w] = padding;
  const padded = tf.pad(
    x,
    [
      [0, 0],
      [t, t],
      [h, h],
      [w, w],
      [0, 0],
    ],
    -3e38,
  ) as tf.Tensor5D;
  return tf.maxPool3d(padded, [...size], [...strides], 'valid');
}
export function globalAveragePool(x: tf.Tensor5D): tf.Tensor2D {
  return x.mean([1, 2, 3]);
}
