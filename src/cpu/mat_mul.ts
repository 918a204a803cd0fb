/** Matrix products registered for the wasm backend: whichever factor is transposed costs the same. */
import * as tf from '@tensorflow/tfjs';
import { zeros, type BackendWasm } from './heap';
import { addProduct, matrix, transposed, type Matrix } from './matrix_product';

const STOCK = tf.getKernel(tf.BatchMatMul, 'wasm');

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** a [M,K] (or, transposed, [K,M]) times b [K,N] ([N,K]) -> [M,N]. The caller disposes it. */
export function matMul(
  backend: BackendWasm,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  { transposeA, transposeB }: Transposes,
): tf.TensorInfo {
  const [left, right] = [a, b].map((t) => matrix(t, t.shape[0]!, t.shape[1]!)) as [Matrix, Matrix];
  const [from, by] = [transposeA ? transposed(left) : left, transposeB ? transposed(right) : right];
  const result = zeros(backend, [from.rows.length, by.columns.length]);
  addProduct(backend, from, by, matrix(result, from.rows.length, by.columns.length));
  return result;
}

/** Products of many pairs stay tfjs's own. */
export function installMatMul(): void {
  if (tf.getKernel(tf.BatchMatMul, 'wasm') !== STOCK) return;
  tf.unregisterKernel(tf.BatchMatMul, 'wasm');
  tf.registerKernel({
    ...STOCK,
    kernelFunc(call) {
      const { a, b } = call.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
      if (a.shape.length > 2 || b.shape.length > 2) return STOCK.kernelFunc(call);
      return matMul(call.backend as BackendWasm, a, b, call.attrs as unknown as Transposes);
    },
  });
}
