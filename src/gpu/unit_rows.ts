/** Rows of unit length, with their gradient: a workgroup a row. */
import * as tf from '@tensorflow/tfjs';
import { onWebGpu, OPERATION, run } from './operations';
import { runGroups, webgpuBackend, WORKGROUP, type Input } from './program';

/** As F.normalize: shorter rows are divided by this. */
export const SHORTEST = 1e-12;

interface RowCode {
  /** What a lane adds up for its element `at`: of two things at once. */
  readonly share: string;
  /** The result of element `at`, by the row's `total`. */
  readonly result: string;
}

function byRows(
  key: string,
  inputs: readonly Input[],
  shape: readonly number[],
  { share, result }: RowCode,
): tf.TensorInfo {
  const size = shape[shape.length - 1]!;
  return runGroups(webgpuBackend(key), {
    key,
    inputs,
    outputs: [{ name: 'result', shape, width: 1 }],
    groups: tf.util.sizeFromShape([...shape]) / size,
    integers: { size },
    floats: { shortest: SHORTEST },
    code: () => `
    var<workgroup> shares : array<vec2<f32>, ${WORKGROUP}>;
    fn run(row : i32, lane : i32) {
      let end = (row + 1) * uniforms.size;
      var own = vec2<f32>();
      for (var at = row * uniforms.size + lane; at < end; at += ${WORKGROUP}) { own += ${share}; }
      shares[lane] = own;
      workgroupBarrier();
      var total = shares[0];
      for (var i = 1; i < ${WORKGROUP}; i++) { total += shares[i]; }
      let length = max(sqrt(total.x), uniforms.shortest);
      for (var at = row * uniforms.size + lane; at < end; at += ${WORKGROUP}) { result[at] = ${result}; }
    }`,
  })[0]!;
}

onWebGpu(OPERATION.unitRows, ({ inputs }) => {
  const x = inputs.x!;
  return byRows('unitRows', [{ name: 'x', tensor: x, width: 1 }], x.shape, {
    share: 'vec2<f32>(x[at] * x[at], 0.0)',
    result: 'x[at] / length',
  });
});

onWebGpu(OPERATION.unitRowsGradient, ({ inputs }) => {
  const { dy, x } = inputs as { dy: tf.TensorInfo; x: tf.TensorInfo };
  const given: Input[] = [
    { name: 'dy', tensor: dy, width: 1 },
    { name: 'x', tensor: x, width: 1 },
  ];
  return byRows('unitRowsGradient', given, x.shape, {
    share: 'vec2<f32>(x[at] * x[at], x[at] * dy[at])',
    // A row that was too short was divided by a constant.
    result: `(dy[at] - select(0.0, x[at] * (total.y / (length * length)), length > uniforms.shortest)) / length`,
  });
});

tf.registerGradient({
  kernelName: OPERATION.unitRows,
  inputsToSave: ['x'],
  gradFunc: (dy, saved) => {
    const [x] = saved as [tf.Tensor];
    return { x: () => run(OPERATION.unitRowsGradient, { dy: dy as tf.Tensor, x })[0]! };
  },
});

/** x / max(‖x‖, 1e-12) along the last axis of x [..., C], as x. The caller (or its tidy) disposes it. Needs WebGPU, or the kernels of src/cpu. */
export function unitRows<T extends tf.Tensor>(x: T): T {
  return run(OPERATION.unitRows, { x })[0] as T;
}
