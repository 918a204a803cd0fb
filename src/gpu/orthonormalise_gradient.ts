/**
 * Backward of V = QR to V (Walter & Lehmann 2018): V̄ = (Q̄ + Q S) R⁻ᵀ with S = copyltu(−Q̄ᵀQ), where copyltu mirrors the
 * lower triangle upwards. Up to 64 columns in three dispatches: with X = R⁻ᵀ and Y = S X, both small, V̄ = Q̄ X + Q Y.
 */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { TRIANGLE } from './orthonormalise_forward';
import { runGroups } from './program';
import { partsOf, tallTimesSmall, upperProducts } from './tall_products';

/** A column whose remainder is shorter than this part of it counts as dependent: its gradient is bounded by that, not infinite. */
export const DEPENDENT = 1e-5;

/** QᵀV and QᵀQ̄ in parts -> X and Y [M,M]. One lane computes a column of each. */
function smallFactors(
  backend: WebGPUBackend,
  parts: tf.TensorInfo,
  rows: number,
  size: number,
): [x: tf.TensorInfo, y: tf.TensorInfo, mirrored: tf.TensorInfo] {
  return runGroups(backend, {
    key: 'orthonormaliseFactors',
    inputs: [{ name: 'products', tensor: parts, width: 1 }],
    outputs: ['X', 'Y', 'S'].map((name) => ({ name, shape: [size, size], width: 1 as const })),
    groups: 1,
    integers: { size, parts: partsOf(rows) },
    code: () => `
    // Rᵀ, packed row by row; a diagonal element is inverted.
    var<workgroup> lower : array<f32, ${TRIANGLE}>;
    fn at(row : i32, column : i32) -> i32 { return row * (row + 1) / 2 + column; }
    fn product(which : i32, row : i32, column : i32) -> f32 {
      let M = uniforms.size;
      var sum = 0.0;
      for (var part = 0; part < uniforms.parts; part++) {
        sum += products[((part * 2 + which) * M + row) * M + column];
      }
      return sum;
    }
    fn run(group : i32, lane : i32) {
      let M = uniforms.size;
      if (lane < M) {
        var squares = 0.0;
        for (var k = 0; k <= lane; k++) {
          let r = product(0, k, lane);
          lower[at(lane, k)] = r;
          squares += r * r;
          let s = -product(1, k, lane);
          S[k * M + lane] = s;
          S[lane * M + k] = s;
        }
        // The diagonal of R is the length that was left of a column. A column of zeros has no gradient.
        let left = max(lower[at(lane, lane)], sqrt(squares) * ${DEPENDENT});
        lower[at(lane, lane)] = select(0.0, 1.0 / left, left > 1e-30);
      }
      storageBarrier();
      workgroupBarrier();
      if (lane < M) {
        for (var i = 0; i < lane; i++) { X[i * M + lane] = 0.0; }
        X[lane * M + lane] = lower[at(lane, lane)];
        for (var i = lane + 1; i < M; i++) {
          var sum = 0.0;
          for (var k = lane; k < i; k++) { sum += lower[at(i, k)] * X[k * M + lane]; }
          X[i * M + lane] = -sum * lower[at(i, i)];
        }
        for (var i = 0; i < M; i++) {
          var sum = 0.0;
          for (var k = lane; k < M; k++) { sum += S[i * M + k] * X[k * M + lane]; }
          Y[i * M + lane] = sum;
        }
      }
    }`,
  }) as [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo];
}

/** v, q and the gradient to q, [D,M] each, M ≤ 64 -> the gradient to v. The caller disposes it. */
export function orthonormalGradient(
  backend: WebGPUBackend,
  v: tf.TensorInfo,
  q: tf.TensorInfo,
  qBar: tf.TensorInfo,
): tf.TensorInfo {
  const [rows, size] = v.shape as [number, number];
  const parts = upperProducts(backend, [
    [q, v],
    [q, qBar],
  ]);
  const [x, y, mirrored] = smallFactors(backend, parts, rows, size);
  const vBar = tallTimesSmall(
    backend,
    [
      [qBar, x],
      [q, y],
    ],
    false,
  );
  for (const { dataId } of [parts, x, y, mirrored]) backend.disposeData(dataId);
  return vBar;
}
