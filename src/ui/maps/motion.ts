/** Points glide from one layout to the next, so that eyes can follow them. */

/** Milliseconds from one layout to the next: about the pace at which they come. */
const GLIDE = 150;

/** Where the points are on their way, `milliseconds` after they left `from` for `to`. Layouts of different length do not glide. */
export function glide(from: Float32Array, to: Float32Array, milliseconds: number): Float32Array {
  const share = Math.min(1, Math.max(0, milliseconds / GLIDE));
  if (share >= 1 || from.length !== to.length) return to;
  return to.map((end, i) => from[i]! + (end - from[i]!) * share);
}

export function hasArrived(milliseconds: number): boolean {
  return milliseconds >= GLIDE;
}
