/**
 * The windows of a convolution as rows of a matrix, and back: with them a convolution is a matrix product.
 * Everything lies in one heap, so arrays are its Float32Array and offsets into it, in elements.
 */
import type { ConvGeometry } from '../gpu/conv3d_geometry';

/** Shorter runs are copied number by number: calling for a copy costs as much as some tens of numbers. */
const SHORT = 48;

/** Numbers of the table below for each window. */
const PER_WINDOW = 4;

/** Of output positions [first, end), counted over b, t, h, w: the first element of the clip, and the input position [t,h,w] of the first tap, outside of x where it lies in the padding. */
function windowTable(first: number, end: number, geometry: ConvGeometry): Int32Array {
  const { input, output, strides, padding, inChannels } = geometry;
  const [T, H, W] = output;
  const clip = input[0] * input[1] * input[2] * inChannels;
  const table = new Int32Array(PER_WINDOW * (end - first));
  let [w, h, t] = [first % W, Math.floor(first / W) % H, Math.floor(first / (W * H)) % T];
  let b = Math.floor(first / (W * H * T));
  for (let at = 0; at < table.length; at += PER_WINDOW) {
    table[at] = b * clip;
    table[at + 1] = t * strides[0] - padding[0];
    table[at + 2] = h * strides[1] - padding[1];
    table[at + 3] = w * strides[2] - padding[2];
    if (++w < W) continue;
    w = 0;
    if (++h < H) continue;
    h = 0;
    if (++t < T) continue;
    t = 0;
    b += 1;
  }
  return table;
}

/** x at element `x` -> rows [first, end) of windows [rows, taps · Cin] at element `columns`; zeros where there is padding. */
export function fillColumns(
  heap: Float32Array,
  x: number,
  columns: number,
  geometry: ConvGeometry,
  first: number,
  end: number,
): void {
  const { input, kernel, inChannels } = geometry;
  const [kt, kh, kw] = kernel;
  const [T, H, W] = input;
  const line = kw * inChannels;
  const table = windowTable(first, end, geometry);
  let to = columns;
  for (let at = 0; at < table.length; at += PER_WINDOW) {
    const clip = table[at]!;
    const t0 = table[at + 1]!;
    const h0 = table[at + 2]!;
    const w0 = table[at + 3]!;
    const before = Math.max(0, -w0) * inChannels;
    const inside = Math.max(0, Math.min(kw, W - w0) * inChannels - before);
    for (let t = t0; t < t0 + kt; t++) {
      if (t < 0 || t >= T) {
        heap.fill(0, to, to + kh * line);
        to += kh * line;
        continue;
      }
      for (let h = h0; h < h0 + kh; h++) {
        if (h < 0 || h >= H) {
          for (let i = 0; i < line; i++) heap[to + i] = 0;
          to += line;
          continue;
        }
        let from = x + clip + ((t * H + h) * W + w0) * inChannels + before;
        const next = to + line;
        for (let i = 0; i < before; i++) heap[to++] = 0;
        if (inside >= SHORT) {
          heap.copyWithin(to, from, from + inside);
          to += inside;
        } else {
          for (const stop = to + inside; to < stop;) heap[to++] = heap[from++]!;
        }
        while (to < next) heap[to++] = 0;
      }
    }
  }
}

/** What of x and of its windows is meant: elements of the heap, and the rows [first, end). */
export interface Windows {
  readonly x: number;
  /** [taps · Cin, rows]: the windows in the columns. */
  readonly columns: number;
  /** Cin numbers that stand for the padding. */
  readonly outside: number;
  readonly first: number;
  readonly end: number;
}

/** Calls `work` for each tap with the element of x that each window has there: its first channel, or `outside`. */
function eachTap(
  { x, outside, first, end }: Windows,
  geometry: ConvGeometry,
  work: (places: Int32Array) => void,
): void {
  const { input, kernel, inChannels } = geometry;
  const [T, H, W] = input;
  const rows = end - first;
  const table = windowTable(first, end, geometry);
  const places = new Int32Array(rows);
  for (let i = 0; i < kernel[0]; i++) {
    for (let j = 0; j < kernel[1]; j++) {
      for (let k = 0; k < kernel[2]; k++) {
        for (let row = 0, at = 0; row < rows; row++, at += PER_WINDOW) {
          const t = table[at + 1]! + i;
          const h = table[at + 2]! + j;
          const w = table[at + 3]! + k;
          const inside = t >= 0 && t < T && h >= 0 && h < H && w >= 0 && w < W;
          places[row] = inside ? x + table[at]! + ((t * H + h) * W + w) * inChannels : outside;
        }
        work(places);
      }
    }
  }
}

/** x -> its windows, transposed. `outside` must hold zeros. */
export function fillRows(heap: Float32Array, windows: Windows, geometry: ConvGeometry): void {
  const { inChannels } = geometry;
  let to = windows.columns;
  eachTap(windows, geometry, (places) => {
    const rows = places.length;
    let c = 0;
    // Four channels at a time: they lie side by side in x, so that each of its lines is read once.
    for (; c + 4 <= inChannels; c += 4) {
      for (let row = 0; row < rows; row++) {
        const from = places[row]! + c;
        const at = to + row;
        heap[at] = heap[from]!;
        heap[at + rows] = heap[from + 1]!;
        heap[at + 2 * rows] = heap[from + 2]!;
        heap[at + 3 * rows] = heap[from + 3]!;
      }
      to += 4 * rows;
    }
    for (; c < inChannels; c++, to += rows) {
      for (let row = 0; row < rows; row++) heap[to + row] = heap[places[row]! + c]!;
    }
  });
}

/** The gradient of `fillRows`: adds the windows to the places of x that they would be read from; `outside` takes the padding's. */
export function addRows(heap: Float32Array, windows: Windows, geometry: ConvGeometry): void {
  const { inChannels } = geometry;
  let from = windows.columns;
  eachTap(windows, geometry, (places) => {
    const rows = places.length;
    let c = 0;
    for (; c + 4 <= inChannels; c += 4) {
      for (let row = 0; row < rows; row++) {
        const to = places[row]! + c;
        const at = from + row;
        heap[to]! += heap[at]!;
        heap[to + 1]! += heap[at + rows]!;
        heap[to + 2]! += heap[at + 2 * rows]!;
        heap[to + 3]! += heap[at + 3 * rows]!;
      }
      from += 4 * rows;
    }
    for (; c < inChannels; c++, from += rows) {
      for (let row = 0; row < rows; row++) heap[places[row]! + c]! += heap[from + row]!;
    }
  });
}
