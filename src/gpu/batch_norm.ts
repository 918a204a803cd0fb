/** STAND-IN until the kernels are in: stock operators. */
import * as tf from '@tensorflow/tfjs';
export function batchNormTrain<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  eps: number,
  o: { relu: boolean; residual?: T },
): { y: T; mean: tf.Tensor1D; variance: tf.Tensor1D } {
  const flat = x.reshape([-1, gamma.shape[0]]);
  const { mean, variance } = tf.moments(flat, 0);
  let y = flat.sub(mean).div(variance.add(eps).sqrt()).mul(gamma).add(beta).reshape(x.shape);
  if (o.residual) y = y.add(o.residual);
  if (o.relu) y = tf.relu(y);
  return { y: y as T, mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D };
}
export function batchNormEval<T extends tf.Tensor>(
  x: T,
  mean: tf.Tensor1D,
  variance: tf.Tensor1D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  eps: number,
  o: { relu: boolean; residual?: T },
): T {
  let y: tf.Tensor = x
    .reshape([-1, gamma.shape[0]])
    .sub(mean)
    .div(variance.add(eps).sqrt())
    .mul(gamma)
    .add(beta)
    .reshape(x.shape);
  if (o.residual) y = y.add(o.residual);
  if (o.relu) y = tf.relu(y);
  return y as T;
}
