/**
 * Orthonormal basis of up to 64 columns in four dispatches. V = QR by the Cholesky factor of VᵀV is products alone, and
 * as good as Gram-Schmidt while no column nearly depends on those before it. Where one does, the last dispatch does
 * classical Gram-Schmidt, each column cleaned twice, instead; else it ends at once.
 */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { runGroups, WORKGROUP } from './program';
import { partsOf, tallTimesSmall, upperProducts } from './tall_products';

/** Columns that one workgroup factors, one a lane. */
export const MOST_COLUMNS = WORKGROUP;
/**
 * Elements of a lower triangle, packed row by row. It lies in storage: a software adapter compiles a third of a millisecond
 * for each element of workgroup memory, because it writes the first zero of each by code of its own.
 */
const triangle = (size: number) => (size * (size + 1)) / 2;
/** Part of a column's squared length that must be left after projection for the Cholesky factor to be trusted. */
const LEAST_LEFT = 0.1;
/** A column whose remainder is shorter than this part of it counts as dependent: its gradient is bounded by that, not infinite. */
export const DEPENDENT = 1e-5;

interface Factor {
  /** R⁻¹ and R⁻ᵀ [M,M]. */
  readonly inverse: tf.TensorInfo;
  readonly transposed: tf.TensorInfo;
  /** 1 instead of 0 where the factor cannot be trusted. */
  readonly distrust: tf.TensorInfo;
  /** Rᵀ, packed row by row. */
  readonly lower: tf.TensorInfo;
}

/** Of VᵀV in parts. The caller disposes all of it. */
function invertedFactor(
  backend: WebGPUBackend,
  gramParts: tf.TensorInfo,
  rows: number,
  size: number,
): Factor {
  const [inverse, transposed, distrust, lower] = runGroups(backend, {
    key: 'invertedFactor',
    inputs: [{ name: 'gram', tensor: gramParts, width: 1 }],
    outputs: [
      { name: 'inverse', shape: [size, size], width: 1 },
      { name: 'transposed', shape: [size, size], width: 1 },
      { name: 'distrust', shape: [1], width: 1 },
      { name: 'lower', shape: [triangle(size)], width: 1 },
    ],
    groups: 1,
    integers: { size, parts: partsOf(rows) },
    code: () => `
    var<workgroup> pivot : f32;
    var<workgroup> poor : f32;
    fn at(row : i32, column : i32) -> i32 { return row * (row + 1) / 2 + column; }
    fn run(group : i32, lane : i32) {
      let M = uniforms.size;
      if (lane == 0) { poor = 0.0; }
      if (lane < M) {
        for (var k = 0; k <= lane; k++) {
          var sum = gram[k * M + lane];
          for (var part = 1; part < uniforms.parts; part++) { sum += gram[(part * M + k) * M + lane]; }
          lower[at(lane, k)] = sum;
        }
      }
      storageBarrier();
      workgroupBarrier();
      for (var j = 0; j < M; j++) {
        let below = lane >= j && lane < M;
        var left = 0.0;
        if (below) {
          let whole = lower[at(lane, j)];
          left = whole;
          for (var k = 0; k < j; k++) { left -= lower[at(lane, k)] * lower[at(j, k)]; }
          if (lane == j) {
            if (!(left > ${LEAST_LEFT} * whole)) { poor = 1.0; }
            pivot = sqrt(max(left, 1e-30));
          }
        }
        workgroupBarrier();
        if (below) { lower[at(lane, j)] = select(left / pivot, pivot, lane == j); }
        storageBarrier();
        workgroupBarrier();
      }
      if (lane == 0) { distrust[0] = poor; }
      if (lane < M) {
        // Row \`lane\` of R⁻¹ is column \`lane\` of L⁻¹: no other lane has to wait for it.
        let to = lane * M;
        for (var i = 0; i < lane; i++) {
          inverse[to + i] = 0.0;
          transposed[i * M + lane] = 0.0;
        }
        inverse[to + lane] = 1.0 / lower[at(lane, lane)];
        transposed[to + lane] = inverse[to + lane];
        for (var i = lane + 1; i < M; i++) {
          var sum = 0.0;
          for (var k = lane; k < i; k++) { sum += lower[at(i, k)] * inverse[to + k]; }
          inverse[to + i] = -sum / lower[at(i, i)];
          transposed[i * M + lane] = inverse[to + i];
        }
      }
    }`,
  }) as [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo, tf.TensorInfo];
  return { inverse, transposed, distrust, lower };
}

