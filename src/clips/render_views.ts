/** Pixels of many views at once, as a tensor: on the GPU from the bytes of their frames, elsewhere view by view. */
import * as tf from '@tensorflow/tfjs';
import { renderViewRows, VIEW_COLUMNS, type ViewRow } from '../gpu/render_views';
import { frameAt, type VideoFrames } from '../video/frames';
import { renderView, samplingOf, type View, type ViewSize } from './views';

/** A view and the video it is of. */
export interface SourcedView {
  readonly frames: VideoFrames;
  readonly view: View;
  /** Its frames last to first. */
  readonly reversed?: boolean | undefined;
}

/** [V,T,H,W,3], normalised pixels, in the order of `views`. The caller disposes it. */
export function renderViews(views: readonly SourcedView[], stride: number, size: ViewSize): tf.Tensor5D {
  return tf.getBackend() === 'webgpu' ? onGpu(views, stride, size) : onHost(views, stride, size);
}

function onHost(views: readonly SourcedView[], stride: number, size: ViewSize): tf.Tensor5D {
  const length = size.frames * size.size * size.size * 3;
  const pixels = new Float32Array(views.length * length);
  views.forEach(({ frames, view, reversed }, i) => {
    const clip = pixels.subarray(i * length, (i + 1) * length);
    renderView(frames, view, stride, size, clip);
    if (reversed) reverseFrames(clip, size.frames);
  });
  return tf.tensor5d(pixels, [views.length, size.frames, size.size, size.size, 3]);
}

function onGpu(views: readonly SourcedView[], stride: number, size: ViewSize): tf.Tensor5D {
  const { words, offsets } = packedFrames(views, stride, size.frames);
  const rows = views.map(({ frames, view }) => rowOf(view, frames, size.size));
  const values = rows.flatMap((row) => VIEW_COLUMNS.map((name) => row[name]));
  return tf.tidy(() =>
    renderViewRows(
      tf.tensor1d(words, 'int32'),
      tf.tensor2d(offsets, [views.length, size.frames], 'int32'),
      {
        table: tf.tensor2d(values, [views.length, VIEW_COLUMNS.length]),
        largestBlur: Math.max(...rows.map(({ blur }) => blur)),
      },
      {
        frames: size.frames,
        size: size.size,
        mean: size.mean,
        deviation: size.deviation,
        mostTaps: Math.max(...rows.map(({ tapsX, tapsY }) => tapsX * tapsY)),
      },
    ),
  );
}

/** The frames that the views show, each once, and the byte at which each frame of each view begins [V,T]. */
function packedFrames(views: readonly SourcedView[], stride: number, count: number) {
  const places = new Map<VideoFrames, Map<number, number>>();
  const offsets = new Int32Array(views.length * count);
  let bytes = 0;
  views.forEach(({ frames, view, reversed }, v) => {
    const known = places.get(frames) ?? new Map<number, number>();
    places.set(frames, known);
    for (let t = 0; t < count; t++) {
      const frame = frameAt(frames.seconds, view.start + t * stride);
      if (!known.has(frame)) {
        known.set(frame, bytes);
        bytes += frames.width * frames.height * 3;
      }
      offsets[v * count + (reversed ? count - 1 - t : t)] = known.get(frame)!;
    }
  });
  const words = new Int32Array(Math.ceil(bytes / 4));
  const packed = new Uint8Array(words.buffer);
  for (const [{ rgb, width, height }, known] of places) {
    const length = width * height * 3;
    for (const [frame, offset] of known)
      packed.set(rgb.subarray(frame * length, (frame + 1) * length), offset);
  }
  return { words, offsets };
}

function rowOf(view: View, { width, height }: VideoFrames, size: number): ViewRow {
  const { colours, flipped, grey, blur } = view;
  return {
    width,
    height,
    ...samplingOf(view, { width, height }, size),
    flipped: Number(flipped),
    jittered: Number(colours !== undefined),
    grey: Number(grey),
    brightness: colours?.brightness ?? 1,
    contrast: colours?.contrast ?? 1,
    saturation: colours?.saturation ?? 1,
    hue: colours?.hue ?? 0,
    blur,
  };
}

/** clip [T,H,W,3] with its last frame first, in place. */
function reverseFrames(clip: Float32Array, frames: number): void {
  const length = clip.length / frames;
  const original = clip.slice();
  for (let t = 0; t < frames; t++)
    clip.set(original.subarray((frames - 1 - t) * length, (frames - t) * length), t * length);
}
