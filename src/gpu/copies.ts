/** Takes flat buffers apart and puts them together by copies, which cost no dispatch. */
import * as tf from '@tensorflow/tfjs';
import { listed, onWebGpu, OPERATION, run } from './operations';
import { recordCopies, webgpuBackend } from './recorder';

/** Where a tensor lies in a flat buffer, in elements. */
export interface Range {
  readonly offset: number;
  readonly shape: readonly number[];
}

export interface SplitAttributes {
  readonly ranges: readonly Range[];
}

/** Columns from … from + length. */
export interface ColumnsAttributes {
  readonly from: number;
  readonly length: number;
}

/** Where each of these sizes begins when they lie behind each other, and their sum. */
export function behindEachOther(sizes: readonly number[]): { offsets: number[]; total: number } {
  let total = 0;
  const offsets = sizes.map((size) => (total += size) - size);
  return { offsets, total };
}

onWebGpu<SplitAttributes>(OPERATION.split, ({ inputs, attrs: { ranges } }) => {
  const backend = webgpuBackend('split');
  const parts = ranges.map(({ shape }) => backend.makeTensorInfo([...shape], 'float32'));
  recordCopies(
    backend,
    ranges.map(({ offset, shape }, i) => ({
      from: inputs.flat!,
      to: parts[i]!,
      fromOffset: offset,
      toOffset: 0,
      length: tf.util.sizeFromShape([...shape]),
    })),
  );
  return parts;
});

onWebGpu(OPERATION.joinColumns, ({ inputs }) => {
  const backend = webgpuBackend('joinColumns');
  const matrices = Object.values(inputs);
  const rows = matrices[0]?.shape[0] ?? 0;
  const { offsets, total } = behindEachOther(matrices.map(({ shape }) => shape[1]!));
  const whole = backend.makeTensorInfo([rows, total], 'float32');
  recordCopies(
    backend,
    matrices.flatMap((from, i) =>
      Array.from({ length: rows }, (_, row) => ({
        from,
        to: whole,
        fromOffset: row * from.shape[1]!,
        toOffset: row * total + offsets[i]!,
        length: from.shape[1]!,
      })),
    ),
  );
  return whole;
});

onWebGpu<ColumnsAttributes>(OPERATION.columnsOf, ({ inputs, attrs: { from, length } }) => {
  const backend = webgpuBackend('columnsOf');
  const matrix = inputs.matrix!;
  const [rows, size] = matrix.shape as [number, number];
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
  return part;
});

onWebGpu(OPERATION.join, ({ inputs }) => {
  const backend = webgpuBackend('join');
  const tensors = Object.values(inputs);
  const sizes = tensors.map(({ shape }) => tf.util.sizeFromShape(shape));
  const { offsets, total } = behindEachOther(sizes);
  const whole = backend.makeTensorInfo([total], 'float32');
  recordCopies(
    backend,
    tensors.map((from, i) => ({
      from,
      to: whole,
      fromOffset: 0,
      toOffset: offsets[i]!,
      length: sizes[i]!,
    })),
  );
  return whole;
});

/** Copies of parts of `flat` [size], each a tensor of its own; the caller (or its tidy) disposes them. Not differentiable. */
export function split(flat: tf.Tensor1D, ranges: readonly Range[]): tf.Tensor[] {
  return run(OPERATION.split, { flat }, { ranges });
}

/** The columns of matrices [R,·] side by side: [R, Σ columns]. The caller (or its tidy) disposes it. Not differentiable. */
export function joinColumns(matrices: readonly tf.Tensor2D[]): tf.Tensor2D {
  return run(OPERATION.joinColumns, listed(matrices))[0] as tf.Tensor2D;
}

/** Columns from … from + length of a matrix [R,C]: [R,length]. The caller (or its tidy) disposes it. Not differentiable. */
export function columnsOf(matrix: tf.Tensor2D, from: number, length: number): tf.Tensor2D {
  return run(OPERATION.columnsOf, { matrix }, { from, length })[0] as tf.Tensor2D;
}

/** The elements of all tensors behind each other: [Σ size]. The caller (or its tidy) disposes it. Not differentiable. */
export function join(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return run(OPERATION.join, listed(tensors))[0] as tf.Tensor1D;
}
