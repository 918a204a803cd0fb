/** 3D convolution and both its gradients on the CPU: windows as rows of a matrix (im2col), slice by slice, and the backend's matrix product. */
import type * as tf from '@tensorflow/tfjs';
import {
  geometryOf,
  type ConvAttributes,
  type FilterGradientAttributes,
  type InputGradientAttributes,
} from '../gpu/conv3d';
import { product as volume, type ConvGeometry, type Triple } from '../gpu/conv3d_geometry';
import { OPERATION } from '../gpu/operations';
import { addColumns, eachLine, fillColumns, fillRows, withoutPadding, type Windows } from './conv3d_columns';
import { emptyTensor, numbersOf, onCpu, type BackendWasm } from './heap';
import { product, transposed, transposeMatrix } from './mat_mul';

/** Numbers of one slice of windows: 2 MB, whatever the clip's size, which the second cache holds. */
const SLICE = 1 << 19;
const BYTES = 4;
/** Positions for each output channel from which a filter is worth reversing. */
const MANY = 4;

/** The whole heap that a tensor lies in, valid until the next one is made. */
function heapOf(backend: BackendWasm, tensor: tf.TensorInfo): Float32Array {
  return new Float32Array(numbersOf(backend, tensor).buffer);
}

/** First element of a tensor in the heap. */
function placeOf(backend: BackendWasm, { dataId }: tf.TensorInfo): number {
  return backend.getMemoryOffset(dataId) / BYTES;
}

/** Windows of one position each, in their order: the columns are x itself. */
function isPointwise({ kernel, strides, padding }: ConvGeometry): boolean {
  return volume(kernel) === 1 && volume(strides) === 1 && padding.every((zeros) => zeros === 0);
}

interface Sizes {
  /** Output positions of all clips. */
  readonly positions: number;
  /** Numbers of a window. */
  readonly window: number;
}

function sizesOf({ batch, output, kernel, inChannels }: ConvGeometry): Sizes {
  return { positions: batch * volume(output), window: volume(kernel) * inChannels };
}

/** Calls `work` for each slice of output positions. */
function inSlices({ positions, window }: Sizes, work: (first: number, end: number) => void): void {
  const rows = Math.max(1, Math.floor(SLICE / window));
  for (let first = 0; first < positions; first += rows) work(first, Math.min(positions, first + rows));
}

/** The same numbers as a matrix; nothing of its own to dispose. */
function asMatrix(tensor: tf.TensorInfo, rows: number, columns: number): tf.TensorInfo {
  return { ...tensor, shape: [rows, columns] };
}

/** A tensor full of zeros. The caller disposes it. */
function zeros(backend: BackendWasm, shape: readonly number[]): tf.TensorInfo {
  const tensor = emptyTensor(backend, shape);
  numbersOf(backend, tensor).fill(0);
  return tensor;
}

function hasPadding({ padding }: ConvGeometry): boolean {
  return padding.some((around) => around !== 0);
}

/** Calls `work` with x as it is with its padding around it, and the geometry of that. */
function padded<T>(
  backend: BackendWasm,
  x: tf.TensorInfo,
  geometry: ConvGeometry,
  work: (x: tf.TensorInfo, geometry: ConvGeometry) => T,
): T {
  if (!hasPadding(geometry)) return work(x, geometry);
  const whole = withoutPadding(geometry);
  const around = zeros(backend, [whole.batch, ...whole.input, whole.inChannels]);
  const [from, to] = [numbersOf(backend, x), numbersOf(backend, around)];
  eachLine(geometry, (inside, at, length) => to.set(from.subarray(inside, inside + length), at));
  const result = work(around, whole);
  backend.disposeData(around.dataId);
  return result;
}

/** Where the windows of output positions [first, end) of x lie. */
function windowsAt(
  backend: BackendWasm,
  x: tf.TensorInfo,
  columns: tf.TensorInfo,
  first: number,
  end: number,
): Windows {
  return { x: placeOf(backend, x), columns: placeOf(backend, columns), first, end };
}

/** Rows [first, end) of dy as a matrix of their own. The caller disposes it. */
function rowsOf(
  backend: BackendWasm,
  dy: tf.TensorInfo,
  columns: number,
  first: number,
  end: number,
): tf.TensorInfo {
  const rows = emptyTensor(backend, [end - first, columns]);
  numbersOf(backend, rows).set(numbersOf(backend, dy).subarray(first * columns, end * columns));
  return rows;
}

function forward(
  backend: BackendWasm,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  geometry: ConvGeometry,
): tf.TensorInfo {
  const { batch, output, outChannels } = geometry;
  const sizes = sizesOf(geometry);
  const weights = asMatrix(filter, sizes.window, outChannels);
  const shape = [batch, ...output, outChannels];
  if (isPointwise(geometry)) {
    return { ...product(backend, asMatrix(x, sizes.positions, sizes.window), weights), shape };
  }
  const y = emptyTensor(backend, shape);
  padded(backend, x, geometry, (around, whole) =>
    inSlices(sizes, (first, end) => {
      const windows = emptyTensor(backend, [end - first, sizes.window]);
      fillRows(heapOf(backend, windows), windowsAt(backend, around, windows, first, end), whole);
      const part = product(backend, windows, weights);
      numbersOf(backend, y).set(numbersOf(backend, part), first * outChannels);
      for (const { dataId } of [windows, part]) backend.disposeData(dataId);
    }),
  );
  return y;
}

