/** Shapes of points as coverage, drawn once a size, at quarters of a pixel. */
import { traceShape, type Shape } from './shapes';

/** Places between two pixels that are told apart, in x and in y: points that glide must not jump from pixel to pixel. */
const PHASES = 4;

/** How much of each pixel of a box a shape covers. */
export interface Mask {
  /** Corner of the box, device pixels from the pixel that the middle of the shape is in. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** [height,width], 0..256. */
  readonly coverage: Uint16Array;
}

export class PointMasks {
  readonly #masks = new Map<Shape, readonly Mask[]>();
  #radius = 0;

  /** Masks of a shape of `radius` device pixels; `phaseOf` says which is for a place. */
  of(shape: Shape, radius: number): readonly Mask[] {
    if (radius !== this.#radius) this.#masks.clear();
    this.#radius = radius;
    const known = this.#masks.get(shape);
    if (known) return known;
    const made = Array.from({ length: PHASES * PHASES }, (_, phase) => maskOf(shape, radius, phase));
    this.#masks.set(shape, made);
    return made;
  }
}

/** Index of the mask for a shape whose middle is at x, y in device pixels. */
export function phaseOf(x: number, y: number): number {
  const phase = (value: number) => Math.floor((value - Math.floor(value)) * PHASES);
  return phase(y) * PHASES + phase(x);
}

function maskOf(shape: Shape, radius: number, phase: number): Mask {
  // A star reaches one and a half radii out.
  const reach = Math.ceil(1.6 * radius) + 1;
  const side = 2 * reach + 1;
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('PointMasks: the browser gives no 2D context to draw points on.');
  const within = (step: number) => reach + (step + 0.5) / PHASES;
  traceShape(context, shape, within(phase % PHASES), within(Math.floor(phase / PHASES)), radius);
  context.fill();
  return cropped(context.getImageData(0, 0, side, side).data, side, reach);
}

/** The box of an image's pixels that are not empty, and their alpha. */
function cropped(pixels: Uint8ClampedArray, side: number, reach: number): Mask {
  const alphaAt = (x: number, y: number) => pixels[4 * (y * side + x) + 3]!;
  let [left, right, top, bottom] = [side, 0, side, 0];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (alphaAt(x, y) === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  const [width, height] = [Math.max(0, right - left), Math.max(0, bottom - top)];
  const coverage = Uint16Array.from({ length: width * height }, (_, i) => {
    const alpha = alphaAt(left + (i % width), top + Math.floor(i / width));
    return Math.round((alpha * 256) / 255);
  });
  return { left: left - reach, top: top - reach, width, height, coverage };
}
