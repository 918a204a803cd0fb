/** Lays one map over another: t-SNE is free to turn, mirror and grow, the eye is not. */

/** Centroid of y [n,2]. */
function centroid(y: Float64Array): [number, number] {
  let [cx, cy] = [0, 0];
  for (let i = 0; i < y.length; i += 2) {
    cx += y[i]!;
    cy += y[i + 1]!;
  }
  return [(2 * cx) / y.length, (2 * cy) / y.length];
}

/** Rotation, reflection and scale (row-major 2x2) that bring centred y [n,2] closest to centred target [n,2]. */
export function alignment(y: Float64Array, target: Float64Array): [number, number, number, number] {
  const [ax, ay] = centroid(y);
  const [bx, by] = centroid(target);
  let [xx, xy, yx, yy, size] = [0, 0, 0, 0, 0];
  for (let i = 0; i < y.length; i += 2) {
    const [u, v] = [y[i]! - ax, y[i + 1]! - ay];
    const [s, t] = [target[i]! - bx, target[i + 1]! - by];
    xx += u * s;
    xy += u * t;
    yx += v * s;
    yy += v * t;
    size += u * u + v * v;
  }
  if (size === 0) return [1, 0, 0, 1];
  // In the plane the best rotation and the best reflection have closed forms; the one that fits better is taken.
  const rotation = Math.hypot(xx + yy, xy - yx);
  const reflection = Math.hypot(xx - yy, xy + yx);
  if (rotation === 0 && reflection === 0) return [1, 0, 0, 1];
  if (rotation >= reflection) {
    const [c, s] = [(xx + yy) / size, (xy - yx) / size];
    return [c, -s, s, c];
  }
  const [c, s] = [(xx - yy) / size, (xy + yx) / size];
  return [c, s, s, -c];
}

/** y [n,2] centred and transformed by a 2x2 matrix. */
export function transformed(
  y: Float64Array,
  [a, b, c, d]: readonly [number, number, number, number],
): Float64Array {
  const [cx, cy] = centroid(y);
  const result = new Float64Array(y.length);
  for (let i = 0; i < y.length; i += 2) {
    const [u, v] = [y[i]! - cx, y[i + 1]! - cy];
    result[i] = a * u + b * v;
    result[i + 1] = c * u + d * v;
  }
  return result;
}

/** Row-major 2x2 matrix that mirrors either axis of y [n,2] where that brings it closer to target [n,2]: axes keep their meaning. */
export function mirroring(y: Float64Array, target: Float64Array): [number, number, number, number] {
  const sign = (axis: 0 | 1) => {
    let dot = 0;
    for (let i = axis; i < y.length; i += 2) dot += y[i]! * target[i]!;
    return dot < 0 ? -1 : 1;
  };
  return [sign(0), 0, 0, sign(1)];
}
