/** How often the positives win: a number to look at, without a gradient. */
import type * as tf from '@tensorflow/tfjs';
import { onWebGpu, OPERATION, run } from './operations';
import { runGroups, runProgram, webgpuBackend, WORKGROUP } from './program';

onWebGpu(OPERATION.positivesWin, ({ inputs }) => {
  const backend = webgpuBackend('positivesWin');
  const { positives, negatives } = inputs as { positives: tf.TensorInfo; negatives: tf.TensorInfo };
  const [queries, perQuery] = positives.shape as [number, number];
  const [wins] = runGroups(backend, {
    key: 'positivesWinRows',
    inputs: [
      { name: 'positives', tensor: positives, width: 1 },
      { name: 'negatives', tensor: negatives, width: 1 },
    ],
    outputs: [{ name: 'result', shape: [queries], width: 1 }],
    groups: queries,
    integers: { perQuery, keys: negatives.shape[1]! },
    code: () => `
    var<workgroup> shares : array<f32, ${WORKGROUP}>;
    fn run(query : i32, lane : i32) {
      let begin = query * uniforms.keys;
      var highest = negatives[begin];
      for (var at = begin + lane; at < begin + uniforms.keys; at += ${WORKGROUP}) {
        highest = max(highest, negatives[at]);
      }
      shares[lane] = highest;
      workgroupBarrier();
      if (lane == 0) {
        for (var i = 1; i < ${WORKGROUP}; i++) { highest = max(highest, shares[i]); }
        var sum = 0.0;
        for (var p = 0; p < uniforms.perQuery; p++) { sum += positives[query * uniforms.perQuery + p]; }
        result[query] = select(0.0, 1.0, sum / f32(uniforms.perQuery) > highest);
      }
    }`,
  }) as [tf.TensorInfo];
  const part = runProgram(backend, {
    key: 'positivesWin',
    inputs: [{ name: 'wins', tensor: wins, width: 1 }],
    output: { shape: [], width: 1 },
    threads: 1,
    integers: { queries },
    code: () => `
    fn run(index : i32) {
      var sum = 0.0;
      for (var query = 0; query < uniforms.queries; query++) { sum += wins[query]; }
      result[0] = sum / f32(uniforms.queries);
    }`,
  });
  backend.disposeData(wins.dataId);
  return part;
});

/**
 * Part of the queries whose positives are, on the mean, nearer than every negative.
 *
 * @param positives – [B,P] similarities.
 * @param negatives – [B,Q].
 * @returns a scalar, 0 … 1; the caller (or its tidy) disposes it. Not differentiable. Needs WebGPU, or the kernels of src/cpu.
 */
export function positivesWin(positives: tf.Tensor2D, negatives: tf.Tensor2D): tf.Scalar {
  return run(OPERATION.positivesWin, { positives, negatives })[0] as tf.Scalar;
}
