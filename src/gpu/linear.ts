/** A linear map with its bias and the ReLU behind it: one dispatch forward, three backward. */
import * as tf from '@tensorflow/tfjs';
import { runPrograms, webgpuBackend } from './program';

const KERNEL = 'Linear';

interface Attributes {
  readonly relu: boolean;
}

/** m = dy where the ReLU let it through (dy itself without one), and its sum over rows [out]. */
function maskedSums(dy: tf.Tensor, y: tf.Tensor, relu: boolean): [masked: tf.Tensor2D, sums: tf.Tensor] {
  const [rows, columns] = dy.shape as [number, number];
  const found = runPrograms(webgpuBackend('the gradient of linearMap'), {
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
  }).map((info) => tf.engine().makeTensorFromTensorInfo(info));
  return [(found[1] ?? dy) as tf.Tensor2D, found[0]!];
}

tf.registerKernel({
  kernelName: KERNEL,
  backendName: 'webgpu',
  kernelFunc: ({ inputs, attrs }) => {
    const { x, weight, bias } = inputs as Record<string, tf.TensorInfo>;
    const { relu } = attrs as unknown as Attributes;
    // The backend's own: tf.fused takes it apart again wherever gradients are recorded.
    return tf.getKernel(tf._FusedMatMul, 'webgpu').kernelFunc({
      backend: webgpuBackend('linearMap'),
      inputs: { a: x!, b: weight!, bias: bias! },
      attrs: { transposeA: false, transposeB: true, activation: relu ? 'relu' : 'linear' },
    });
  },
});

tf.registerGradient({
  kernelName: KERNEL,
  inputsToSave: ['x', 'weight'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [x, weight, y] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const { relu } = attrs as unknown as Attributes;
    const [masked, sums] = maskedSums(dy as tf.Tensor, y, relu);
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
 * @throws RangeError when the shapes do not match. Needs the WebGPU backend.
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
  return tf.engine().runKernel(KERNEL, { x, weight, bias }, { relu });
}
