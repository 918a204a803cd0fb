/**
 * The windows of a convolution as rows or columns of a matrix, and back: with them a convolution is a matrix product.
 * x has its zeros around it already, so that every window lies inside. Everything lies in one heap: arrays are its
 * Float32Array and offsets into it, in elements.
 */
import type { ConvGeometry, Triple } from '../gpu/conv3d_geometry';

/** Shorter runs are copied number by number: calling for a copy costs as much as some tens of numbers. */
const SHORT = 48;

/** The same convolution on x with its padding around it. */
export function withoutPadding({ input, padding, ...geometry }: ConvGeometry): ConvGeometry {
  const around = input.map((size, axis) => size + 2 * padding[axis]!) as unknown as Triple;
  return { ...geometry, input: around, padding: [0, 0, 0] };
}

/** Calls `work` for each line of x along w: where it begins in x, and where in x with its padding; `length` numbers both. */
export function eachLine(
  { batch, input, padding, inChannels }: ConvGeometry,
  work: (inside: number, around: number, length: number) => void,
): void {
  const [T, H, W] = input;
  const [t0, h0, w0] = padding;
  const length = W * inChannels;
  const wide = (W + 2 * w0) * inChannels;
  let inside = 0;
  for (let b = 0; b < batch; b++) {
    for (let t = 0; t < T; t++) {
      for (let h = 0; h < H; h++, inside += length) {
        const line = ((b * (T + 2 * t0) + t + t0) * (H + 2 * h0) + h + h0) * wide;
        work(inside, line + w0 * inChannels, length);
      }
    }
  }
}

/** What is meant: elements of the heap, and the output positions [first, end), counted over b, t, h, w. */
export interface Windows {
  /** x with its padding. */
  readonly x: number;
  readonly columns: number;
  readonly first: number;
  readonly end: number;
}

/** The element at which each window begins. */
function beginnings({ x, first, end }: Windows, geometry: ConvGeometry): Int32Array {
  const { input, output, strides, inChannels } = geometry;
  const [T, H, W] = output;
  const line = input[2] * inChannels;
  const frame = input[1] * line;
  const begins = new Int32Array(end - first);
  let [w, h, t] = [first % W, Math.floor(first / W) % H, Math.floor(first / (W * H)) % T];
  let b = Math.floor(first / (W * H * T));
  for (let row = 0; row < begins.length; row++) {
    begins[row] =
      x + (b * input[0] + t * strides[0]) * frame + h * strides[1] * line + w * strides[2] * inChannels;
    if (++w < W) continue;
    w = 0;
    if (++h < H) continue;
    h = 0;
    if (++t < T) continue;
    t = 0;
    b += 1;
  }
  return begins;
}

/** How far behind its beginning each line of taps along w lies, in order; each is `length` numbers. */
function tapLines({ input, kernel, inChannels }: ConvGeometry): { offsets: number[]; length: number } {
  const [kt, kh, kw] = kernel;
  const offsets: number[] = [];
  for (let t = 0; t < kt; t++) {
    for (let h = 0; h < kh; h++) offsets.push((t * input[1] + h) * input[2] * inChannels);
  }
  return { offsets, length: kw * inChannels };
}

/** x -> its windows as rows [positions, taps · Cin]. */
export function fillRows(heap: Float32Array, windows: Windows, geometry: ConvGeometry): void {
  const { offsets, length } = tapLines(geometry);
  let to = windows.columns;
  for (const begin of beginnings(windows, geometry)) {
    for (const offset of offsets) {
      let from = begin + offset;
      if (length >= SHORT) {
        heap.copyWithin(to, from, from + length);
        to += length;
      } else {
        for (const stop = to + length; to < stop;) heap[to++] = heap[from++]!;
      }
    }
  }
}

/** x -> its windows as columns [taps · Cin, positions]. */
export function fillColumns(heap: Float32Array, windows: Windows, geometry: ConvGeometry): void {
  const { offsets, length } = tapLines(geometry);
  const begins = beginnings(windows, geometry);
  const rows = begins.length;
  let to = windows.columns;
  for (const offset of offsets) {
    let c = offset;
    // Four at a time: they lie side by side in x, so that each of its lines is read once.
    for (; c + 4 <= offset + length; c += 4, to += 4 * rows) {
      for (let row = 0; row < rows; row++) {
        const from = begins[row]! + c;
        const at = to + row;
        heap[at] = heap[from]!;
        heap[at + rows] = heap[from + 1]!;
        heap[at + 2 * rows] = heap[from + 2]!;
        heap[at + 3 * rows] = heap[from + 3]!;
      }
    }
    for (; c < offset + length; c++, to += rows) {
      for (let row = 0; row < rows; row++) heap[to + row] = heap[begins[row]! + c]!;
    }
  }
}

/** The gradient of `fillColumns`: adds the windows to the places of x that they would be read from. */
export function addColumns(heap: Float32Array, windows: Windows, geometry: ConvGeometry): void {
  const { offsets, length } = tapLines(geometry);
  const begins = beginnings(windows, geometry);
  const rows = begins.length;
  let from = windows.columns;
  for (const offset of offsets) {
    let c = offset;
    for (; c + 4 <= offset + length; c += 4, from += 4 * rows) {
      for (let row = 0; row < rows; row++) {
        const to = begins[row]! + c;
        const at = from + row;
        heap[to]! += heap[at]!;
        heap[to + 1]! += heap[at + rows]!;
        heap[to + 2]! += heap[at + 2 * rows]!;
        heap[to + 3]! += heap[at + 3 * rows]!;
      }
    }
    for (; c < offset + length; c++, from += rows) {
      for (let row = 0; row < rows; row++) heap[begins[row]! + c]! += heap[from + row]!;
    }
  }
}
