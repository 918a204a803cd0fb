/** From a decoded picture, upright and in square pixels, to a stored frame. */
import type { VideoSample } from 'mediabunny';
import { AreaShrinker } from './area';
import type { Size } from './stored';

/** How many times larger than the stored frame a picture may be when it is read back to be shrunk by area. */
const READ_BACK_FACTOR = 4;

type Context = OffscreenCanvasRenderingContext2D;

function contextOf({ width, height }: Size): Context {
  // Read back every time: without this the browser may keep it on the GPU, and round differently from run to run.
  const context = new OffscreenCanvas(width, height).getContext('2d', {
    alpha: false,
    willReadFrequently: true,
  });
  if (!context)
    throw new Error(`PictureShrinker: the browser gave no 2D context for a canvas of ${width}x${height}.`);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  return context;
}

/**
 * Shrinks decoded pictures. The browser converts colours, turns the picture upright and halves it until it is at most
 * READ_BACK_FACTOR times the stored size; the rest is an exact mean over areas. Halving never skips a pixel, and the
 * mean does not depend on a browser's idea of smoothing.
 */
export class PictureShrinker {
  /** Each at most half of the one before it; the first one takes the decoded picture. */
  readonly #halvings: Context[] = [];
  readonly #shrinker: AreaShrinker;

  /** `source` is the picture as displayed: turned upright, in square pixels. */
  constructor(source: Size, stored: Size) {
    // A picture of one pixel is stored as two: the canvas does that enlarging.
    let width = Math.max(source.width, stored.width);
    let height = Math.max(source.height, stored.height);
    const sizes: Size[] = [];
    while (width > READ_BACK_FACTOR * stored.width || height > READ_BACK_FACTOR * stored.height) {
      width = Math.max(stored.width, Math.ceil(width / 2));
      height = Math.max(stored.height, Math.ceil(height / 2));
      sizes.push({ width, height });
    }
    if (sizes.length === 0) sizes.push({ width, height });
    this.#halvings = sizes.map(contextOf);
    this.#shrinker = new AreaShrinker({ width, height }, stored, 4);
  }

  /** Into `out`, uint8 RGB [stored.height, stored.width, 3]. The sample stays the caller's to close. */
  shrink(sample: VideoSample, out: Uint8Array): void {
    let previous: Context | undefined;
    for (const context of this.#halvings) {
      const { width, height } = context.canvas;
      if (previous) context.drawImage(previous.canvas, 0, 0, width, height);
      else sample.draw(context, 0, 0, width, height);
      previous = context;
    }
    const { width, height } = previous!.canvas;
    this.#shrinker.shrink(previous!.getImageData(0, 0, width, height).data, out);
  }
}
