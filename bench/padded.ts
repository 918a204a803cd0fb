/** Zeros around x, as tfjs's convolutions need them for PyTorch's padding. */
import * as tf from '@tensorflow/tfjs';

/** x [B,T,H,W,C] with `padding` zeros on either side of T, H and W. Four dimensions at a time: tf.pad of five has no valid shader on WebGPU. */
export function padded(x: tf.Tensor5D, padding: readonly number[]): tf.Tensor5D {
  const [batch, t, h, w, channels] = x.shape;
  const [aroundT, aroundH, aroundW] = padding as [number, number, number];
  const both = (zeros: number): [number, number] => [zeros, zeros];
  return tf
    .pad(x.reshape([batch, t, h, w * channels]), [
      [0, 0],
      both(aroundT),
      both(aroundH),
      both(aroundW * channels),
    ])
    .reshape([batch, t + 2 * aroundT, h + 2 * aroundH, w + 2 * aroundW, channels]);
}
