/**
 * Augmented views of a clip (Feichtenhofer 2021, SimCLR's colours): one crop, flip and colour change a clip, the same on all its frames.
 * A view is named by (run seed, step, video, clip), so any one can be drawn again alone.
 */
import { PURPOSE, randomStream, type RandomStream } from '../random/stream';
import { frameAt, type VideoFrames } from '../video/frames';
import { jitterColours, type ColourChange } from './colour';
import { blurFrame } from './blur';
import type { ClipsConfig } from './config';

/** What was drawn for one view; every length is relative to the source picture. */
export interface View {
  /** Seconds from the beginning of the video: what the time module is given. */
  readonly start: number;
  readonly crop: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  readonly flipped: boolean;
  readonly colours: ColourChange | undefined;
  readonly grey: boolean;
  /** Standard deviation in pixels of the view; 0 for none. */
  readonly blur: number;
}

export interface ViewSize {
  /** T. */
  readonly frames: number;
  /** H = W, pixels. */
  readonly size: number;
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

const ASPECT_LOW = 3 / 4;
const ASPECT_HIGH = 4 / 3;
/** σ of the blur, pixels of the view. */
const BLUR_LOW = 0.1;
const BLUR_HIGH = 2;

/** Latest start such that the clip still ends inside the video; 0 for a shorter video, whose last frame is repeated. */
export function latestStart(duration: number, frames: number, stride: number): number {
  return Math.max(0, duration - frames * stride);
}

/** n starts uniformly over the video, from 0 to the latest. */
export function uniformStarts(duration: number, frames: number, stride: number, count: number): number[] {
  const last = latestStart(duration, frames, stride);
  return Array.from({ length: count }, (_, i) => (count === 1 ? 0 : (last * i) / (count - 1)));
}

/** Random resized crop: area and aspect drawn up to ten times, then the largest central crop of the nearest aspect. */
function drawCrop(random: RandomStream, config: ClipsConfig, width: number, height: number): View['crop'] {
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = random.between(config.cropLow, Math.max(config.cropLow, config.cropHigh)) * width * height;
    const aspect = Math.exp(random.between(Math.log(ASPECT_LOW), Math.log(ASPECT_HIGH)));
    const w = Math.sqrt(area * aspect);
    const h = Math.sqrt(area / aspect);
    if (w <= width && h <= height) {
      return {
        left: random.between(0, width - w) / width,
        top: random.between(0, height - h) / height,
        width: w / width,
        height: h / height,
      };
    }
  }
  return centralCrop(width, height, ASPECT_LOW, ASPECT_HIGH);
}

/** The largest central crop whose aspect lies between the two. */
export function centralCrop(width: number, height: number, aspectLow = 1, aspectHigh = 1): View['crop'] {
  const aspect = Math.min(aspectHigh, Math.max(aspectLow, width / height));
  const w = Math.min(width, height * aspect) / width;
  const h = Math.min(height, width / aspect) / height;
  return { left: (1 - w) / 2, top: (1 - h) / 2, width: w, height: h };
}

/**
 * The view named by (seed, step, video, clip), drawn alone: the one that the batch of that step held. `video` is the place
 * of the video in the set, `clip` 0 … P − 1 with the query first. `renderView` makes pixels of it.
 */
export function viewOf(
  name: { seed: number; step: number; video: number; clip: number },
  config: ClipsConfig,
  size: Pick<ViewSize, 'frames'>,
  source: Pick<VideoFrames, 'width' | 'height' | 'duration'>,
): View {
  const random = randomStream(PURPOSE.view, name.seed, name.step, name.video, name.clip);
  const start = random.between(0, latestStart(source.duration, size.frames, config.stride));
  const crop = drawCrop(random, config, source.width, source.height);
  const flipped = random.chance(config.flip);
  const s = config.jitterStrength;
  const colours = random.chance(config.jitter)
    ? {
        brightness: random.between(1 - s, 1 + s),
        contrast: random.between(1 - s, 1 + s),
        saturation: random.between(1 - s, 1 + s),
        hue: random.between(-s / 4, s / 4),
      }
    : undefined;
  const grey = random.chance(config.grey);
  const blur = random.chance(config.blur) ? random.between(BLUR_LOW, BLUR_HIGH) : 0;
  return { start, crop, flipped, colours, grey, blur };
}

