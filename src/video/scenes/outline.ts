/** A part of the body as the camera sees it: a thick line on the picture. */
import { distanceOf, normalise } from './arithmetic';
import type { Part } from './body';
import type { Lens } from './lens';
import type { Region } from './stage';

/** Pixels, unless said otherwise; y downwards. */
export interface Outline {
  readonly x: number;
  readonly y: number;
  /** Unit direction from its beginning to its end, and how long it is. */
  readonly alongX: number;
  readonly alongY: number;
  readonly length: number;
  /** Half its width at the beginning, and how much more at the end. */
  readonly wide: number;
  readonly wider: number;
  /** Metres along the optical axis: its middle at the beginning, how much farther at the end, and how far it bulges. */
  readonly depth: number;
  readonly deeper: number;
  readonly thick: number;
  readonly thicker: number;
  readonly region: Region;
  readonly part: Part;
  /** Metres from beginning to end in space, and half its width in the middle. */
  readonly metres: number;
  readonly radius: number;
}

/** Null if it is behind the camera or outside the picture. */
export function outlineOf(part: Part, lens: Lens): Outline | null {
  const { from, to, broad, thick, bulge, frame } = part;
  const a = lens.project(from[0], from[1], from[2]);
  const b = lens.project(to[0], to[1], to[2]);
  if (a.depth < 0.3 || b.depth < 0.3) return null;
  // The ellipse of the cross-section as wide as it is seen from here.
  const [viewX, , viewZ] = normalise([from[0] - lens.position[0], 0, from[2] - lens.position[2]]);
  const turn = frame.side[0] * viewZ - frame.side[2] * viewX;
  const facing = turn * turn;
  const seen = (front: number, edge: number) =>
    Math.sqrt(front * front * facing + edge * edge * (1 - facing));
  const ra = seen(broad[0], thick[0]);
  const rb = seen(broad[1], thick[1]);
  const wa = (ra * lens.focal) / a.depth;
  const wb = (rb * lens.focal) / b.depth;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = Math.sqrt(dx * dx + dy * dy);
  const reachA = wa * Math.max(1, bulge);
  const reachB = wb * Math.max(1, bulge);
  const x0 = Math.max(0, Math.floor(Math.min(a.x - reachA, b.x - reachB)));
  const y0 = Math.max(0, Math.floor(Math.min(a.y - reachA, b.y - reachB)));
  const x1 = Math.min(lens.width, Math.ceil(Math.max(a.x + reachA, b.x + reachB)));
  const y1 = Math.min(lens.height, Math.ceil(Math.max(a.y + reachA, b.y + reachB)));
  if (x0 >= x1 || y0 >= y1) return null;
  const ta = seen(thick[0], broad[0]);
  return {
    x: a.x,
    y: a.y,
    alongX: length > 1e-3 ? dx / length : 0,
    alongY: length > 1e-3 ? dy / length : 1,
    length: Math.max(length, 1e-3),
    wide: wa,
    wider: wb - wa,
    depth: a.depth,
    deeper: b.depth - a.depth,
    thick: ta,
    thicker: seen(thick[1], broad[1]) - ta,
    region: { x0, y0, x1, y1 },
    part,
    metres: distanceOf(from, to),
    radius: (ra + rb) / 2,
  };
}
