/** What every stage after decoding sees of a video: small frames and the second each was shown at. */

/** Decoded frames of one video. Immutable by convention: whoever needs to write takes a copy. */
export interface VideoFrames {
  /** uint8 RGB, row-major [T, H, W, 3]. */
  readonly rgb: Uint8Array;
  /** T: number of frames. */
  readonly count: number;
  /** H, pixels. */
  readonly height: number;
  /** W, pixels. */
  readonly width: number;
  /** [T] seconds from the beginning of the video at which each frame is shown; ascending. */
  readonly seconds: Float64Array;
  /** Seconds, end of the last frame. */
  readonly duration: number;
}

/** A few frames spread over the whole video, for moving thumbnails. */
export interface Filmstrip {
  /** uint8 RGB [count, height, width, 3]. */
  readonly rgb: Uint8Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/** Frame index shown at `second`: the last frame that starts at or before it (first and last frame hold beyond the ends). */
export function frameAt(seconds: Float64Array, second: number): number {
  let low = 0;
  let high = seconds.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    // A hair of tolerance: 0.30000000000000004 is frame 3 of a 10 fps video.
    if ((seconds[middle] ?? Infinity) <= second + 1e-6) low = middle;
    else high = middle - 1;
  }
  return low;
}
