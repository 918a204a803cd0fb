/**
 * Makes tfjs's matrix products reproducible. For long inner dimensions tfjs splits the sum over workgroups that add to
 * the output in whatever order they finish, so the same step gives other bits from run to run.
 */
import * as tf from '@tensorflow/tfjs';

const FLAG = 'WEBGPU_MATMUL_PROGRAM_TYPE';
/** MatMulProgramType of the backend: -1 lets it choose, 2 is tiled for small outputs, without splitting. */
const BACKEND_CHOOSES = -1;
const SMALL_OUTPUT = 2;
/** Inner length from which the backend may split. */
const SPLIT_FROM = 2000;
/** Up to this many outputs it reduces each in one workgroup, which is reproducible. */
const REDUCED_OUTPUTS = 128;
/** With more 32x32 tiles than this it never splits, on any adapter. */
const MOST_TILES = 32;

interface MatMulArguments {
  readonly inputs: { readonly a: tf.TensorInfo; readonly b: tf.TensorInfo };
  readonly attrs: { readonly transposeA: boolean; readonly transposeB: boolean };
}

function couldSplit({ inputs: { a, b }, attrs: { transposeA, transposeB } }: MatMulArguments): boolean {
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const inner = transposeA ? rowsA : columnsA;
  const rows = transposeA ? columnsA : rowsA;
  const columns = transposeB ? rowsB : columnsB;
  const tiles = Math.ceil(rows / 32) * Math.ceil(columns / 32);
  return inner >= SPLIT_FROM && rows * columns > REDUCED_OUTPUTS && tiles <= MOST_TILES;
}

const installed = new WeakSet<tf.KernelFunc>();

/** Wraps the registered product kernels; which program they take is otherwise the backend's choice. */
export function installMatMul(): void {
  for (const kernelName of [tf.BatchMatMul, tf._FusedMatMul]) {
    const stock = tf.getKernel(kernelName, 'webgpu');
    if (installed.has(stock.kernelFunc)) continue;
    const kernelFunc: tf.KernelFunc = (call) => {
      tf.env().set(FLAG, couldSplit(call as unknown as MatMulArguments) ? SMALL_OUTPUT : BACKEND_CHOOSES);
      return stock.kernelFunc(call);
    };
    installed.add(kernelFunc);
    tf.unregisterKernel(kernelName, 'webgpu');
    tf.registerKernel({ ...stock, kernelFunc });
  }
}
