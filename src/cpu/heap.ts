/** Tensors of tfjs's wasm backend as typed arrays over its heap, and the registration of what computes on them. */
import * as tf from '@tensorflow/tfjs';
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Operation } from '../gpu/operations';

export type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** A float32 tensor of which nothing is written yet. Whoever makes it disposes it, or hands it on. */
export function emptyTensor(backend: BackendWasm, shape: readonly number[]): tf.TensorInfo {
  return backend.makeOutput([...shape], 'float32');
}

/** A float32 tensor full of zeros. Whoever makes it disposes it, or hands it on. */
export function zeros(backend: BackendWasm, shape: readonly number[]): tf.TensorInfo {
  const tensor = emptyTensor(backend, shape);
  numbersOf(backend, tensor).fill(0);
  return tensor;
}

/** The numbers of a tensor, to read and to write: until the next tensor is made, which may move the heap. */
export function numbersOf(backend: BackendWasm, tensor: tf.TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array;
}

export function sizeOf({ shape }: tf.TensorInfo): number {
  return tf.util.sizeFromShape([...shape]);
}

interface Call<Attributes> {
  readonly backend: BackendWasm;
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>;
  readonly attrs: Attributes;
}

/** Registers what computes an operation on the CPU. */
export function onCpu<Attributes>(
  kernelName: Operation,
  compute: (call: Call<Attributes>) => tf.TensorInfo | tf.TensorInfo[],
): void {
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ backend, inputs, attrs }) => {
      if (!(backend instanceof BackendWasm))
        throw new Error(`${kernelName}: needs tfjs's wasm backend, got ${tf.getBackend()}.`);
      return compute({
        backend,
        inputs: inputs as Readonly<Record<string, tf.TensorInfo>>,
        attrs: attrs as unknown as Attributes,
      });
    },
  });
}

/** What `compute` writes over new tensors of these shapes, by the arrays of the inputs: for all that needs no other tensor meanwhile. */
export function written(
  backend: BackendWasm,
  inputs: readonly tf.TensorInfo[],
  shapes: readonly (readonly number[])[],
  compute: (inputs: readonly Float32Array[], outputs: readonly Float32Array[]) => void,
): tf.TensorInfo[] {
  const outputs = shapes.map((shape) => emptyTensor(backend, shape));
  compute(
    inputs.map((tensor) => numbersOf(backend, tensor)),
    outputs.map((tensor) => numbersOf(backend, tensor)),
  );
  return outputs;
}
