/** The second pass of a reduction: adds partial results in their order, the same order every time. */
import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { runProgram, widthOf } from './program';

/** [parts, ...shape] -> shape. The caller disposes `inParts`. */
export function sumOfParts(
  backend: WebGPUBackend,
  inParts: tf.TensorInfo,
  parts: number,
  shape: readonly number[],
): tf.TensorInfo {
  const size = tf.util.sizeFromShape([...shape]);
  const width = widthOf(size);
  return runProgram(backend, {
    key: 'sumOfParts',
    inputs: [{ name: 'x', tensor: inParts, width }],
    output: { shape, width },
    threads: size / width,
    integers: { parts, step: size / width },
    code: () => `
      fn run(index : i32) {
        let step = uniforms.step;
        let parts = uniforms.parts;
        var sum = x[index];
        var at = index;
        for (var part = 1; part < parts; part++) {
          at += step;
          sum += x[at];
        }
        result[index] = sum;
      }`,
  });
}
