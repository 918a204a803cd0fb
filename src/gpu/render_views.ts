/**
 * Augmented views from the bytes of their frames, in one dispatch: a workgroup makes one frame of one view, from its crop to its
 * normalisation. The same arithmetic as `renderView` of src/clips, which runs on the processor and which it is tested against.
 */
import * as tf from '@tensorflow/tfjs';
import { runGroups, webgpuBackend, WORKGROUP } from './program';

/** Columns of the table of views, in its order; lengths in pixels of the source unless told otherwise. */
export const VIEW_COLUMNS = [
  'width',
  'height',
  'left',
  'top',
  /** Pixels of the source for one of the view. */
  'scaleX',
  'scaleY',
  /** Samples along each axis that a pixel of the view is averaged over. */
  'tapsX',
  'tapsY',
  /** 1 or 0. */
  'flipped',
  'jittered',
  'grey',
  /** Factors of the jitter; hue in turns. */
  'brightness',
  'contrast',
  'saturation',
  'hue',
  /** σ in pixels of the view; 0: none. */
  'blur',
] as const;
export type ViewRow = Readonly<Record<(typeof VIEW_COLUMNS)[number], number>>;

/** Taps of the blur to either side, ⌈3σ⌉ at most: σ is at most 2. */
const MOST_RADIUS = 6;
/** Floating-point operations of one sample of the source, about: four pixels of three bytes. */
const FLOPS_PER_SAMPLE = 200;
const FLOPS_OF_BLUR = 2 * (2 * MOST_RADIUS + 1) * 6;

export interface ViewShape {
  /** T and H = W. */
  readonly frames: number;
  readonly size: number;
  /** Of each channel; pixels are 0 … 1 before. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** Samples that the pixels of the most shrunken view take. */
  readonly mostTaps: number;
}

const column = (name: (typeof VIEW_COLUMNS)[number]) =>
  `views[view * ${VIEW_COLUMNS.length} + ${VIEW_COLUMNS.indexOf(name)}]`;
const vector = (values: readonly number[]) =>
  `vec3<f32>(${values.map((value) => value.toFixed(7)).join(', ')})`;

const code = ({ size, mean, deviation }: ViewShape) => `
    const SIZE = ${size};
    var<workgroup> sums : array<f32, ${WORKGROUP}>;
    var<workgroup> weights : array<f32, ${2 * MOST_RADIUS + 1}>;

    fn byteAt(at : i32) -> f32 {
      return f32((u32(bytes[at >> 2u]) >> u32((at & 3) * 8)) & 255u);
    }
    fn pixelAt(at : i32) -> vec3<f32> {
      return vec3<f32>(byteAt(at), byteAt(at + 1), byteAt(at + 2));
    }
    fn luma(color : vec3<f32>) -> f32 { return dot(color, vec3<f32>(0.299, 0.587, 0.114)); }

    /** Bilinear, averaging where it shrinks; 0 … 1. */
    fn resampled(view : i32, base : i32, x : i32, y : i32) -> vec3<f32> {
      let width = ${column('width')};
      let height = ${column('height')};
      let taps = vec2<f32>(${column('tapsX')}, ${column('tapsY')});
      let scale = vec2<f32>(${column('scaleX')}, ${column('scaleY')});
      let corner = vec2<f32>(${column('left')}, ${column('top')});
      let place = vec2<f32>(f32(select(x, SIZE - 1 - x, ${column('flipped')} > 0.5)), f32(y));
      let row = i32(width) * 3;
      var sum = vec3<f32>();
      for (var j = 0.0; j < taps.y; j += 1.0) {
        let sy = clamp(corner.y + (place.y + (j + 0.5) / taps.y) * scale.y - 0.5, 0.0, height - 1.0);
        let row0 = base + i32(sy) * row;
        let row1 = base + i32(min(height - 1.0, floor(sy) + 1.0)) * row;
        for (var i = 0.0; i < taps.x; i += 1.0) {
          let sx = clamp(corner.x + (place.x + (i + 0.5) / taps.x) * scale.x - 0.5, 0.0, width - 1.0);
          let left = i32(sx) * 3;
          let right = i32(min(width - 1.0, floor(sx) + 1.0)) * 3;
          let upper = mix(pixelAt(row0 + left), pixelAt(row0 + right), fract(sx));
          let lower = mix(pixelAt(row1 + left), pixelAt(row1 + right), fract(sx));
          sum += mix(upper, lower, fract(sy));
        }
      }
      return sum / (taps.x * taps.y * 255.0);
    }

    /** Through HSV. */
    fn hueTurned(color : vec3<f32>, turn : f32) -> vec3<f32> {
      let high = max(color.r, max(color.g, color.b));
      let range = high - min(color.r, min(color.g, color.b));
      if (range <= 0.0) { return color; }
      var sixths = 4.0 + (color.r - color.g) / range;
      if (high == color.r) { sixths = (color.g - color.b) / range; }
      else if (high == color.g) { sixths = 2.0 + (color.b - color.r) / range; }
      let hue = fract(sixths / 6.0 + turn + 2.0) * 6.0;
      let k = (vec3<f32>(5.0, 3.0, 1.0) + hue) % vec3<f32>(6.0);
      return high - range * clamp(min(k, 4.0 - k), vec3<f32>(0.0), vec3<f32>(1.0));
    }

    fn load(source : i32, at : i32) -> vec3<f32> {
      if (source == 0) { return vec3<f32>(sharp[at], sharp[at + 1], sharp[at + 2]); }
      return vec3<f32>(rows[at], rows[at + 1], rows[at + 2]);
    }
    /** Along one axis, edges repeated; the weights are those of this view. */
    fn blurred(source : i32, line : i32, place : i32, step : i32, radius : i32) -> vec3<f32> {
      var sum = vec3<f32>();
      var total = 0.0;
      for (var k = -radius; k <= radius; k++) {
        let weight = weights[k + radius];
        sum += weight * load(source, line + clamp(place + k, 0, SIZE - 1) * step);
        total += weight;
      }
      return sum / total;
    }

    fn run(group : i32, lane : i32) {
      let view = group / uniforms.frames;
      let first = group * SIZE * SIZE * 3;
      let isJittered = ${column('jittered')} > 0.5;
      let sigma = ${column('blur')};
      let radius = select(0, max(1, i32(ceil(3.0 * sigma))), sigma > 0.0);
      if (lane <= 2 * radius) {
        let away = f32(lane - radius);
        weights[lane] = select(1.0, exp(-away * away / (2.0 * sigma * sigma)), radius > 0);
      }

      var own = 0.0;
      for (var pixel = lane; pixel < SIZE * SIZE; pixel += ${WORKGROUP}) {
        var color = resampled(view, offsets[group], pixel % SIZE, pixel / SIZE);
        if (isJittered) { color = clamp(color * ${column('brightness')}, vec3<f32>(0.0), vec3<f32>(1.0)); }
        own += luma(color);
        let at = first + pixel * 3;
        sharp[at] = color.r; sharp[at + 1] = color.g; sharp[at + 2] = color.b;
      }
      sums[lane] = own;
      workgroupBarrier();
      // Contrast is about the frame's own mean grey.
      var total = 0.0;
      for (var i = 0; i < ${WORKGROUP}; i++) { total += sums[i]; }
      let middle = total / f32(SIZE * SIZE);

      for (var pixel = lane; pixel < SIZE * SIZE; pixel += ${WORKGROUP}) {
        let at = first + pixel * 3;
        var color = load(0, at);
        if (isJittered) {
          color = clamp(middle + (color - middle) * ${column('contrast')}, vec3<f32>(0.0), vec3<f32>(1.0));
          let grey = luma(color);
          color = clamp(grey + (color - grey) * ${column('saturation')}, vec3<f32>(0.0), vec3<f32>(1.0));
          color = hueTurned(color, ${column('hue')});
        }
        if (${column('grey')} > 0.5) { color = vec3<f32>(luma(color)); }
        sharp[at] = color.r; sharp[at + 1] = color.g; sharp[at + 2] = color.b;
      }
      storageBarrier();
      for (var pixel = lane; pixel < SIZE * SIZE; pixel += ${WORKGROUP}) {
        let at = first + pixel * 3;
        let color = blurred(0, first + pixel / SIZE * SIZE * 3, pixel % SIZE, 3, radius);
        rows[at] = color.r; rows[at + 1] = color.g; rows[at + 2] = color.b;
      }
      storageBarrier();
      for (var pixel = lane; pixel < SIZE * SIZE; pixel += ${WORKGROUP}) {
        let at = first + pixel * 3;
        let color = blurred(1, first + pixel % SIZE * 3, pixel / SIZE, SIZE * 3, radius);
        let normal = (color - ${vector(mean)}) / ${vector(deviation)};
        result[at] = normal.r; result[at + 1] = normal.g; result[at + 2] = normal.b;
      }
    }`;

