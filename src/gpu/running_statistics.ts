/** Moves the running statistics of all batch norms of a branch towards what a training pass saw, in one dispatch. */
import type * as tf from '@tensorflow/tfjs';
import { onWebGpu, OPERATION, run } from './operations';
import { runProgram, webgpuBackend } from './program';

export interface MovedAttributes {
  readonly momentum: number;
}

onWebGpu<MovedAttributes>(OPERATION.movedStatistics, ({ inputs, attrs: { momentum } }) => {
  const { running, batch, unbias } = inputs;
  const channels = unbias!.shape[0]!;
  return runProgram(webgpuBackend('movedStatistics'), {
    key: 'movedStatistics',
    inputs: [
      { name: 'running', tensor: running!, width: 1 },
      { name: 'seen', tensor: batch!, width: 1 },
      { name: 'unbias', tensor: unbias!, width: 1 },
    ],
    output: { shape: [2, channels], width: 1 },
    threads: 2 * channels,
    integers: { channels },
    floats: { momentum },
    code: () => `
    fn run(index : i32) {
      let isVariance = index >= uniforms.channels;
      let factor = select(1.0, unbias[index % uniforms.channels], isVariance);
      result[index] = running[index] * (1.0 - uniforms.momentum) + seen[index] * factor * uniforms.momentum;
    }`,
  });
});

/**
 * running ← (1 − momentum) · running + momentum · batch, the variance made unbiased first.
 *
 * @param running – [2,C]: mean and variance.
 * @param batch – [2,C]: mean and biased variance.
 * @param unbias – [C]: n / (n − 1) of each channel.
 * @returns [2,C]; the caller (or its tidy) disposes it. Needs WebGPU, or the kernels of src/cpu.
 */
export function movedStatistics(
  running: tf.Tensor2D,
  batch: tf.Tensor2D,
  unbias: tf.Tensor1D,
  momentum: number,
): tf.Tensor2D {
  return run(OPERATION.movedStatistics, { running, batch, unbias }, { momentum })[0] as tf.Tensor2D;
}
