/** Takes flat buffers apart and puts them together by copies, which cost no dispatch. */
import * as tf from '@tensorflow/tfjs';
import { recordCopies, webgpuBackend } from './recorder';

/** Where a tensor lies in a flat buffer, in elements. */
export interface Range {
  readonly offset: number;
  readonly shape: readonly number[];
}

/** Copies of parts of `flat` [size], each a tensor of its own; the caller (or its tidy) disposes them. Not differentiable. */
export function split(flat: tf.Tensor1D, ranges: readonly Range[]): tf.Tensor[] {
  const backend = webgpuBackend('split');
  const parts = ranges.map(({ shape }) => backend.makeTensorInfo([...shape], 'float32'));
  recordCopies(
    backend,
    ranges.map(({ offset, shape }, i) => ({
      from: flat,
      to: parts[i]!,
      fromOffset: offset,
      toOffset: 0,
      length: tf.util.sizeFromShape([...shape]),
    })),
  );
  return parts.map((info) => tf.engine().makeTensorFromTensorInfo(info));
}

/** The columns of matrices [R,·] side by side: [R, Σ columns]. The caller (or its tidy) disposes it. Not differentiable. */
export function joinColumns(matrices: readonly tf.Tensor2D[]): tf.Tensor2D {
  const backend = webgpuBackend('joinColumns');
  const rows = matrices[0]?.shape[0] ?? 0;
  let size = 0;
  const offsets = matrices.map(({ shape }) => (size += shape[1]) - shape[1]);
  const whole = backend.makeTensorInfo([rows, size], 'float32');
  recordCopies(
    backend,
    matrices.flatMap((from, i) =>
      Array.from({ length: rows }, (_, row) => ({
        from,
        to: whole,
        fromOffset: row * from.shape[1],
        toOffset: row * size + offsets[i]!,
        length: from.shape[1],
      })),
    ),
  );
  return tf.engine().makeTensorFromTensorInfo(whole) as tf.Tensor2D;
}

/** Columns from … from + length of a matrix [R,C]: [R,length]. The caller (or its tidy) disposes it. Not differentiable. */
export function columnsOf(matrix: tf.Tensor2D, from: number, length: number): tf.Tensor2D {
  const backend = webgpuBackend('columnsOf');
  const [rows, size] = matrix.shape;
  const part = backend.makeTensorInfo([rows, length], 'float32');
  recordCopies(
    backend,
    Array.from({ length: rows }, (_, row) => ({
      from: matrix,
      to: part,
      fromOffset: row * size + from,
      toOffset: row * length,
      length,
    })),
  );
  return tf.engine().makeTensorFromTensorInfo(part) as tf.Tensor2D;
}

/** The elements of all tensors behind each other: [Σ size]. The caller (or its tidy) disposes it. Not differentiable. */
export function join(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  const backend = webgpuBackend('join');
  let size = 0;
  const offsets = tensors.map((tensor) => (size += tensor.size) - tensor.size);
  const whole = backend.makeTensorInfo([size], 'float32');
  recordCopies(
    backend,
    tensors.map((from, i) => ({
      from,
      to: whole,
      fromOffset: 0,
      toOffset: offsets[i]!,
      length: from.size,
    })),
  );
  return tf.engine().makeTensorFromTensorInfo(whole) as tf.Tensor1D;
}
