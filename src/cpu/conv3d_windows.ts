/**
 * The windows of a convolution as a matrix of its input, [positions, taps · Cin]: a convolution and both its gradients are
 * products with it. x has its zeros around it already, so that every window lies inside.
 */
import type * as tf from '@tensorflow/tfjs';
import type { ConvGeometry, Triple } from '../gpu/conv3d_geometry';
import type { Matrix } from './matrix_product';

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

/** A row for each output position, counted over b, t, h, w: where its window begins in x. */
function beginnings({ batch, input, output, strides, inChannels }: ConvGeometry): Int32Array {
  const [T, H, W] = output;
  const line = input[2] * inChannels;
  const frame = input[1] * line;
  const begins = new Int32Array(batch * T * H * W);
  let row = 0;
  for (let b = 0; b < batch; b++) {
    for (let t = 0; t < T; t++) {
      for (let h = 0; h < H; h++) {
        const begin = (b * input[0] + t * strides[0]) * frame + h * strides[1] * line;
        for (let w = 0; w < W; w++) begins[row++] = begin + w * strides[2] * inChannels;
      }
    }
  }
  return begins;
}

/** A column for each number of a window, in the filter's order: how far behind the window's beginning it lies. */
function offsets({ input, kernel, inChannels }: ConvGeometry): Int32Array {
  const [kt, kh, kw] = kernel;
  const length = kw * inChannels;
  const behind = new Int32Array(kt * kh * length);
  let column = 0;
  for (let t = 0; t < kt; t++) {
    for (let h = 0; h < kh; h++) {
      const line = (t * input[1] + h) * input[2] * inChannels;
      for (let i = 0; i < length; i++) behind[column++] = line + i;
    }
  }
  return behind;
}

/** x, which has its padding around it, seen as its windows. */
export function windows(x: tf.TensorInfo, geometry: ConvGeometry): Matrix {
  return { tensor: x, rows: beginnings(geometry), columns: offsets(geometry) };
}
