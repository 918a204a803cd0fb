/** Points drawn once and then stamped: thousands of them are images to copy instead of paths to fill. */
import type { StampedPoint } from './draw';
import { traceShape } from './shapes';

/** More than there are colours on a map; beyond it they are drawn anew. */
const MOST = 2048;

export class Stamps {
  readonly #images = new Map<string, OffscreenCanvas>();
  #ratio = 0;

  /** Stamps a point of `radius` CSS pixels about (x, y) onto a canvas of `ratio` device pixels a CSS pixel. */
  stamp(context: CanvasRenderingContext2D, point: StampedPoint, x: number, y: number, ratio: number): void {
    const image = this.#image(point, ratio);
    const side = image.width / ratio;
    context.drawImage(image, x - side / 2, y - side / 2, side, side);
  }

  #image({ shape, colour, radius }: StampedPoint, ratio: number): OffscreenCanvas {
    if (ratio !== this.#ratio || this.#images.size >= MOST) this.#images.clear();
    this.#ratio = ratio;
    const key = `${shape} ${radius} ${colour}`;
    const known = this.#images.get(key);
    if (known) return known;
    // A star reaches one and a half radii out.
    const side = Math.ceil(3.2 * radius * ratio);
    const image = new OffscreenCanvas(side, side);
    const context = image.getContext('2d');
    if (!context) throw new Error('Stamps: the browser gives no 2D context to draw points on.');
    context.scale(ratio, ratio);
    context.beginPath();
    traceShape(context, shape, side / ratio / 2, side / ratio / 2, radius);
    context.fillStyle = colour;
    context.fill();
    this.#images.set(key, image);
    return image;
  }
}
