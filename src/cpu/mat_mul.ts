/**
 * Matrix products on the wasm backend. Its product is fast only where neither factor is transposed and there is one of
 * each: transposed factors are laid out anew first, which costs next to nothing beside the product.
 */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { emptyTensor, numbersOf } from './heap';

/** Rows and columns of a block that is transposed at once: both its sides stay in the nearest cache. */
const BLOCK = 16;

const STOCK = tf.getKernel(tf.BatchMatMul, 'wasm');

/** [rows,columns] -> [columns,rows]. */
export function transposeMatrix(from: Float32Array, to: Float32Array, rows: number, columns: number): void {
  for (let r0 = 0; r0 < rows; r0 += BLOCK) {
    const r1 = Math.min(rows, r0 + BLOCK);
    for (let c0 = 0; c0 < columns; c0 += BLOCK) {
      const c1 = Math.min(columns, c0 + BLOCK);
      for (let c = c0; c < c1; c++) {
        for (let r = r0, at = r0 * columns + c; r < r1; r++, at += columns) to[c * rows + r] = from[at]!;
      }
    }
  }
}

/** a [R,C] -> [C,R]. The caller disposes it. */
export function transposed(backend: BackendWasm, a: tf.TensorInfo): tf.TensorInfo {
  const [rows, columns] = a.shape as [number, number];
  const result = emptyTensor(backend, [columns, rows]);
  transposeMatrix(numbersOf(backend, a), numbersOf(backend, result), rows, columns);
  return result;
}

/** a [M,K] b [K,N] -> [M,N]. The backend keeps b laid out for the next product with it until b is disposed: never write over it. */
export function product(backend: BackendWasm, a: tf.TensorInfo, b: tf.TensorInfo): tf.TensorInfo {
  const attrs = { transposeA: false, transposeB: false };
  return STOCK.kernelFunc({ backend, inputs: { a, b }, attrs }) as tf.TensorInfo;
}

/** The registered product of two matrices, whichever of them is transposed; products of many pairs stay tfjs's own. */
export function installMatMul(): void {
  if (tf.getKernel(tf.BatchMatMul, 'wasm') !== STOCK) return;
  tf.unregisterKernel(tf.BatchMatMul, 'wasm');
  tf.registerKernel({
    ...STOCK,
    kernelFunc(call) {
      const { a, b } = call.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
      const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean };
      const backend = call.backend as BackendWasm;
      if (a.shape.length > 2 || b.shape.length > 2 || !(transposeA || transposeB))
        return STOCK.kernelFunc(call);
      const left = transposeA ? transposed(backend, a) : a;
      const right = transposeB ? transposed(backend, b) : b;
      const result = product(backend, left, right);
      for (const [laidOut, given] of [
        [left, a],
        [right, b],
      ] as const) {
        if (laidOut !== given) backend.disposeData(laidOut.dataId);
      }
      return result;
    },
  });
}
