/**
 * The windows of a convolution as rows of a matrix, and back: with them a convolution is a matrix product.
 * Everything lies in one heap, so arrays are its Float32Array and offsets into it, in elements.
 */
import type { ConvGeometry, Triple } from '../gpu/conv3d_geometry';

/** Shorter runs are copied number by number: calling for a copy costs as much as some tens of numbers. */
const SHORT = 48;

interface Window {
  /** First element of the output position's clip in x. */
  readonly clip: number;
  /** Input position of the window's first tap, [t,h,w]; outside of x where it lies in the padding. */
  readonly at: Triple;
}

/** Window of output position `row`, counted over b, t, h, w. */
function windowOf(row: number, { input, output, strides, padding, inChannels }: ConvGeometry): Window {
  const w = row % output[2];
  const h = Math.floor(row / output[2]) % output[1];
  const t = Math.floor(row / (output[2] * output[1])) % output[0];
  const b = Math.floor(row / (output[2] * output[1] * output[0]));
  return {
    clip: b * input[0] * input[1] * input[2] * inChannels,
    at: [t * strides[0] - padding[0], h * strides[1] - padding[1], w * strides[2] - padding[2]],
  };
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
  let to = columns;
  for (let row = first; row < end; row++) {
    const { clip, at } = windowOf(row, geometry);
    const [t0, h0, w0] = at;
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

/**
 * The same windows, transposed: [taps · Cin, rows] at element `columns`. `zero` is the element at which Cin zeros lie,
 * which the padding is read from.
 */
export function fillRows(
  heap: Float32Array,
  x: number,
  columns: number,
  zero: number,
  geometry: ConvGeometry,
  first: number,
  end: number,
): void {
  const { input, kernel, inChannels } = geometry;
  const [kt, kh, kw] = kernel;
  const [T, H, W] = input;
  const rows = end - first;
  // Of each window: its clip, and the input position of its first tap.
  const windows = new Int32Array(4 * rows);
  for (let row = 0; row < rows; row++) {
    const { clip, at } = windowOf(first + row, geometry);
    windows.set([clip, ...at], 4 * row);
  }
  const sources = new Int32Array(rows);
  let to = columns;
  for (let i = 0; i < kt; i++) {
    for (let j = 0; j < kh; j++) {
      for (let k = 0; k < kw; k++) {
        for (let row = 0; row < rows; row++) {
          const t = windows[4 * row + 1]! + i;
          const h = windows[4 * row + 2]! + j;
          const w = windows[4 * row + 3]! + k;
          const inside = t >= 0 && t < T && h >= 0 && h < H && w >= 0 && w < W;
          sources[row] = inside ? x + windows[4 * row]! + ((t * H + h) * W + w) * inChannels : zero;
        }
        for (let c = 0; c < inChannels; c++) {
          for (let row = 0; row < rows; row++) heap[to++] = heap[sources[row]! + c]!;
        }
      }
    }
  }
}

/** The gradient of `fillColumns`: adds rows [first, end) of `columns` to the places of dx that they were taken from. */
export function addColumns(
  heap: Float32Array,
  columns: number,
  dx: number,
  geometry: ConvGeometry,
  first: number,
  end: number,
): void {
  const { input, kernel, inChannels } = geometry;
  const [kt, kh, kw] = kernel;
  const [T, H, W] = input;
  const line = kw * inChannels;
  let from = columns;
  for (let row = first; row < end; row++) {
    const { clip, at } = windowOf(row, geometry);
    const [t0, h0, w0] = at;
    const before = Math.max(0, -w0) * inChannels;
    const inside = Math.max(0, Math.min(kw, W - w0) * inChannels - before);
    for (let t = t0; t < t0 + kt; t++) {
      if (t < 0 || t >= T) {
        from += kh * line;
        continue;
      }
      for (let h = h0; h < h0 + kh; h++) {
        if (h >= 0 && h < H) {
          let to = dx + clip + ((t * H + h) * W + w0) * inChannels + before;
          const begin = from + before;
          for (let i = begin; i < begin + inside; i++) heap[to++]! += heap[i]!;
        }
        from += line;
      }
    }
  }
}
