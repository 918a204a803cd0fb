/**
 * Thousands of points as pixels of our own: coverage of their shapes blended into one image, which goes to the canvas in one
 * call. A call of the canvas a point would cost more than all of its pixels.
 */
import type { Segment } from '../../protocol/train';
import type { MapScene, MapStyle } from './draw';
import { phaseOf, PointMasks, type Mask } from './point_masks';
import { parsedRgb } from './rgb';
import { SHAPES } from './shapes';
import { placesOnto, WHOLE } from './view';

/** What the image in store shows; one that shows the same need not be made again. */
interface Shown {
  readonly positions: Float32Array;
  readonly scale: number;
  readonly left: number;
  readonly top: number;
  readonly radius: number;
  readonly background: string;
}

export class Thicket {
  readonly #masks = new PointMasks();
  #image: ImageData | undefined;
  #pixels = new Uint32Array(0);
  #shown: Shown | undefined;
  /** Of each point: 0xbbggrr, 0..256, and which of SHAPES. */
  #colours = new Uint32Array(0);
  #strengths = new Uint16Array(0);
  #shapes = new Uint8Array(0);
  #segments: readonly Segment[] | undefined;
  #colourOf: MapScene['colourOf'] | undefined;
  #strengthOf: MapScene['strengthOf'] | undefined;
  #shapesOf: MapScene['shapes'] | undefined;

  /** Covers the canvas with the ground and the points of a scene, `radius` in CSS pixels. Colours are `rgb(r g b / alpha)` or #rrggbb. */
  draw(
    context: Pick<CanvasRenderingContext2D, 'putImageData'>,
    scene: MapScene,
    style: MapStyle,
    radius: number,
  ): void {
    const changed = this.#look(scene);
    const image = this.#imageOf(style);
    const { scale, left, top } = placesOnto(scene.extent, style, scene.view ?? WHOLE);
    const { positions } = scene;
    const shown = { positions, scale, left, top, radius, background: style.background };
    if (changed || !this.#shown || !same(shown, this.#shown)) {
      this.#shown = shown;
      this.#pixels.fill(packed(style.background) | 0xff000000);
      this.#blend(shown, style.ratio);
    }
    context.putImageData(image, 0, 0);
  }

  /** Takes over how the points look; answers whether any of it has changed. */
  #look({ segments, shapes, colourOf, strengthOf }: MapScene): boolean {
    const others = segments !== this.#segments;
    let changed = others;
    if (others || shapes !== this.#shapesOf) {
      changed = true;
      this.#shapes = Uint8Array.from(segments, ({ videoId }) =>
        SHAPES.indexOf(shapes.get(videoId) ?? 'circle'),
      );
    }
    if (others || colourOf !== this.#colourOf) {
      changed = true;
      this.#colours = Uint32Array.from(segments, (segment) => packed(colourOf(segment, 1)));
    }
    if (others || strengthOf !== this.#strengthOf) {
      const before = this.#strengths;
      this.#strengths = Uint16Array.from(segments, (segment) => Math.round(256 * strengthOf(segment)));
      changed ||= this.#strengths.some((strength, i) => strength !== before[i]);
    }
    this.#segments = segments;
    this.#shapesOf = shapes;
    this.#colourOf = colourOf;
    this.#strengthOf = strengthOf;
    return changed;
  }

  #imageOf({ width, height, ratio }: MapStyle): ImageData {
    const [across, down] = [width, height].map((side) => Math.max(1, Math.round(side * ratio))) as [
      number,
      number,
    ];
    if (this.#image?.width === across && this.#image.height === down) return this.#image;
    this.#image = new ImageData(across, down);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
    this.#shown = undefined;
    return this.#image;
  }

  #blend({ positions, scale, left, top, radius }: Shown, ratio: number): void {
    const masks = SHAPES.map((shape) => this.#masks.of(shape, radius * ratio));
    for (let i = 0; i < this.#colours.length; i++) {
      const x = (left + positions[2 * i]! * scale) * ratio;
      const y = (top - positions[2 * i + 1]! * scale) * ratio;
      const mask = masks[this.#shapes[i]!]![phaseOf(x, y)]!;
      this.#stamp(
        mask,
        Math.floor(x) + mask.left,
        Math.floor(y) + mask.top,
        this.#colours[i]!,
        this.#strengths[i]!,
      );
    }
  }

  /** Blends a colour through a mask whose corner is at x, y; what is outside of the image is left out. */
  #stamp({ width, height, coverage }: Mask, x: number, y: number, colour: number, strength: number): void {
    const pixels = this.#pixels;
    const { width: across, height: down } = this.#image!;
    const [from, to] = [Math.max(0, -x), Math.min(width, across - x)];
    const end = Math.min(height, down - y);
    const [redBlue, green] = [colour & 0xff00ff, colour & 0x00ff00];
    for (let row = Math.max(0, -y); row < end; row++) {
      const at = (y + row) * across + x;
      for (let column = from; column < to; column++) {
        const share = (coverage[row * width + column]! * strength) >> 8;
        if (share === 0) continue;
        const below = pixels[at + column]!;
        // Red and blue in one multiplication: the byte between them takes what overflows, and is masked away.
        const [rb, g] = [below & 0xff00ff, below & 0x00ff00];
        pixels[at + column] =
          0xff000000 |
          ((rb + (Math.imul(redBlue - rb, share) >>> 8)) & 0xff00ff) |
          ((g + (Math.imul(green - g, share) >> 8)) & 0x00ff00);
      }
    }
  }
}

function same(a: Shown, b: Shown): boolean {
  return (Object.keys(a) as (keyof Shown)[]).every((key) => a[key] === b[key]);
}

/** A colour as 0xbbggrr: how the bytes of an image lie in a word of the machines that browsers run on. */
function packed(colour: string): number {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour);
  const channels = hex ? hex.slice(1).map((digits) => parseInt(digits, 16)) : parsedRgb(colour);
  if (!channels)
    throw new RangeError(
      `Thicket.draw(scene): a colour must be rgb(r g b / alpha) or #rrggbb, got "${colour}".`,
    );
  return channels[0]! | (channels[1]! << 8) | (channels[2]! << 16);
}
