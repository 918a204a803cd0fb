/** Keeps one canvas up to date: glides between layouts, eases the extent, repaints only when something changed. No React. */
import type { SpaceMap } from '../../session/state';
import { drawMarker, navigatorMarker } from '../navigator/marker';
import { drawMap, nearestPoint, type MapScene, type MapStyle } from './draw';
import { easedExtent, extentOf, type Extent } from './extent';
import { glide, hasArrived } from './motion';
import { Thicket } from './thicket';
import type { Scheme } from './time_colour';
import { isInside, panned, placeOf, WHOLE, zoomed, type Point, type Size, type View } from './view';

/** CSS pixels. */
const RADIUS = 4.5;
const REACH = 16;

export const GROUND: Readonly<Record<Scheme, { background: string; ink: string }>> = {
  light: { background: '#ffffff', ink: '#111418' },
  dark: { background: '#16191d', ink: '#f4f5f6' },
};

/** How the points look. */
export type Looks = Pick<MapScene, 'shapes' | 'colourOf' | 'strengthOf' | 'highlights'>;

export interface PainterOptions extends Looks {
  readonly scheme: Scheme;
  /** No gliding, no easing. */
  readonly still: boolean;
}

export class MapPainter {
  readonly #canvas: HTMLCanvasElement;
  #map: SpaceMap | undefined;
  #options: PainterOptions | undefined;
  #from: Float32Array = new Float32Array(0);
  #shown: Float32Array = new Float32Array(0);
  #left = 0;
  #extent: Extent | undefined;
  readonly #thicket = new Thicket();
  #view = WHOLE;
  #lasso: readonly Point[] | undefined;
  #size = { width: 0, height: 0, ratio: 1 };
  #frame: number | undefined;
  #last = 0;
  readonly #unsubscribe = navigatorMarker.subscribe(() => this.#ask());

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  setMap(map: SpaceMap | undefined): void {
    if (map === this.#map) return;
    const samePoints =
      this.#map !== undefined &&
      this.#map.segments === map?.segments &&
      // t-SNE and PCA have scales of their own.
      this.#map.layout.projection === map.layout.projection;
    this.#from = samePoints ? this.#shown : new Float32Array(0);
    if (!samePoints) {
      this.#extent = undefined;
      this.#view = WHOLE;
    }
    this.#left = performance.now();
    this.#map = map;
    this.#ask();
  }

  setOptions(options: PainterOptions): void {
    this.#options = options;
    this.#ask();
  }

  setLasso(line: readonly Point[] | undefined): void {
    this.#lasso = line;
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

  /** Index of the point at a place in CSS pixels of the canvas, or -1. */
  pick(at: Point): number {
    return this.#extent ? nearestPoint(this.#shown, this.#extent, this.#size, at, REACH, this.#view) : -1;
  }

  /** Indices of the points inside a closed line, CSS pixels of the canvas. */
  within(line: readonly Point[]): number[] {
    const count = this.#shown.length / 2;
    return Array.from({ length: count }, (_, i) => i).filter((i) => {
      const place = this.placeOf(i);
      return place !== undefined && isInside(line, place);
    });
  }

  /** Where point i is, CSS pixels of the canvas. */
  placeOf(i: number): Point | undefined {
    return this.#extent ? placeOf(this.#shown, i, this.#extent, this.#size, this.#view) : undefined;
  }

  /** `factor` times as close about `at`; in the middle without it. */
  zoom(factor: number, at?: Point): void {
    const { width, height } = this.#size;
    const about = at ?? { x: width / 2, y: height / 2 };
    this.#changeView((view, extent, size) => zoomed(view, factor, about, extent, size));
  }

  pan(dx: number, dy: number): void {
    this.#changeView((view, extent, size) => panned(view, dx, dy, extent, size));
  }

  showWhole(): void {
    this.#changeView(() => WHOLE);
  }

  get view(): View {
    return this.#view;
  }

  #changeView(change: (view: View, extent: Extent, size: Size) => View): void {
    if (!this.#extent) return;
    this.#view = change(this.#view, this.#extent, this.#size);
    this.#ask();
  }

  dispose(): void {
    this.#unsubscribe();
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
    const style = {
      ...this.#size,
      ...GROUND[options.scheme],
      radius: RADIUS,
      drawThicket: (...points: [MapScene, MapStyle, number]) => this.#thicket.draw(context, ...points),
    };
    if (!this.#map) {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = style.background;
      context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
      return;
    }
    const { segments, layout } = this.#map;
    const underway = now - this.#left;
    this.#shown = options.still ? layout.positions : glide(this.#from, layout.positions, underway);
    const wanted = extentOf(this.#shown);
    const passed = Math.min(100, now - this.#last);
    this.#last = now;
    const before = this.#extent;
    this.#extent = before && !options.still ? easedExtent(before, wanted, passed) : wanted;
    const { shapes, colourOf, strengthOf, highlights } = options;
    drawMap(
      context,
      {
        ...{ positions: this.#shown, segments, extent: this.#extent, view: this.#view, lasso: this.#lasso },
        ...{ shapes, colourOf, strengthOf, highlights },
      },
      style,
    );
    this.#mark(context, layout.key, this.#extent, style);
    if (options.still) return;
    if (!hasArrived(underway) || !sameExtent(before, this.#extent)) this.#ask();
  }

  /** Where the navigator is on this map, if it is on this one. */
  #mark(context: CanvasRenderingContext2D, key: string, extent: Extent, style: MapStyle): void {
    const toPixels = (x: number, y: number) => placeOf(Float32Array.of(x, y), 0, extent, style, this.#view);
    drawMarker(context, navigatorMarker.getState().marker, key, this.#shown, toPixels, style);
  }
}

function sameExtent(a: Extent | undefined, b: Extent): boolean {
  return a !== undefined && Math.abs(a.x - b.x) < 1e-3 * b.x && Math.abs(a.y - b.y) < 1e-3 * b.y;
}
