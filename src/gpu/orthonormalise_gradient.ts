/**
 * Backward of V = QR to V (Walter & Lehmann 2018): V̄ = (Q̄ + Q S) R⁻ᵀ with S = copyltu(−Q̄ᵀQ), where copyltu mirrors the
 * lower triangle upwards. Up to 64 columns in three dispatches: with X = R⁻ᵀ, which the forward pass leaves, and Y = S X,
 * both small, V̄ = Q̄ X + Q Y.
 */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { runGroups, WORKGROUP } from './program';
import { partsOf, tallTimesSmall, upperProducts } from './tall_products';

/** Rows of Y that a workgroup computes, one of its columns a lane. */
const ROWS = 8;

/** QᵀQ̄ in parts, and X -> Y = S X [M,M]. */
function mirroredTimes(
  backend: WebGPUBackend,
  parts: tf.TensorInfo,
  x: tf.TensorInfo,
  rows: number,
): tf.TensorInfo {
  const [size] = x.shape as [number, number];
  return runGroups(backend, {
    key: 'orthonormaliseMirrored',
    inputs: [
      { name: 'products', tensor: parts, width: 1 },
      { name: 'X', tensor: x, width: 1 },
    ],
    outputs: [{ name: 'Y', shape: [size, size], width: 1 }],
    groups: Math.ceil(size / ROWS),
    integers: { size, parts: partsOf(rows) },
    code: () => `
    var<workgroup> S : array<f32, ${ROWS * WORKGROUP}>;
    fn run(group : i32, lane : i32) {
      let M = uniforms.size;
      let first = group * ${ROWS};
      let end = min(first + ${ROWS}, M);
      if (lane < M) {
        for (var i = first; i < end; i++) {
          let at = min(i, lane) * M + max(i, lane);
          var sum = 0.0;
          for (var part = 0; part < uniforms.parts; part++) { sum += products[part * M * M + at]; }
          S[(i - first) * ${WORKGROUP} + lane] = -sum;
        }
      }
      workgroupBarrier();
      if (lane < M) {
        for (var i = first; i < end; i++) {
          var sum = 0.0;
          for (var k = 0; k < M; k++) { sum += S[(i - first) * ${WORKGROUP} + k] * X[k * M + lane]; }
          Y[i * M + lane] = sum;
        }
      }
    }`,
  })[0]!;
}

/** q, R⁻ᵀ as the forward pass leaves it, and the gradient to q [D,M], M ≤ 64 -> the gradient to v. The caller disposes it. */
export function orthonormalGradient(
  backend: WebGPUBackend,
  q: tf.TensorInfo,
  x: tf.TensorInfo,
  qBar: tf.TensorInfo,
): tf.TensorInfo {
  const parts = upperProducts(backend, [q, qBar]);
  const y = mirroredTimes(backend, parts, x, q.shape[0]!);
  const vBar = tallTimesSmall(backend, [
    { a: qBar, x, triangle: 'lower' },
    { a: q, x: y, triangle: 'both' },
  ]);
  for (const { dataId } of [parts, y]) backend.disposeData(dataId);
  return vBar;
}
