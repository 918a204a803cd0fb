/** Keeps one canvas up to date: glides between layouts, eases the extent, repaints only when something changed. No React. */
import type { Segment } from '../../protocol/train';
import type { SpaceMap } from '../../session/state';
import { drawMap, nearestPoint, placeOf } from './draw';
import { easedExtent, extentOf, type Extent } from './extent';
import { glide, hasArrived } from './motion';
import type { Shape } from './shapes';
import type { Scheme } from './time_colour';

/** CSS pixels. */
const RADIUS = 4.5;
const REACH = 16;

const GROUND: Readonly<Record<Scheme, { background: string; ink: string }>> = {
  light: { background: '#ffffff', ink: '#111418' },
  dark: { background: '#16191d', ink: '#f4f5f6' },
};

export interface PainterOptions {
  readonly shapes: ReadonlyMap<string, Shape>;
  /** Seconds. */
  readonly timeEnd: number;
  readonly scheme: Scheme;
  readonly highlight: Segment | undefined;
  /** No gliding, no easing. */
  readonly still: boolean;
}

export class MapPainter {
  readonly #canvas: HTMLCanvasElement;
  #map: SpaceMap | undefined;
  #options: PainterOptions | undefined;
  #from = new Float32Array(0);
  #shown = new Float32Array(0);
  #left = 0;
  #extent: Extent | undefined;
  #size = { width: 0, height: 0, ratio: 1 };
  #frame: number | undefined;
  #last = 0;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  setMap(map: SpaceMap | undefined): void {
    if (map === this.#map) return;
    const samePoints = this.#map !== undefined && this.#map.segments === map?.segments;
    this.#from = samePoints ? this.#shown : new Float32Array(0);
    if (!samePoints) this.#extent = undefined;
    this.#left = performance.now();
    this.#map = map;
    this.#ask();
  }

  setOptions(options: PainterOptions): void {
    this.#options = options;
    this.#ask();
  }

  /** CSS pixels, and device pixels a CSS pixel. */
  resize(width: number, height: number, ratio: number): void {
    this.#size = { width, height, ratio };
    this.#canvas.width = Math.max(1, Math.round(width * ratio));
    this.#canvas.height = Math.max(1, Math.round(height * ratio));
    // A canvas that was resized is empty: at once, or it flickers.
    this.#paint(performance.now());
  }

  /** Index of the point at (x, y) in CSS pixels of the canvas, or -1. */
  pick(x: number, y: number): number {
    return this.#extent ? nearestPoint(this.#shown, this.#extent, this.#size, x, y, REACH) : -1;
  }

  /** Where point i is, CSS pixels of the canvas. */
  placeOf(i: number): { x: number; y: number } | undefined {
    return this.#extent ? placeOf(this.#shown, i, this.#extent, this.#size) : undefined;
  }

  dispose(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
  }

  #ask(): void {
    this.#frame ??= requestAnimationFrame((now) => {
      this.#frame = undefined;
      this.#paint(now);
    });
  }

  #paint(now: number): void {
    const context = this.#canvas.getContext('2d');
    const options = this.#options;
    if (!context || !options || this.#size.width === 0) return;
    const style = { ...this.#size, ...GROUND[options.scheme], scheme: options.scheme, radius: RADIUS };
    if (!this.#map) {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = style.background;
      context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
      return;
    }
    const { positions } = this.#map.layout;
    const underway = now - this.#left;
    this.#shown = Float32Array.from(options.still ? positions : glide(this.#from, positions, underway));
    const wanted = extentOf(this.#shown);
    const passed = Math.min(100, now - this.#last);
    this.#last = now;
    const before = this.#extent;
    this.#extent = before && !options.still ? easedExtent(before, wanted, passed) : wanted;
    const { shapes, timeEnd, highlight } = options;
    drawMap(
      context,
      {
        positions: this.#shown,
        segments: this.#map.segments,
        shapes,
        timeEnd,
        extent: this.#extent,
        highlight,
      },
      style,
    );
    if (options.still) return;
    if (!hasArrived(underway) || !sameExtent(before, this.#extent)) this.#ask();
  }
}

function sameExtent(a: Extent | undefined, b: Extent): boolean {
  return a !== undefined && Math.abs(a.x - b.x) < 1e-3 * b.x && Math.abs(a.y - b.y) < 1e-3 * b.y;
}
