/** A linear map with its bias and the ReLU behind it: one dispatch forward, three backward. */
import * as tf from '@tensorflow/tfjs';
import { onWebGpu, OPERATION, run } from './operations';
import { runPrograms, webgpuBackend } from './program';

export interface LinearAttributes {
  readonly relu: boolean;
}

/** The sum over rows [out] of m, dy where the ReLU let it through; and with a ReLU m itself. */
onWebGpu<LinearAttributes>(OPERATION.linearSums, ({ inputs, attrs: { relu } }) => {
  const { dy, y } = inputs as { dy: tf.TensorInfo; y: tf.TensorInfo };
  const [rows, columns] = dy.shape as [number, number];
  return runPrograms(webgpuBackend('the gradient of linearMap'), {
    key: `linearMasked_${relu}`,
    inputs: [
      { name: 'dy', tensor: dy, width: 1 },
      ...(relu ? [{ name: 'y', tensor: y, width: 1 as const }] : []),
    ],
    outputs: [
      { name: 'sums', shape: [columns], width: 1 },
      ...(relu ? [{ name: 'masked', shape: dy.shape, width: 1 as const }] : []),
    ],
    threads: columns,
    integers: { rows, columns },
    code: () => `
    fn run(column : i32) {
      var sum = 0.0;
      for (var row = 0; row < uniforms.rows; row++) {
        let at = row * uniforms.columns + column;
        ${relu ? 'let m = select(0.0, dy[at], y[at] > 0.0); masked[at] = m;' : 'let m = dy[at];'}
        sum += m;
      }
      sums[column] = sum;
    }`,
  });
});

onWebGpu<LinearAttributes>(OPERATION.linear, ({ inputs, attrs: { relu } }) => {
  const { x, weight, bias } = inputs;
  // The backend's own: tf.fused takes it apart again wherever gradients are recorded.
  return tf.getKernel(tf._FusedMatMul, 'webgpu').kernelFunc({
    backend: webgpuBackend('linearMap'),
    inputs: { a: x!, b: weight!, bias: bias! },
    attrs: { transposeA: false, transposeB: true, activation: relu ? 'relu' : 'linear' },
  });
});

tf.registerGradient({
  kernelName: OPERATION.linear,
  inputsToSave: ['x', 'weight'],
  outputsToSave: [true],
  gradFunc: (dys, saved, attrs) => {
    const dy = dys as tf.Tensor2D;
    const [x, weight, y] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const found = run(OPERATION.linearSums, { dy, y }, attrs);
    const [sums, masked = dy] = found as [tf.Tensor1D, tf.Tensor2D?];
    return {
      x: () => tf.matMul(masked, weight),
      weight: () => tf.matMul(masked, x, true, false),
      bias: () => sums,
    };
  },
});

/**
 * y = [relu](x Wᵀ + b), differentiable in all three.
 *
 * @param x – [B,in].
 * @param weight – [out,in], bias [out]: PyTorch's layout.
 * @returns [B,out]; the caller (or its tidy) disposes it.
 * @throws RangeError when the shapes do not match. Needs WebGPU, or the kernels of src/cpu.
 */
export function linearMap(
  x: tf.Tensor2D,
  weight: tf.Tensor2D,
  bias: tf.Tensor1D,
  relu: boolean,
): tf.Tensor2D {
  if (x.shape[1] !== weight.shape[1] || weight.shape[0] !== bias.shape[0]) {
    throw new RangeError(
      `linearMap(x, weight, bias): [${x.shape.join(', ')}] does not fit [${weight.shape.join(', ')}] and [${bias.shape.join(', ')}].`,
    );
  }
  return run(OPERATION.linear, { x, weight, bias }, { relu })[0] as tf.Tensor2D;
}
