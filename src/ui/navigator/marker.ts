/** The navigator's mark on a map: where f' is at t, the way it takes as t goes on, and a walk along one direction. */
import { createStore } from 'zustand/vanilla';
import { placed, type Placement } from '../../project/place';

export interface NavigatorMarker {
  /** Key of the layout it belongs to, as the map worker names it: other points, or points anew, have another one. */
  readonly key: string;
  /** f' at t. */
  readonly at: Placement;
  /** f' from t = 0 to the end of the clip. */
  readonly way: readonly Placement[];
  /** Where a step along one direction leads, while that is looked at. */
  readonly walked: Placement | undefined;
}

/** Read by whoever paints a map; plain, so that a painter needs no React. */
export const navigatorMarker = createStore<{ readonly marker: NavigatorMarker | undefined }>()(() => ({
  marker: undefined,
}));

/** CSS pixels. */
const SIZE = 8;

interface MarkerStyle {
  readonly ink: string;
  readonly background: string;
}

/** From units of the layout to CSS pixels. */
export type ToPixels = (x: number, y: number) => { readonly x: number; readonly y: number };

/**
 * Draws the mark over a map that is painted already. It stands where the points are now, also while they glide: a placement
 * is a weighting of points.
 *
 * @param key of the layout on show: the mark of another one is not drawn. @param positions [n,2] of its points.
 */
export function drawMarker(
  context: CanvasRenderingContext2D,
  marker: NavigatorMarker | undefined,
  key: string,
  positions: ArrayLike<number>,
  toPixels: ToPixels,
  style: MarkerStyle,
): void {
  if (marker?.key !== key) return;
  const pixelOf = (placement: Placement) => toPixels(...placed(placement, positions));
  context.save();
  context.lineJoin = 'round';
  context.beginPath();
  for (const placement of marker.way) {
    const { x, y } = pixelOf(placement);
    context.lineTo(x, y);
  }
  outlined(context, style, 1.5);
  if (marker.walked) {
    const { x, y } = pixelOf(marker.walked);
    context.beginPath();
    context.rect(x - SIZE / 2, y - SIZE / 2, SIZE, SIZE);
    outlined(context, style, 2);
  }
  const { x, y } = pixelOf(marker.at);
  context.beginPath();
  context.moveTo(x, y - SIZE);
  context.lineTo(x + SIZE, y);
  context.lineTo(x, y + SIZE);
  context.lineTo(x - SIZE, y);
  context.closePath();
  outlined(context, style, 2);
  context.fillStyle = style.ink;
  context.fill();
  context.beginPath();
  context.arc(x, y, 2, 0, 2 * Math.PI);
  context.fillStyle = style.background;
  context.fill();
  context.restore();
}

/** A line of ink with a rim of the ground, so that it stands out from points and lines of any colour. */
function outlined(context: CanvasRenderingContext2D, { ink, background }: MarkerStyle, width: number): void {
  context.strokeStyle = background;
  context.lineWidth = width + 2.5;
  context.stroke();
  context.strokeStyle = ink;
  context.lineWidth = width;
  context.stroke();
}