/** Overwrites q and R⁻ᵀ where the factor was not trusted. One workgroup walks the columns; every barrier is in uniform control flow. */
function gramSchmidtWhereNeeded(
  backend: WebGPUBackend,
  v: tf.TensorInfo,
  { distrust, transposed, lower }: Factor,
  q: tf.TensorInfo,
): void {
  const [rows, size] = v.shape as [number, number];
  runGroups(backend, {
    key: 'gramSchmidt',
    inputs: [
      { name: 'v', tensor: v, width: 1 },
      { name: 'distrust', tensor: distrust, width: 1 },
    ],
    outputs: [
      { name: 'q', shape: q.shape, width: 1, into: q },
      { name: 'transposed', shape: transposed.shape, width: 1, into: transposed },
      { name: 'lower', shape: lower.shape, width: 1, into: lower },
    ],
    groups: 1,
    integers: { rows, size },
    code: () => `
    var<workgroup> dots : array<f32, ${MOST_COLUMNS}>;
    var<workgroup> squares : array<f32, ${WORKGROUP}>;
    fn at(row : i32, column : i32) -> i32 { return row * (row + 1) / 2 + column; }
    fn run(group : i32, lane : i32) {
      if (distrust[0] == 0.0) { return; }
      let D = uniforms.rows;
      let M = uniforms.size;
      for (var j = 0; j < M; j++) {
        for (var d = lane; d < D; d += ${WORKGROUP}) { q[d * M + j] = v[d * M + j]; }
        // What the column was divided by so far.
        var length = 1.0;
        for (var cleaning = 0; cleaning < 2; cleaning++) {
          storageBarrier();
          workgroupBarrier();
          if (lane < j) {
            var dot = 0.0;
            for (var d = 0; d < D; d++) { dot += q[d * M + lane] * q[d * M + j]; }
            dots[lane] = dot;
            if (cleaning == 0) { lower[at(j, lane)] = dot; } else { lower[at(j, lane)] += length * dot; }
          }
          storageBarrier();
          workgroupBarrier();
          var square = 0.0;
          for (var d = lane; d < D; d += ${WORKGROUP}) {
            var left = q[d * M + j];
            for (var i = 0; i < j; i++) { left -= q[d * M + i] * dots[i]; }
            q[d * M + j] = left;
            square += left * left;
          }
          squares[lane] = square;
          workgroupBarrier();
          var total = 0.0;
          for (var i = 0; i < ${WORKGROUP}; i++) { total += squares[i]; }
          let scale = select(0.0, inverseSqrt(total), total > 0.0);
          for (var d = lane; d < D; d += ${WORKGROUP}) { q[d * M + j] *= scale; }
          length *= sqrt(total);
        }
        if (lane == j) { lower[at(j, j)] = length; }
      }
      storageBarrier();
      workgroupBarrier();
      if (lane < M) {
        var square = 0.0;
        for (var k = 0; k <= lane; k++) { square += lower[at(lane, k)] * lower[at(lane, k)]; }
        // A column of zeros has no gradient.
        let left = max(lower[at(lane, lane)], sqrt(square) * ${DEPENDENT});
        squares[lane] = select(0.0, 1.0 / left, left > 1e-30);
      }
      workgroupBarrier();
      if (lane < M) {
        for (var i = 0; i < lane; i++) { transposed[i * M + lane] = 0.0; }
        transposed[lane * M + lane] = squares[lane];
        for (var i = lane + 1; i < M; i++) {
          var sum = 0.0;
          for (var k = lane; k < i; k++) { sum += lower[at(i, k)] * transposed[k * M + lane]; }
          transposed[i * M + lane] = -sum * squares[i];
        }
      }
    }`,
  });
}

/** v [D,M], M ≤ MOST_COLUMNS -> q [D,M], and R⁻ᵀ [M,M] for the gradient. The caller disposes them. */
export function orthonormalColumns(
  backend: WebGPUBackend,
  v: tf.TensorInfo,
): [q: tf.TensorInfo, transposed: tf.TensorInfo] {
  const [rows, size] = v.shape as [number, number];
  const gram = upperProducts(backend, [v, v]);
  const factor = invertedFactor(backend, gram, rows, size);
  const { inverse, transposed, distrust, lower } = factor;
  const q = tallTimesSmall(backend, [{ a: v, x: inverse, triangle: 'upper' }]);
  gramSchmidtWhereNeeded(backend, v, factor, q);
  for (const { dataId } of [gram, inverse, distrust, lower]) backend.disposeData(dataId);
  return [q, transposed];
}
