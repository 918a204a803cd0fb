/** Scales each tensor's part of a flat gradient by how long the tensor and its gradient are (LARS, You 2017). */
import * as tf from '@tensorflow/tfjs';
import { onWebGpu, OPERATION, run } from './operations';
import { runGroups, runProgram, webgpuBackend, WORKGROUP } from './program';

/** Elements that one workgroup adds up. */
const STRETCH = 4096;

/** Where a tensor lies in the flat buffers. */
export interface Extent {
  readonly offset: number;
  readonly size: number;
  /** False: its gradient stays as it is. */
  readonly scaled: boolean;
}

export interface TrustSettings {
  readonly trust: number;
  readonly weightDecay: number;
}

/** Each tensor in stretches of at most STRETCH elements: [offset, end, tensor] each, and the first and end stretch of every tensor. */
function stretchesOf(extents: readonly Extent[]): { stretches: Int32Array; tensors: Int32Array } {
  const stretches: number[] = [];
  const tensors: number[] = [];
  extents.forEach(({ offset, size, scaled }, tensor) => {
    const first = stretches.length / 3;
    for (let at = offset; at < offset + size; at += STRETCH) {
      stretches.push(at, Math.min(at + STRETCH, offset + size), tensor);
    }
    tensors.push(first, stretches.length / 3, scaled ? 1 : 0);
  });
  return { stretches: Int32Array.from(stretches), tensors: Int32Array.from(tensors) };
}

export interface TrustAttributes extends TrustSettings {
  readonly extents: readonly Extent[];
}

onWebGpu<TrustAttributes>(OPERATION.trustScaled, ({ inputs, attrs }) => {
  const { extents, trust, weightDecay } = attrs;
  const { weights, gradient, decay } = inputs as Record<'weights' | 'gradient' | 'decay', tf.TensorInfo>;
  const backend = webgpuBackend('trustScaled');
  const tables = stretchesOf(extents);
  const [stretches, tensors] = [tf.tensor1d(tables.stretches, 'int32'), tf.tensor1d(tables.tensors, 'int32')];
  const groups = tables.stretches.length / 3;
  const flat = [
    { name: 'w', tensor: weights, width: 1 },
    { name: 'g', tensor: gradient, width: 1 },
  ] as const;
  const table = { name: 'stretches', tensor: stretches, width: 1 } as const;
  const [squares] = runGroups(backend, {
    key: 'trustSquares',
    inputs: [...flat, table],
    outputs: [{ name: 'result', shape: [groups, 2], width: 1 }],
    groups,
    code: () => `
    var<workgroup> sums : array<vec2<f32>, ${WORKGROUP}>;
    fn run(group : i32, lane : i32) {
      let end = stretches[group * 3 + 1];
      var sum = vec2<f32>();
      for (var i = stretches[group * 3] + lane; i < end; i += ${WORKGROUP}) {
        let pair = vec2<f32>(w[i], g[i]);
        sum += pair * pair;
      }
      sums[lane] = sum;
      workgroupBarrier();
      if (lane == 0) {
        for (var i = 1; i < ${WORKGROUP}; i++) { sum += sums[i]; }
        result[group * 2] = sum.x;
        result[group * 2 + 1] = sum.y;
      }
    }`,
  }) as [tf.TensorInfo];
  const ratios = runProgram(backend, {
    key: 'trustRatios',
    inputs: [
      { name: 'squares', tensor: squares, width: 1 },
      { name: 'tensors', tensor: tensors, width: 1 },
    ],
    output: { shape: [extents.length], width: 1 },
    threads: extents.length,
    floats: { trust, weightDecay },
    varying: true,
    code: () => `
    fn run(index : i32) {
      var sum = vec2<f32>();
      for (var i = tensors[index * 3]; i < tensors[index * 3 + 1]; i++) {
        sum += vec2<f32>(squares[i * 2], squares[i * 2 + 1]);
      }
      let lengths = sqrt(sum);
      let scaled = tensors[index * 3 + 2] == 1 && lengths.x > 0.0 && lengths.y > 0.0;
      let ratio = uniforms.trust * lengths.x / (lengths.y + uniforms.weightDecay * lengths.x);
      result[index] = select(1.0, ratio, scaled);
    }`,
  });
  const [result] = runGroups(backend, {
    key: 'trustScaled',
    inputs: [
      ...flat,
      { name: 'decay', tensor: decay, width: 1 },
      table,
      { name: 'ratios', tensor: ratios, width: 1 },
    ],
    outputs: [{ name: 'result', shape: weights.shape, width: 1 }],
    groups,
    floats: { weightDecay },
    varying: true,
    code: () => `
    fn run(group : i32, lane : i32) {
      let end = stretches[group * 3 + 1];
      let ratio = ratios[stretches[group * 3 + 2]];
      for (var i = stretches[group * 3] + lane; i < end; i += ${WORKGROUP}) {
        result[i] = (g[i] + w[i] * decay[i] * uniforms.weightDecay) * ratio;
      }
    }`,
  }) as [tf.TensorInfo];
  backend.disposeData(squares.dataId);
  backend.disposeData(ratios.dataId);
  tf.dispose([stretches, tensors]);
  return result;
});

/**
 * (g + λ · decay · w) · r for each tensor, r = trust · ‖w‖ / (‖g‖ + λ‖w‖), and 1 where the tensor is not scaled or where
 * w or g is zero: such a tensor has no direction to be scaled.
 *
 * @param extents – tensors that cover the buffers without gaps.
 * @returns [size]; the caller (or its tidy) disposes it. Needs WebGPU, or the kernels of src/cpu.
 */
export function trustScaled(
  weights: tf.Tensor1D,
  gradient: tf.Tensor1D,
  decay: tf.Tensor1D,
  extents: readonly Extent[],
  settings: TrustSettings,
): tf.Tensor1D {
  const attributes: TrustAttributes = { extents, ...settings };
  return run(OPERATION.trustScaled, { weights, gradient, decay }, attributes)[0] as tf.Tensor1D;
}
