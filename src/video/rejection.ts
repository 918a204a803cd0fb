/** The sentences that say why a file cannot be used: what it is, why not, and what to do. */
import type { Rejection } from '../protocol/decode';
import { STORED_FPS, frameBytes, type Size } from './stored';

/** Makes an H.264 MP4 of whatever ffmpeg can read. */
export const CONVERT = 'ffmpeg -i INPUT -c:v libx264 -pix_fmt yuv420p OUTPUT.mp4';

/** A file that cannot be used. `message` is the sentence for the user; `detail` is what the browser or demuxer said, if anything. */
export class RejectedFile extends Error {
  readonly reason: Rejection['reason'];
  readonly detail: string | undefined;

  constructor(reason: Rejection['reason'], message: string, detail?: string) {
    super(message);
    this.name = 'RejectedFile';
    this.reason = reason;
    this.detail = detail;
  }
}

/** What a library or the browser said, for `detail`. */
export function detailOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

const seconds = (value: number) => `${value.toFixed(1)} s`;
const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;

/** Codecs by mediabunny's names, and by what containers call those it does not know. */
const CODEC_NAMES: Readonly<Record<string, string>> = {
  avc: 'H.264',
  hevc: 'HEVC (H.265)',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
  prores: 'ProRes',
  mp4v: 'MPEG-4 Part 2 (DivX, Xvid)',
  'V_MPEG4/ISO/ASP': 'MPEG-4 Part 2 (DivX, Xvid)',
  jpeg: 'Motion JPEG',
  mjpa: 'Motion JPEG',
  V_MJPEG: 'Motion JPEG',
  V_MPEG1: 'MPEG-1',
  V_MPEG2: 'MPEG-2',
  V_THEORA: 'Theora',
  // Stream types of MPEG transport streams.
  '1': 'MPEG-1',
  '2': 'MPEG-2',
  '16': 'MPEG-4 Part 2 (DivX, Xvid)',
  '51': 'H.266 (VVC)',
};

export const REJECT = {
  empty: () =>
    new RejectedFile('empty', 'The file is empty (0 bytes): copy or download it again, or choose another.'),

  notAVideo: (detail?: string) =>
    new RejectedFile(
      'not-a-video',
      'This is not a video file, as its bytes begin like no video format: choose an MP4, MOV, MKV, WebM or TS file.',
      detail,
    ),

  container: (name: string, holds: string) =>
    new RejectedFile(
      'container',
      `This is ${name}, ${holds}, which browsers cannot read: convert it to MP4, for example with ${CONVERT}`,
    ),

  noVideoTrack: (tracks: readonly string[], detail?: string) =>
    new RejectedFile(
      'no-video-track',
      `The file has no pictures to learn from (${tracks.length > 0 ? `only ${tracks.join(', ')}` : 'no video track'}): choose one with a video track.`,
      detail,
    ),

  codec: (codec: string, detail?: string) =>
    new RejectedFile(
      'codec',
      `This browser cannot decode the file’s video codec, ${CODEC_NAMES[codec] ?? codec}: convert it to H.264, VP9 or AV1, for example with ${CONVERT}`,
      detail,
    ),

  noWebCodecs: () =>
    new RejectedFile(
      'codec',
      'This browser cannot decode video files here, as it has no WebCodecs: use a current Chrome, Edge, Firefox or Safari, over https or localhost.',
    ),

  /** `end` and `claimed` in seconds: where its pictures end, and where they should. */
  truncated: (end: number, claimed: number | undefined, detail?: string) => {
    const of = claimed === undefined || claimed <= end ? '' : ` of ${seconds(claimed)}`;
    const what = end > 0 ? `its pictures end at ${seconds(end)}${of}` : 'its end is missing';
    return new RejectedFile(
      'truncated',
      `The file is cut off, as ${what}: copy or download it again.`,
      detail,
    );
  },

  /** `second` is the last one that could be decoded. */
  damaged: (second: number, detail: string) =>
    new RejectedFile(
      'failed',
      `The file is damaged, as its video cannot be decoded from ${seconds(second)} on: copy or download it again, or repair it with ${CONVERT}`,
      detail,
    ),

  tooManyFrames: (size: Size, maxBytes: number) => {
    const fits = maxBytes / frameBytes(size) / STORED_FPS;
    return new RejectedFile(
      'too-large',
      `The video is too long, as its frames (${size.width}x${size.height} pixels, ${STORED_FPS} a second) would take more than ${megabytes(maxBytes)}: cut it into parts of at most ${fits >= 60 ? `${Math.floor(fits / 60)} min` : seconds(fits)}.`,
    );
  },

  tooManyPixels: ({ width, height }: Size, maxSide: number) =>
    new RejectedFile(
      'too-large',
      `The picture is too large (${width}x${height} pixels, at most ${maxSide} a side): scale it down, for example with ffmpeg -i INPUT -vf scale=1280:-2 OUTPUT.mp4`,
    ),

  libraryFull: (maxBytes: number) =>
    new RejectedFile(
      'too-large',
      `There is no room left, as the frames of the other videos take ${megabytes(maxBytes)} already: remove some of them, then add this file again.`,
    ),

  unreadable: (detail: string) =>
    new RejectedFile(
      'failed',
      'The browser could not read the file, as it was moved, changed or protected since it was chosen: choose it again.',
      detail,
    ),

  cancelled: () =>
    new RejectedFile('failed', 'Decoding was cancelled before it was done: add the file again to use it.'),

  failed: (detail: string) =>
    new RejectedFile(
      'failed',
      `The file could not be decoded for a reason that nobody foresaw: try another file, or convert it with ${CONVERT}`,
      detail,
    ),
} as const;
