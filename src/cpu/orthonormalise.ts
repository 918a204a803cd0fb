/** Gram-Schmidt on the columns of a matrix and its gradient, on the CPU, in float64. */
import { OPERATION } from '../gpu/operations';
import { DEPENDENT } from '../gpu/orthonormalise_gradient';
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

/** Each column is cleaned twice of those before it; one of which nothing is left stays zero. */
onCpu(OPERATION.orthonormalise, ({ backend, inputs: { v } }) =>
  written(backend, [v!], [v!.shape], ([given], [q]) => {
    const size = v!.shape[1]!;
    const columns = columnsOf(given!, size);
    columns.forEach((column, j) => {
      for (let cleaning = 0; cleaning < 2; cleaning++) {
        for (let i = 0; i < j; i++) add(column, -dot(columns[i]!, column), columns[i]!);
        const length = Math.sqrt(dot(column, column));
        for (let d = 0; d < column.length; d++) column[d] = length > 0 ? column[d]! / length : 0;
      }
      column.forEach((value, d) => (q![d * size + j] = value));
    });
  }),
);

/** V̄ = (Q̄ + Q S) R⁻ᵀ with S = copyltu(−Q̄ᵀQ), as src/gpu/orthonormalise_gradient.ts has it. */
onCpu(OPERATION.orthonormaliseGradient, ({ backend, inputs: { v, q, qBar } }) =>
  written(backend, [v!, q!, qBar!], [v!.shape], (given, [vBar]) => {
    const size = v!.shape[1]!;
    const [vs, qs, bars] = given.map((matrix) => columnsOf(matrix, size)) as [
      Float64Array[],
      Float64Array[],
      Float64Array[],
    ];
    const r = new Float64Array(size * size);
    const b = bars.map((column) => column.slice());
    for (let j = 0; j < size; j++) {
      let squares = 0;
      for (let k = 0; k <= j; k++) {
        const left = dot(qs[k]!, vs[j]!);
        r[k * size + j] = left;
        squares += left * left;
        const s = -dot(qs[k]!, bars[j]!);
        add(b[j]!, s, qs[k]!);
        if (k < j) add(b[k]!, s, qs[j]!);
      }
      // The diagonal of R is the length that was left of a column. A column of zeros has no gradient.
      r[j * size + j] = Math.max(r[j * size + j]!, Math.sqrt(squares) * DEPENDENT);
    }
    for (let j = size - 1; j >= 0; j--) {
      for (let k = j + 1; k < size; k++) add(b[j]!, -r[j * size + k]!, b[k]!);
      const left = r[j * size + j]!;
      b[j]!.forEach((value, d) => {
        const x = left > 1e-30 ? value / left : 0;
        b[j]![d] = x;
        vBar![d * size + j] = x;
      });
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
