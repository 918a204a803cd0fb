/** Draws a map onto a 2D canvas: time as colour, video as line, label as shape. No React, no DOM beyond the context: the page and the study's pictures share it. */
import type { Segment } from '../../protocol/train';
import { scaleOf, type Extent } from './extent';
import { traceShape, type Shape } from './shapes';
import { timeColour, type Scheme } from './time_colour';

export interface MapScene {
  /** [n, 2], centred about the origin. */
  readonly positions: Float32Array;
  /** The n points; those of one video follow each other in time. */
  readonly segments: readonly Segment[];
  /** Shape of each video, by its label. */
  readonly shapes: ReadonlyMap<string, Shape>;
  /** End of the time scale, seconds. */
  readonly timeEnd: number;
  readonly extent: Extent;
  /** The segment under the pointer or the keyboard, here or in another map. */
  readonly highlight: Segment | undefined;
}

export interface MapStyle {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels a CSS pixel. */
  readonly ratio: number;
  readonly scheme: Scheme;
  /** CSS pixels. */
  readonly radius: number;
  readonly background: string;
  /** Rings and the highlight. */
  readonly ink: string;
}

export const MAP_MARGIN = 18;

/** Place of point i in CSS pixels. y points up, as in a plot. */
export function placeOf(
  positions: Float32Array,
  i: number,
  extent: Extent,
  size: { readonly width: number; readonly height: number },
): { x: number; y: number } {
  const scale = scaleOf(extent, size.width, size.height, MAP_MARGIN);
  return {
    x: size.width / 2 + (positions[2 * i] ?? 0) * scale,
    y: size.height / 2 - (positions[2 * i + 1] ?? 0) * scale,
  };
}

/** Index of the point nearest to (x, y) within `reach` CSS pixels, or -1. */
export function nearestPoint(
  positions: Float32Array,
  extent: Extent,
  size: { readonly width: number; readonly height: number },
  x: number,
  y: number,
  reach: number,
): number {
  let nearest = -1;
  let least = reach;
  for (let i = 0; 2 * i < positions.length; i++) {
    const place = placeOf(positions, i, extent, size);
    const distance = Math.hypot(place.x - x, place.y - y);
    if (distance < least) [nearest, least] = [i, distance];
  }
  return nearest;
}

export function drawMap(context: CanvasRenderingContext2D, scene: MapScene, style: MapStyle): void {
  const { segments, highlight } = scene;
  context.setTransform(style.ratio, 0, 0, style.ratio, 0, 0);
  context.fillStyle = style.background;
  context.fillRect(0, 0, style.width, style.height);
  const places = segments.map((_, i) => placeOf(scene.positions, i, scene.extent, style));
  // While one video is looked at, the others step back.
  const strength = (videoId: string) => (highlight && highlight.videoId !== videoId ? 0.3 : 1);

  context.lineCap = 'round';
  for (let i = 1; i < segments.length; i++) {
    const [before, after] = [segments[i - 1]!, segments[i]!];
    if (before.videoId !== after.videoId) continue;
    const [from, to] = [places[i - 1]!, places[i]!];
    context.lineWidth = highlight?.videoId === after.videoId ? 2 : 1.25;
    context.strokeStyle = timeColour(
      (before.start + after.start) / 2 / scene.timeEnd,
      style.scheme,
      0.55 * strength(after.videoId),
    );
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }

  context.lineWidth = 1;
  segments.forEach(({ videoId, start }, i) => {
    const { x, y } = places[i]!;
    context.beginPath();
    traceShape(context, scene.shapes.get(videoId) ?? 'circle', x, y, style.radius);
    context.fillStyle = timeColour(start / scene.timeEnd, style.scheme, strength(videoId));
    context.fill();
    // A rim of the ground keeps neighbours apart.
    context.strokeStyle = style.background;
    context.stroke();
  });

  const at = highlight ? indexOfSegment(segments, highlight) : -1;
  if (at >= 0) drawHighlight(context, scene, style, at, places[at]!);
}

function drawHighlight(
  context: CanvasRenderingContext2D,
  { segments, shapes, timeEnd }: MapScene,
  style: MapStyle,
  i: number,
  { x, y }: { x: number; y: number },
): void {
  const { videoId, start } = segments[i]!;
  context.beginPath();
  traceShape(context, shapes.get(videoId) ?? 'circle', x, y, style.radius * 1.7);
  context.fillStyle = timeColour(start / timeEnd, style.scheme);
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = style.ink;
  context.stroke();
}

/** Where a segment is among others, by video and start; -1 when it is not there. */
export function indexOfSegment(segments: readonly Segment[], { videoId, start }: Segment): number {
  return segments.findIndex((segment) => segment.videoId === videoId && segment.start === start);
}
