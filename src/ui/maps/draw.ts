/** Draws a map: colour by what the scene says, video as line, label as shape. No React, no DOM beyond the context: the page, its exports and the study's pictures share it. */
import type { Segment } from '../../protocol/train';
import type { Extent } from './extent';
import { traceShape, type Shape } from './shapes';
import { placeOf, placesOnto, WHOLE, type Point, type Size, type View } from './view';

/** What is drawn with: a 2D canvas, or whatever takes the same calls. */
export type DrawingContext = Pick<
  CanvasRenderingContext2D,
  | 'setTransform'
  | 'fillRect'
  | 'beginPath'
  | 'closePath'
  | 'moveTo'
  | 'lineTo'
  | 'arc'
  | 'fill'
  | 'stroke'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
>;

export interface MapScene {
  /** [n, 2], centred about the origin. */
  readonly positions: Float32Array;
  /** The n points; those of one video follow each other in time. */
  readonly segments: readonly Segment[];
  /** Shape of each video, by its label. */
  readonly shapes: ReadonlyMap<string, Shape>;
  /** `rgb(r g b / alpha)` of a segment, or of a place between two of one video. */
  readonly colourOf: (segment: Segment, alpha: number) => string;
  /** 0..1: how much of a point is seen where others are looked at or selected. */
  readonly strengthOf: (segment: Segment) => number;
  /** Segments that are looked at, here, in another map or in the player. */
  readonly highlights: readonly Segment[];
  readonly extent: Extent;
  readonly view?: View;
  /** The line of a selection under way, CSS pixels. */
  readonly lasso?: readonly Point[] | undefined;
}

export interface MapStyle extends Size {
  /** Device pixels a CSS pixel. */
  readonly ratio: number;
  /** CSS pixels. */
  readonly radius: number;
  readonly background: string;
  /** Rings, the highlight and the lasso. */
  readonly ink: string;
  /** A faster way to draw the ground and the points of a thicket, where there is one; `radius` in CSS pixels. */
  readonly drawThicket?: (scene: MapScene, style: MapStyle, radius: number) => void;
}

/** More points than this are a thicket: smaller, without rims, and joined only where they are looked at. */
const DENSE = 1500;
/** Their radius, as part of that of a few. */
const DENSE_RADIUS = 0.6;

/** Index of the point nearest to (x, y) within `reach` CSS pixels, or -1. */
export function nearestPoint(
  positions: Float32Array,
  extent: Extent,
  size: Size,
  { x, y }: Point,
  reach: number,
  view: View = WHOLE,
): number {
  const { scale, left, top } = placesOnto(extent, size, view);
  let nearest = -1;
  let least = reach * reach;
  for (let i = 0; 2 * i < positions.length; i++) {
    const dx = left + positions[2 * i]! * scale - x;
    const dy = top - positions[2 * i + 1]! * scale - y;
    const square = dx * dx + dy * dy;
    if (square < least) [nearest, least] = [i, square];
  }
  return nearest;
}

export function drawMap(context: DrawingContext, scene: MapScene, style: MapStyle): void {
  const { segments, highlights } = scene;
  const place = (i: number) => placeOf(scene.positions, i, scene.extent, style, scene.view);
  const dense = segments.length > DENSE;
  context.setTransform(style.ratio, 0, 0, style.ratio, 0, 0);
  if (dense && style.drawThicket) {
    style.drawThicket(scene, style, DENSE_RADIUS * style.radius);
  } else {
    context.fillStyle = style.background;
    context.fillRect(0, 0, style.width, style.height);
    if (!dense) drawTrajectories(context, scene, place);
    drawPoints(context, scene, style, place);
  }
  // Below the points of a thicket they could not be seen.
  if (dense) drawTrajectories(context, scene, place);
  for (const highlight of highlights) {
    const at = indexOfSegment(segments, highlight);
    if (at >= 0) drawHighlight(context, scene, style, segments[at]!, place(at));
  }
  if (scene.lasso) drawLasso(context, scene.lasso, style);
}

function drawPoints(
  context: DrawingContext,
  { segments, shapes, colourOf, strengthOf }: MapScene,
  style: MapStyle,
  place: (i: number) => Point,
): void {
  const dense = segments.length > DENSE;
  const radius = dense ? DENSE_RADIUS * style.radius : style.radius;
  context.lineWidth = 1;
  context.strokeStyle = style.background;
  segments.forEach((segment, i) => {
    const { x, y } = place(i);
    context.beginPath();
    traceShape(context, shapes.get(segment.videoId) ?? 'circle', x, y, radius);
    context.fillStyle = colourOf(segment, strengthOf(segment));
    context.fill();
    // A rim of the ground keeps neighbours apart.
    if (!dense) context.stroke();
  });
}

/** A line between neighbours in time; in a thicket of points only those of the clips that are looked at. */
function drawTrajectories(
  context: DrawingContext,
  { segments, highlights, colourOf, strengthOf }: MapScene,
  place: (i: number) => Point,
): void {
  const lookedAt = new Set(highlights.map(({ videoId }) => videoId));
  if (segments.length > DENSE && lookedAt.size === 0) return;
  context.lineCap = 'round';
  for (let i = 1; i < segments.length; i++) {
    const [before, after] = [segments[i - 1]!, segments[i]!];
    const seen = lookedAt.has(after.videoId);
    if (before.videoId !== after.videoId || (segments.length > DENSE && !seen)) continue;
    const [from, to] = [place(i - 1), place(i)];
    context.lineWidth = seen ? 2 : 1.25;
    const between = { videoId: after.videoId, start: (before.start + after.start) / 2 };
    context.strokeStyle = colourOf(between, 0.55 * Math.min(strengthOf(before), strengthOf(after)));
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }
}

function drawHighlight(
  context: DrawingContext,
  { shapes, colourOf }: MapScene,
  style: MapStyle,
  segment: Segment,
  { x, y }: Point,
): void {
  context.beginPath();
  traceShape(context, shapes.get(segment.videoId) ?? 'circle', x, y, style.radius * 1.7);
  context.fillStyle = colourOf(segment, 1);
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = style.ink;
  context.stroke();
}

function drawLasso(context: DrawingContext, line: readonly Point[], style: MapStyle): void {
  context.lineWidth = 1.5;
  context.strokeStyle = style.ink;
  context.beginPath();
  line.forEach(({ x, y }, i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.closePath();
  context.stroke();
}

/** Where a segment is among others, by video and start; -1 when it is not there. */
export function indexOfSegment(segments: readonly Segment[], { videoId, start }: Segment): number {
  return segments.findIndex((segment) => segment.videoId === videoId && segment.start === start);
}
