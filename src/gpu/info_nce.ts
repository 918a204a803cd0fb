/** InfoNCE from similarities, with its gradient: a workgroup a query. */
import * as tf from '@tensorflow/tfjs';
import { onWebGpu, OPERATION, run } from './operations';
import { runGroups, runProgram, webgpuBackend, WORKGROUP, type Input } from './program';

function inputsOf(positives: tf.TensorInfo, negatives: tf.TensorInfo): Input[] {
  return [
    { name: 'positives', tensor: positives, width: 1 },
    { name: 'negatives', tensor: negatives, width: 1 },
  ];
}

function sizesOf(positives: tf.TensorInfo, negatives: tf.TensorInfo) {
  return { queries: positives.shape[0]!, perQuery: positives.shape[1]!, keys: negatives.shape[1]! };
}

/** [loss, rows [B,2]]: of each query the log of its negatives' sum, and its positives' losses added up. */
function forward(positives: tf.TensorInfo, negatives: tf.TensorInfo): tf.TensorInfo[] {
  const backend = webgpuBackend('infoNce');
  const sizes = sizesOf(positives, negatives);
  const [rows] = runGroups(backend, {
    key: 'infoNceRows',
    inputs: inputsOf(positives, negatives),
    outputs: [{ name: 'result', shape: [sizes.queries, 2], width: 1 }],
    groups: sizes.queries,
    integers: sizes,
    code: () => `
    var<workgroup> shares : array<f32, ${WORKGROUP}>;
    fn run(query : i32, lane : i32) {
      let begin = query * uniforms.keys;
      let end = begin + uniforms.keys;
      var highest = negatives[begin];
      for (var at = begin + lane; at < end; at += ${WORKGROUP}) { highest = max(highest, negatives[at]); }
      shares[lane] = highest;
      workgroupBarrier();
      for (var i = 0; i < ${WORKGROUP}; i++) { highest = max(highest, shares[i]); }
      workgroupBarrier();
      var sum = 0.0;
      for (var at = begin + lane; at < end; at += ${WORKGROUP}) { sum += exp(negatives[at] - highest); }
      shares[lane] = sum;
      workgroupBarrier();
      if (lane == 0) {
        for (var i = 1; i < ${WORKGROUP}; i++) { sum += shares[i]; }
        let together = highest + log(sum);
        // −log(e^p / (e^p + Σe^n)) = softplus(log Σe^n − p): no exponential can overflow.
        var loss = 0.0;
        for (var p = 0; p < uniforms.perQuery; p++) {
          let z = together - positives[query * uniforms.perQuery + p];
          loss += max(z, 0.0) + log(1.0 + exp(-abs(z)));
        }
        result[query * 2] = together;
        result[query * 2 + 1] = loss;
      }
    }`,
  }) as [tf.TensorInfo];
  const loss = runProgram(backend, {
    key: 'infoNceMean',
    inputs: [{ name: 'rows', tensor: rows, width: 1 }],
    output: { shape: [], width: 1 },
    threads: 1,
    integers: sizes,
    code: () => `
    fn run(index : i32) {
      var sum = 0.0;
      for (var query = 0; query < uniforms.queries; query++) { sum += rows[query * 2 + 1]; }
      result[0] = sum / f32(uniforms.queries * uniforms.perQuery);
    }`,
  });
  return [loss, rows];
}

/** With σ = 1 / (1 + e^(p − log Σe^n)): −σ to each positive, and Σσ · e^n / Σe^n to each negative, over B·P. */
function gradients(
  dy: tf.TensorInfo,
  positives: tf.TensorInfo,
  negatives: tf.TensorInfo,
  rows: tf.TensorInfo,
): tf.TensorInfo[] {
  const sizes = sizesOf(positives, negatives);
  return runGroups(webgpuBackend('the gradient of infoNce'), {
    key: 'infoNceGradient',
    inputs: [
      ...inputsOf(positives, negatives),
      { name: 'rows', tensor: rows, width: 1 },
      { name: 'dy', tensor: dy, width: 1 },
    ],
    outputs: [
      { name: 'dPositives', shape: positives.shape, width: 1 },
      { name: 'dNegatives', shape: negatives.shape, width: 1 },
    ],
    groups: sizes.queries,
    integers: sizes,
    code: () => `
    fn run(query : i32, lane : i32) {
      let together = rows[query * 2];
      let share = dy[0] / f32(uniforms.queries * uniforms.perQuery);
      var sum = 0.0;
      for (var p = 0; p < uniforms.perQuery; p++) {
        let at = query * uniforms.perQuery + p;
        // Beyond 80 the exponential has no float32, and what it gives no digit.
        let ahead = positives[at] - together;
        let wrong = select(1.0 / (1.0 + exp(min(ahead, 80.0))), 0.0, ahead > 80.0);
        sum += wrong;
        if (lane == 0) { dPositives[at] = -wrong * share; }
      }
      let end = (query + 1) * uniforms.keys;
      for (var at = query * uniforms.keys + lane; at < end; at += ${WORKGROUP}) {
        dNegatives[at] = exp(negatives[at] - together) * sum * share;
      }
    }`,
  });
}

onWebGpu(OPERATION.infoNce, ({ inputs }) => forward(inputs.positives!, inputs.negatives!));

onWebGpu(OPERATION.infoNceGradient, ({ inputs: { dy, positives, negatives, rows } }) =>
  gradients(dy!, positives!, negatives!, rows!),
);

tf.registerGradient({
  kernelName: OPERATION.infoNce,
  inputsToSave: ['positives', 'negatives'],
  outputsToSave: [false, true],
  gradFunc: (dys, saved) => {
    const [positives, negatives, rows] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const dy = (dys as tf.Tensor[])[0]!;
    const found = run(OPERATION.infoNceGradient, { dy, positives, negatives, rows });
    return { positives: () => found[0]!, negatives: () => found[1]! };
  },
});

/**
 * Mean over queries and positives of −log( e^p / (e^p + Σ e^n) ) (Eq. 6, as He 2020 and Feichtenhofer 2021 have it).
 *
 * @param positives – [B,P]: similarity / temperature of each query with its positives.
 * @param negatives – [B,Q], with the keys of the queue.
 * @returns a scalar in nats; the caller (or its tidy) disposes it. Needs WebGPU, or the kernels of src/cpu.
 */
export function infoNce(positives: tf.Tensor2D, negatives: tf.Tensor2D): tf.Scalar {
  const [loss, rows] = run(OPERATION.infoNce, { positives, negatives });
  rows!.dispose();
  return loss as tf.Scalar;
}
