/** Frames of a video to show: spread over all of it for a thumbnail, or those of one segment. */
import { AreaShrinker } from './area';
import { frameAt, type Filmstrip, type VideoFrames } from './frames';
import { frameBytes, type Size } from './stored';

const FILMSTRIP_FRAMES = 8;
/** Pixels. */
const FILMSTRIP_WIDTH = 96;

function frameOf(video: VideoFrames, index: number): Uint8Array {
  const bytes = frameBytes(video);
  return video.rgb.subarray(index * bytes, (index + 1) * bytes);
}

function thumbnailSize({ width, height }: VideoFrames): Size {
  if (width <= FILMSTRIP_WIDTH) return { width, height };
  return { width: FILMSTRIP_WIDTH, height: Math.max(1, Math.round((height * FILMSTRIP_WIDTH) / width)) };
}

/** The frames a filmstrip shows: in the middles of equal parts of the video. */
export function filmstripFrames({ count, seconds, duration }: Omit<VideoFrames, 'rgb'>): number[] {
  const shown = Math.min(FILMSTRIP_FRAMES, count);
  return Array.from({ length: shown }, (_, i) => frameAt(seconds, ((i + 0.5) * duration) / shown));
}

/** FILMSTRIP_FRAMES frames (or all there are, if fewer) in the middles of equal parts of the video, at most FILMSTRIP_WIDTH wide. */
export function filmstripOf(video: VideoFrames): Filmstrip {
  const frames = filmstripFrames(video);
  const size = thumbnailSize(video);
  const shrinker = new AreaShrinker(video, size, 3);
  const bytes = frameBytes(size);
  const rgb = new Uint8Array(frames.length * bytes);
  frames.forEach((index, i) =>
    shrinker.shrink(frameOf(video, index), rgb.subarray(i * bytes, (i + 1) * bytes)),
  );
  return { rgb, count: frames.length, ...size };
}

/** `frames` frames, `stride` seconds apart, from `start` (seconds) on; the last one is repeated beyond the end. */
export function segmentOf(video: VideoFrames, start: number, stride: number, frames: number): Filmstrip {
  const bytes = frameBytes(video);
  const rgb = new Uint8Array(frames * bytes);
  for (let i = 0; i < frames; i++) {
    rgb.set(frameOf(video, frameAt(video.seconds, start + i * stride)), i * bytes);
  }
  return { rgb, count: frames, width: video.width, height: video.height };
}
