/** Gram-Schmidt on the columns of a matrix and its gradient, on the CPU, in float64. */
import { OPERATION } from '../gpu/operations';
import { DEPENDENT } from '../gpu/orthonormalise_forward';
import { onCpu, written } from './heap';

/** [D,M] row-major -> its M columns, each D numbers behind each other. */
function columnsOf(matrix: Float32Array, size: number): Float64Array[] {
  const rows = matrix.length / size;
  return Array.from({ length: size }, (_, j) =>
    Float64Array.from({ length: rows }, (_, d) => matrix[d * size + j]!),
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!;
  return sum;
}

/** a ← a + factor · b. */
function add(a: Float64Array, factor: number, b: Float64Array): void {
  for (let d = 0; d < a.length; d++) a[d]! += factor * b[d]!;
}

/** R⁻ᵀ [M,M], lower triangular, of R [M,M] row-major. A column of zeros has none: its row stays zero. */
function invertedTransposed(r: Float64Array, size: number, transposed: Float32Array): void {
  const x = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    let squares = 0;
    for (let k = 0; k <= j; k++) squares += r[k * size + j]! ** 2;
    const left = Math.max(r[j * size + j]!, Math.sqrt(squares) * DEPENDENT);
    const inverse = left > 1e-30 ? 1 / left : 0;
    for (let l = 0; l < j; l++) {
      let sum = 0;
      for (let k = l; k < j; k++) sum += r[k * size + j]! * x[k * size + l]!;
      x[j * size + l] = -sum * inverse;
    }
    x[j * size + j] = inverse;
  }
  transposed.set(x);
}

/** Each column is cleaned twice of those before it; one of which nothing is left stays zero. */
onCpu(OPERATION.orthonormalise, ({ backend, inputs: { v } }) => {
  const size = v!.shape[1]!;
  return written(backend, [v!], [v!.shape, [size, size]], ([given], [q, transposed]) => {
    const columns = columnsOf(given!, size);
    const r = new Float64Array(size * size);
    columns.forEach((column, j) => {
      // What the column was divided by so far.
      let length = 1;
      for (let cleaning = 0; cleaning < 2; cleaning++) {
        for (let i = 0; i < j; i++) {
          const share = dot(columns[i]!, column);
          add(column, -share, columns[i]!);
          r[i * size + j]! += length * share;
        }
        const left = Math.sqrt(dot(column, column));
        for (let d = 0; d < column.length; d++) column[d] = left > 0 ? column[d]! / left : 0;
        length *= left;
      }
      r[j * size + j] = length;
      column.forEach((value, d) => (q![d * size + j] = value));
    });
    invertedTransposed(r, size, transposed!);
  });
});

/** V̄ = (Q̄ + Q S) R⁻ᵀ with S = copyltu(−Q̄ᵀQ), as src/gpu/orthonormalise_gradient.ts has it. */
onCpu(OPERATION.orthonormaliseGradient, ({ backend, inputs: { q, transposed, qBar } }) =>
  written(backend, [q!, transposed!, qBar!], [q!.shape], ([basis, x, bar], [vBar]) => {
    const size = q!.shape[1]!;
    const qs = columnsOf(basis!, size);
    const bars = columnsOf(bar!, size);
    const b = bars.map((column) => column.slice());
    for (let j = 0; j < size; j++)
      for (let k = 0; k <= j; k++) {
        const s = -dot(qs[k]!, bars[j]!);
        add(b[j]!, s, qs[k]!);
        if (k < j) add(b[k]!, s, qs[j]!);
      }
    for (let j = 0; j < size; j++) {
      const column = new Float64Array(b[j]!.length);
      for (let k = j; k < size; k++) add(column, x![k * size + j]!, b[k]!);
      column.forEach((value, d) => (vBar![d * size + j] = value));
    }
  }),
);

/** X of X Rᵀ = B, R [M,M] upper triangular. */
onCpu(OPERATION.solveUpperTransposed, ({ backend, inputs: { b, r } }) =>
  written(backend, [b!, r!], [b!.shape], ([right, upper], [x]) => {
    const [rows, size] = b!.shape as [number, number];
    for (let row = 0; row < rows; row++) {
      for (let j = size - 1; j >= 0; j--) {
        let sum = right![row * size + j]!;
        for (let k = j + 1; k < size; k++) sum -= x![row * size + k]! * upper![j * size + k]!;
        x![row * size + j] = sum / upper![j * size + j]!;
      }
    }
  }),
);
