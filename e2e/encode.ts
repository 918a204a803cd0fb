/** Makes real video files inside a browser page or worker: RGB frames in, H.264 MP4, VP9 WebM and their kin out. */
import {
  BufferTarget,
  MkvOutputFormat,
  Mp4OutputFormat,
  Output,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
  type Rotation,
  type VideoCodec,
} from 'mediabunny';
import type { VideoFrames } from '../src/video/frames';

/** A new kind of file is one line. */
const KINDS = {
  mp4: { codec: 'avc', type: 'video/mp4', format: () => new Mp4OutputFormat({ fastStart: 'in-memory' }) },
  webm: { codec: 'vp9', type: 'video/webm', format: () => new WebMOutputFormat() },
  mkv: { codec: 'avc', type: 'video/x-matroska', format: () => new MkvOutputFormat() },
} as const satisfies Record<string, { codec: VideoCodec; type: string; format: () => object }>;

export type FileKind = keyof typeof KINDS;

/** Bits a second: much for these sizes, so that colours survive. */
const BITRATE = 4e6;
/** Seconds. */
const KEY_FRAME_INTERVAL = 2;

export interface EncodeOptions {
  /** Degrees by which players turn the picture clockwise: written to the file, not drawn. */
  readonly rotation?: Rotation;
}

/**
 * Encodes the frames with the times they have. Sides must be even.
 * @throws Error where this browser cannot encode the codec.
 */
export async function encodeVideo(
  frames: VideoFrames,
  kind: FileKind,
  name: string,
  { rotation = 0 }: EncodeOptions = {},
): Promise<File> {
  const { codec, type, format } = KINDS[kind];
  const target = new BufferTarget();
  const output = new Output({ format: format(), target });
  const source = new VideoSampleSource({ codec, bitrate: BITRATE, keyFrameInterval: KEY_FRAME_INTERVAL });
  output.addVideoTrack(source, { rotation });
  await output.start();
  for (let i = 0; i < frames.count; i++) {
    const start = frames.seconds[i]!;
    const sample = new VideoSample(rgbxOf(frames, i), {
      format: 'RGBX',
      codedWidth: frames.width,
      codedHeight: frames.height,
      timestamp: start,
      duration: (frames.seconds[i + 1] ?? frames.duration) - start,
    });
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  return new File([target.buffer!], name, { type });
}

function rgbxOf({ rgb, width, height }: VideoFrames, frame: number): Uint8Array {
  const pixels = width * height;
  const rgbx = new Uint8Array(pixels * 4).fill(255);
  for (let p = 0; p < pixels; p++) {
    const from = (frame * pixels + p) * 3;
    rgbx.set(rgb.subarray(from, from + 3), p * 4);
  }
  return rgbx;
}

/** RGB, 0..255. */
export type Colour = readonly [number, number, number];

/** Colours of the quarters of a picture: top left, top right, bottom left, bottom right. */
export type Quarters = readonly [Colour, Colour, Colour, Colour];

/** A video whose frame i has these four colours: what a decoder gives can be told exactly. */
export function quarteredVideo(
  options: { readonly width: number; readonly height: number; readonly fps: number; readonly count: number },
  quartersOf: (frame: number) => Quarters,
): VideoFrames {
  const { width, height, fps, count } = options;
  const rgb = new Uint8Array(count * width * height * 3);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const quarters = quartersOf(i);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at += 3) {
        rgb.set(quarters[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)]!, at);
      }
    }
  }
  const seconds = Float64Array.from({ length: count }, (_, i) => i / fps);
  return { rgb, count, width, height, seconds, duration: count / fps };
}

/** Codes a frame's number in its quarters (0 … 255), four grey levels each: quarters far enough apart to survive encoding. */
export function numberedQuarters(frame: number): Quarters {
  const grey = (digit: number): Colour => {
    const level = 32 + 64 * ((frame >> (2 * digit)) & 3);
    return [level, level, level];
  };
  return [grey(3), grey(2), grey(1), grey(0)];
}

/** The number that `numberedQuarters` coded, read from the middles of the quarters of frame `index`. */
export function numberOf({ rgb, width, height }: VideoFrames, index: number): number {
  let number = 0;
  for (const [x, y] of [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75],
  ] as const) {
    const at = ((index * height + Math.floor(y * height)) * width + Math.floor(x * width)) * 3;
    number = number * 4 + Math.round((rgb[at]! - 32) / 64);
  }
  return number;
}
