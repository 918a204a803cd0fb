/** Which part of a map is looked at: zoom and centre. Pure. */
import { scaleOf, type Extent } from './extent';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface View {
  /** 1 shows all of the extent. */
  readonly zoom: number;
  /** What is in the middle, in units of the layout; y points up. */
  readonly x: number;
  readonly y: number;
}

export const WHOLE: View = { zoom: 1, x: 0, y: 0 };
export const MAP_MARGIN = 18;
const CLOSEST = 40;

/** Pixels a unit of the layout. */
function scaleIn(view: View, extent: Extent, size: Size): number {
  return view.zoom * scaleOf(extent, size.width, size.height, MAP_MARGIN);
}

/** How units of the layout become CSS pixels: x ↦ left + x · scale, y ↦ top − y · scale. y points up, as in a plot. */
export function placesOnto(
  extent: Extent,
  size: Size,
  view: View,
): { readonly scale: number; readonly left: number; readonly top: number } {
  const scale = scaleIn(view, extent, size);
  return { scale, left: size.width / 2 - view.x * scale, top: size.height / 2 + view.y * scale };
}

/** Place of point i of [n, 2] positions in CSS pixels. */
export function placeOf(
  positions: Float32Array,
  i: number,
  extent: Extent,
  size: Size,
  view: View = WHOLE,
): Point {
  const { scale, left, top } = placesOnto(extent, size, view);
  return { x: left + (positions[2 * i] ?? 0) * scale, y: top - (positions[2 * i + 1] ?? 0) * scale };
}

/** No further in than makes sense, and never so far aside that no point could be seen. */
function held({ zoom, x, y }: View, extent: Extent): View {
  if (zoom <= 1) return WHOLE;
  const within = (value: number, most: number) => Math.min(Math.max(value, -most), most);
  return { zoom: Math.min(zoom, CLOSEST), x: within(x, extent.x), y: within(y, extent.y) };
}

/** `factor` times as close, about the place `at` (CSS pixels), which stays where it is. */
export function zoomed(view: View, factor: number, at: Point, extent: Extent, size: Size): View {
  const zoom = Math.min(Math.max(view.zoom * factor, 1), CLOSEST);
  const [before, after] = [scaleIn(view, extent, size), scaleIn({ ...view, zoom }, extent, size)];
  const [dx, dy] = [at.x - size.width / 2, size.height / 2 - at.y];
  return held({ zoom, x: view.x + dx / before - dx / after, y: view.y + dy / before - dy / after }, extent);
}

/** Moved with the hand by (dx, dy) CSS pixels. */
export function panned(view: View, dx: number, dy: number, extent: Extent, size: Size): View {
  const scale = scaleIn(view, extent, size);
  return held({ zoom: view.zoom, x: view.x - dx / scale, y: view.y + dy / scale }, extent);
}

/** Is (x, y) inside the closed line (even-odd)? */
export function isInside(line: readonly Point[], { x, y }: Point): boolean {
  let inside = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [a, b] = [line[i]!, line[j]!];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
