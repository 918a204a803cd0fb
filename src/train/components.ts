/** What of f lies along the directions of time, and what across them. */
import * as tf from '@tensorflow/tfjs';
import { orthonormalise } from '../gpu/orthonormalise';

/** [N,D] row-major each. */
export interface TimeComponents {
  readonly encoded: Float32Array;
  readonly invariant: Float32Array;
}

/**
 * The time-encoded component f D Dᵀ and the time-invariant one f − f D Dᵀ, of f [N,D] and directions [D,M]. Directions that
 * were learnt without orthogonalisation (`orthonormal` false) stand for what they span: both are then projections as well.
 */
export async function timeComponents(
  f: tf.Tensor2D,
  directions: tf.Tensor2D,
  orthonormal: boolean,
): Promise<TimeComponents> {
  const { along, across } = tf.tidy(() => {
    const d = orthonormal ? directions : orthonormalise(directions);
    const component = tf.matMul(tf.matMul(f, d), d, false, true);
    return { along: component, across: f.sub(component) };
  });
  try {
    const [encoded, invariant] = (await Promise.all([along.data(), across.data()])) as Float32Array[];
    return { encoded: encoded!, invariant: invariant! };
  } finally {
    tf.dispose([along, across]);
  }
}
