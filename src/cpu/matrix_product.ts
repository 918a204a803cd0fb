/** Products of matrices in the heap of tfjs's wasm backend, by src/cpu/assembly: plain ones, transposed ones, and windows. */
import type * as tf from '@tensorflow/tfjs';
import bytes from './assembly/matrix_product.ts?assembly';
import { functionsOf } from './compiled';
import type { BackendWasm } from './heap';

/** Element (i, j) is the number rows[i] + columns[j] of the tensor. Both tables ascend, and lead to nowhere outside of it. */
export interface Matrix {
  readonly tensor: tf.TensorInfo;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

const BYTES = 4;
const functions = functionsOf<'scratchBytes' | 'addProduct'>(bytes);

/** 0, step, 2 step … */
function steps(count: number, step: number): Int32Array {
  const table = new Int32Array(count);
  for (let i = 0; i < count; i++) table[i] = i * step;
  return table;
}

/** The numbers of a tensor as they lie, in rows of `columns`. */
export function matrix(tensor: tf.TensorInfo, rows: number, columns: number): Matrix {
  return { tensor, rows: steps(rows, columns), columns: steps(columns, 1) };
}

export function transposed({ tensor, rows, columns }: Matrix): Matrix {
  return { tensor, rows: columns, columns: rows };
}

/**
 * c [m,n] += a [m,k] b [k,n]; where rows of c overlap, all that falls on a number is added to it. Same input, same bits.
 * @throws Error when the sizes do not fit each other.
 */
export function addProduct(backend: BackendWasm, a: Matrix, b: Matrix, c: Matrix): void {
  const [m, n, k] = [a.rows.length, b.columns.length, a.columns.length];
  if (b.rows.length !== k || c.rows.length !== m || c.columns.length !== n) {
    const sizes = [a, b, c].map(({ rows, columns }) => `[${rows.length}, ${columns.length}]`);
    throw new Error(`addProduct: expected sizes [m, k], [k, n], [m, n], got ${sizes.join(', ')}.`);
  }
  const { scratchBytes, addProduct: add } = functions(backend);
  const tables = [a, b, c].flatMap(({ rows, columns }) => [rows, columns]);
  const entries = tables.reduce((sum, table) => sum + table.length, 0);
  // The scratch first: its vectors are read fastest where the heap's blocks begin.
  let filled = scratchBytes() / BYTES;
  const workspace = backend.makeOutput([filled + entries], 'int32');
  const heap = backend.typedArrayFromHeap(workspace) as Int32Array;
  const addresses = tables.map((table) => {
    heap.set(table, filled);
    const address = heap.byteOffset + filled * BYTES;
    filled += table.length;
    return address;
  });
  const [aAt, bAt, cAt] = [a, b, c].map(({ tensor }) => backend.getMemoryOffset(tensor.dataId));
  const [aRows, aColumns, bRows, bColumns, cRows, cColumns] = addresses as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  add(aAt!, aRows, aColumns, bAt!, bRows, bColumns, cAt!, cRows, cColumns, m, n, k, heap.byteOffset);
  backend.disposeData(workspace.dataId);
}
