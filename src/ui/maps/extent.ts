/** How much of the plane a map shows: equal aspect, and a scale that neither clips nor pumps. */

/** Half width and half height about the origin, in the units of the layout. */
export interface Extent {
  readonly x: number;
  readonly y: number;
}

/** Smallest extent that holds all points of [n, 2] positions (centred about the origin). */
export function extentOf(positions: Float32Array): Extent {
  let x = 0;
  let y = 0;
  for (let i = 0; i + 1 < positions.length; i += 2) {
    x = Math.max(x, Math.abs(positions[i]!));
    y = Math.max(y, Math.abs(positions[i + 1]!));
  }
  return { x: x || 1, y: y || 1 };
}

/** Milliseconds in which the rest of the way inwards falls to 1/e. */
const SHRINK = 900;
/** Points may fill this little of the extent before it shrinks after them. */
const LOOSE = 0.7;

function ease(current: number, target: number, milliseconds: number): number {
  // Points glide, so growth is smooth as it is.
  if (target >= current) return target;
  const loosest = target / LOOSE;
  return current > loosest ? loosest + (current - loosest) * Math.exp(-milliseconds / SHRINK) : current;
}

/** The extent `milliseconds` later: never clips a point, lets them shrink a good deal before it comes closer, slowly. */
export function easedExtent(current: Extent, target: Extent, milliseconds: number): Extent {
  return { x: ease(current.x, target.x, milliseconds), y: ease(current.y, target.y, milliseconds) };
}

/** Pixels a unit of the layout: the same for x and y. */
export function scaleOf(extent: Extent, width: number, height: number, margin: number): number {
  return Math.min((width / 2 - margin) / extent.x, (height / 2 - margin) / extent.y);
}