/**
 * Views [V,T,S,S,3], normalised: (value − mean) / deviation. The caller disposes them. WebGPU only: no gradient goes through
 * pixels, and elsewhere the processor makes them, so this is no operation of the registry.
 * @param bytes int32 words: RGB bytes of frames behind each other, the first byte of a word the lowest
 * @param offsets int32 [V,T]: the byte at which each frame of each view begins
 * @param rows one a view
 * @throws RangeError when a blur is wider than the kernel holds, or there are more frames than a dispatch takes.
 */
export function renderViewRows(
  bytes: tf.Tensor1D,
  offsets: tf.Tensor2D,
  rows: { readonly table: tf.Tensor2D; readonly largestBlur: number },
  shape: ViewShape,
): tf.Tensor5D {
  const backend = webgpuBackend('renderViewRows()');
  const { frames, size, mean, deviation, mostTaps } = shape;
  const views = offsets.shape[0];
  if (Math.ceil(3 * rows.largestBlur) > MOST_RADIUS)
    throw new RangeError(
      `renderViewRows(rows): a blur must be of σ ≤ ${MOST_RADIUS / 3} pixels, got ${rows.largestBlur}.`,
    );
  // A workgroup works in place, so no frame may be made by two of them: `runGroups` wraps longer rows.
  const most = backend.device.limits.maxComputeWorkgroupsPerDimension;
  if (views * frames > most)
    throw new RangeError(`renderViewRows(offsets): at most ${most} frames, got ${views} views of ${frames}.`);
  const pixels = [views, frames, size, size, 3];
  const [result, ...between] = runGroups(backend, {
    key: `renderViews_${size}_${[...mean, ...deviation].join('_')}`,
    inputs: [
      { name: 'bytes', tensor: bytes, width: 1 },
      { name: 'offsets', tensor: offsets, width: 1 },
      { name: 'views', tensor: rows.table, width: 1 },
    ],
    outputs: ['result', 'sharp', 'rows'].map((name) => ({ name, shape: pixels, width: 1 as const })),
    groups: views * frames,
    integers: { frames },
    flopsPerThread: Math.ceil((size * size) / WORKGROUP) * (mostTaps * FLOPS_PER_SAMPLE + FLOPS_OF_BLUR),
    code: () => code(shape),
  });
  for (const { dataId } of between) backend.disposeData(dataId);
  return tf.engine().makeTensorFromTensorInfo(result!) as tf.Tensor5D;
}