/** The view that maps and scores use: central square, nothing changed. */
export function plainView(start: number, source: Pick<VideoFrames, 'width' | 'height'>): View {
  return {
    start,
    crop: centralCrop(source.width, source.height),
    flipped: false,
    colours: undefined,
    grey: false,
    blur: 0,
  };
}

/** How a view samples its source, in pixels of the source. */
export function samplingOf(
  { crop }: Pick<View, 'crop'>,
  { width, height }: Pick<VideoFrames, 'width' | 'height'>,
  size: number,
) {
  const scaleX = (crop.width * width) / size;
  const scaleY = (crop.height * height) / size;
  return {
    left: crop.left * width,
    top: crop.top * height,
    scaleX,
    scaleY,
    // Enough taps a pixel that no source pixel is skipped.
    tapsX: Math.max(1, Math.ceil(scaleX)),
    tapsY: Math.max(1, Math.ceil(scaleY)),
  };
}

/** Writes one frame of the view into `out` [size,size,3], values 0…1; bilinear, averaging where it shrinks. */
function resample(source: VideoFrames, frame: number, view: View, size: number, out: Float32Array): void {
  const { width, height, rgb } = source;
  const base = frame * width * height * 3;
  const { left: cropLeft, top: cropTop, scaleX, scaleY, tapsX, tapsY } = samplingOf(view, source, size);
  const weight = 1 / (tapsX * tapsY * 255);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const column = view.flipped ? size - 1 - x : x;
      let r = 0;
      let g = 0;
      let b = 0;
      for (let j = 0; j < tapsY; j++) {
        const sy = Math.min(height - 1, Math.max(0, cropTop + (y + (j + 0.5) / tapsY) * scaleY - 0.5));
        const y0 = Math.floor(sy);
        const fy = sy - y0;
        const row0 = base + y0 * width * 3;
        const row1 = base + Math.min(height - 1, y0 + 1) * width * 3;
        for (let i = 0; i < tapsX; i++) {
          const sx = Math.min(width - 1, Math.max(0, cropLeft + (column + (i + 0.5) / tapsX) * scaleX - 0.5));
          const x0 = Math.floor(sx);
          const fx = sx - x0;
          const left = x0 * 3;
          const right = Math.min(width - 1, x0 + 1) * 3;
          const a = (1 - fy) * (1 - fx);
          const c = (1 - fy) * fx;
          const d = fy * (1 - fx);
          const e = fy * fx;
          r +=
            a * rgb[row0 + left]! + c * rgb[row0 + right]! + d * rgb[row1 + left]! + e * rgb[row1 + right]!;
          g +=
            a * rgb[row0 + left + 1]! +
            c * rgb[row0 + right + 1]! +
            d * rgb[row1 + left + 1]! +
            e * rgb[row1 + right + 1]!;
          b +=
            a * rgb[row0 + left + 2]! +
            c * rgb[row0 + right + 2]! +
            d * rgb[row1 + left + 2]! +
            e * rgb[row1 + right + 2]!;
        }
      }
      const at = (y * size + x) * 3;
      out[at] = r * weight;
      out[at + 1] = g * weight;
      out[at + 2] = b * weight;
    }
  }
}

/** Writes the view into `out` [T,size,size,3], normalised: (value − mean) / deviation. */
export function renderView(
  source: VideoFrames,
  view: View,
  stride: number,
  { frames, size, mean, deviation }: ViewSize,
  out: Float32Array,
): void {
  const length = size * size * 3;
  for (let t = 0; t < frames; t++) {
    const picture = out.subarray(t * length, (t + 1) * length);
    resample(source, frameAt(source.seconds, view.start + t * stride), view, size, picture);
  }
  const clip = out.subarray(0, frames * length);
  if (view.colours ?? view.grey) jitterColours(clip, length, view.colours, view.grey);
  if (view.blur > 0)
    for (let t = 0; t < frames; t++) blurFrame(clip.subarray(t * length, (t + 1) * length), size, view.blur);
  for (let i = 0; i < clip.length; i++) {
    const channel = (i % 3) as 0 | 1 | 2;
    clip[i] = (clip[i]! - mean[channel]) / deviation[channel];
  }
}
