/** How much of a video is kept: frame rate and size of the stored frames, and the limits that are checked before memory is taken. */

/** Stored frames a second, at most. A source with fewer keeps its own. */
export const STORED_FPS = 10;
/** Pixels of the shorter side of stored frames, at most. */
export const STORED_SIDE = 64;
/** Bytes of the stored frames of one video: about 20 minutes at 114x64. */
export const MAX_STORED_BYTES = 256 * 2 ** 20;
/** Bytes of all stored frames together. The train worker holds as many again. */
export const MAX_HELD_BYTES = 2 ** 30;
/** Pixels of either side of the source picture: beyond it no decoder and no canvas goes. */
export const MAX_SOURCE_SIDE = 16_384;

export interface Size {
  /** Pixels, as is the height. */
  readonly width: number;
  readonly height: number;
}

/** RGB bytes of one frame. */
export function frameBytes({ width, height }: Size): number {
  return width * height * 3;
}

const evenNear = (pixels: number) => Math.max(2, 2 * Math.round(pixels / 2));
const evenBelow = (pixels: number) => Math.max(2, 2 * Math.floor(pixels / 2));

/**
 * Size of the stored frames: the shorter side is STORED_SIDE pixels, the aspect is kept up to even sides, and nothing is
 * enlarged (but a side of one pixel, to two).
 */
export function storedSize(source: Size): Size {
  const scale = STORED_SIDE / Math.min(source.width, source.height);
  if (scale >= 1) return { width: evenBelow(source.width), height: evenBelow(source.height) };
  return { width: evenNear(source.width * scale), height: evenNear(source.height * scale) };
}