/** The filter of the convolution that dy goes through to dx: taps reversed, channels exchanged. The caller disposes it. */
function reversedFilter(backend: BackendWasm, filter: tf.TensorInfo): tf.TensorInfo {
  const [kt, kh, kw, inChannels, outChannels] = filter.shape as [number, number, number, number, number];
  const taps = kt * kh * kw;
  const result = emptyTensor(backend, [kt, kh, kw, outChannels, inChannels]);
  const [from, to] = [numbersOf(backend, filter), numbersOf(backend, result)];
  const size = inChannels * outChannels;
  for (let tap = 0; tap < taps; tap++) {
    const behind = (taps - 1 - tap) * size;
    transposeMatrix(
      from.subarray(tap * size, (tap + 1) * size),
      to.subarray(behind, behind + size),
      inChannels,
      outChannels,
    );
  }
  return result;
}

/** Without strides the gradient is itself a convolution: of dy with the reversed filter, the rest of each kernel as padding. */
function mirrored(geometry: ConvGeometry): ConvGeometry {
  const { input, output, kernel, padding, inChannels, outChannels } = geometry;
  return {
    ...geometry,
    input: output,
    output: input,
    padding: kernel.map((k, axis) => k - 1 - padding[axis]!) as unknown as Triple,
    inChannels: outChannels,
    outChannels: inChannels,
  };
}

function inputGradient(
  backend: BackendWasm,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  geometry: ConvGeometry,
): tf.TensorInfo {
  const { positions } = sizesOf(geometry);
  const opposite = mirrored(geometry);
  const isConvolution = volume(geometry.strides) === 1 && Math.min(...opposite.padding) >= 0;
  // Reversing the filter costs time for each of its numbers, adding windows up for each of theirs.
  if (!isConvolution || positions < MANY * geometry.outChannels) {
    return addedWindows(backend, dy, filter, geometry);
  }
  const reversed = reversedFilter(backend, filter);
  const dx = forward(backend, dy, reversed, opposite);
  backend.disposeData(reversed.dataId);
  return dx;
}

/** dx = Σ over the windows that hold a position of (W dyᵀ)ᵀ: the filter, which is the larger, is taken as it lies. */
function addedWindows(
  backend: BackendWasm,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  geometry: ConvGeometry,
): tf.TensorInfo {
  const { batch, input, inChannels, outChannels } = geometry;
  const sizes = sizesOf(geometry);
  const weights = asMatrix(filter, sizes.window, outChannels);
  const whole = withoutPadding(geometry);
  const around = zeros(backend, [batch, ...whole.input, inChannels]);
  inSlices(sizes, (first, end) => {
    const rows = rowsOf(backend, dy, outChannels, first, end);
    const turned = transposed(backend, rows);
    const windows = product(backend, weights, turned);
    addColumns(heapOf(backend, around), windowsAt(backend, around, windows, first, end), whole);
    for (const { dataId } of [rows, turned, windows]) backend.disposeData(dataId);
  });
  if (!hasPadding(geometry)) return around;
  const dx = emptyTensor(backend, [batch, ...input, inChannels]);
  const [from, to] = [numbersOf(backend, around), numbersOf(backend, dx)];
  eachLine(geometry, (inside, at, length) => to.set(from.subarray(at, at + length), inside));
  backend.disposeData(around.dataId);
  return dx;
}

/** dW = Σ over positions of windowᵀ dy. */
function filterGradient(
  backend: BackendWasm,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  geometry: ConvGeometry,
): tf.TensorInfo {
  const { kernel, inChannels, outChannels } = geometry;
  const sizes = sizesOf(geometry);
  const sum = zeros(backend, [...kernel, inChannels, outChannels]);
  padded(backend, x, geometry, (around, whole) =>
    inSlices(sizes, (first, end) => {
      const windows = emptyTensor(backend, [sizes.window, end - first]);
      fillColumns(heapOf(backend, windows), windowsAt(backend, around, windows, first, end), whole);
      const rows = rowsOf(backend, dy, outChannels, first, end);
      const part = product(backend, windows, rows);
      const [total, added] = [numbersOf(backend, sum), numbersOf(backend, part)];
      for (let i = 0; i < total.length; i++) total[i]! += added[i]!;
      for (const { dataId } of [windows, rows, part]) backend.disposeData(dataId);
    }),
  );
  return sum;
}

onCpu<ConvAttributes>(OPERATION.conv3d, ({ backend, inputs: { x, filter }, attrs }) =>
  forward(backend, x!, filter!, geometryOf(x!.shape, filter!.shape, attrs)),
);

onCpu<InputGradientAttributes>(OPERATION.conv3dInputGradient, ({ backend, inputs: { dy, filter }, attrs }) =>
  inputGradient(backend, dy!, filter!, geometryOf(attrs.inputShape, filter!.shape, attrs)),
);

onCpu<FilterGradientAttributes>(OPERATION.conv3dFilterGradient, ({ backend, inputs: { x, dy }, attrs }) =>
  filterGradient(backend, x!, dy!, geometryOf(x!.shape, attrs.filterShape, attrs)),
);
