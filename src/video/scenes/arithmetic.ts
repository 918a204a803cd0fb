/**
 * Arithmetic that gives the same bits on every engine: ECMAScript leaves the last digit of Math.sin, pow, exp and hypot
 * to the implementation, but not that of + − × ÷ and √. The scenes are built from the latter alone.
 */

export type Vec3 = readonly [number, number, number];

export const clamp = (x: number, low: number, high: number) => (x < low ? low : x > high ? high : x);
export const mix = (a: number, b: number, share: number) => a + (b - a) * share;
export const fraction = (x: number) => x - Math.floor(x);

/** 0 below 0, 1 above 1, 3x² − 2x³ between. */
export function smooth(x: number): number {
  const c = clamp(x, 0, 1);
  return c * c * (3 - 2 * c);
}

/** sin(2π·turns) to 2e-4. */
export function sine(turns: number): number {
  let x = turns - Math.floor(turns + 0.5);
  if (x > 0.25) x = 0.5 - x;
  else if (x < -0.25) x = -0.5 - x;
  const a = x * 6.283185307179586;
  const q = a * a;
  return a * (1 - (q / 6) * (1 - (q / 20) * (1 - q / 42)));
}
export const cosine = (turns: number) => sine(turns + 0.25);

/** White noise on a grid, in [0, 1). */
export function hash(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

/** Smooth noise with one knot a unit, in [0, 1). */
export function noise(x: number, y: number, seed: number): number {
  const ix = Math.floor(x);
  const iy = Math.floor(y);
  const fx = smooth(x - ix);
  const fy = smooth(y - iy);
  const top = mix(hash(ix, iy, seed), hash(ix + 1, iy, seed), fx);
  const bottom = mix(hash(ix, iy + 1, seed), hash(ix + 1, iy + 1, seed), fx);
  return mix(top, bottom, fy);
}

export function normalise(v: Vec3): Vec3 {
  const length = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]) || 1;
  return [v[0] / length, v[1] / length, v[2] / length];
}

export const plus = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const times = (a: Vec3, by: number): Vec3 => [a[0] * by, a[1] * by, a[2] * by];
/** `by` from a along a direction. */
export const along = (a: Vec3, way: Vec3, by: number): Vec3 => [
  a[0] + way[0] * by,
  a[1] + way[1] * by,
  a[2] + way[2] * by,
];
/** The place that share of the way from a to b. */
export const between = (a: Vec3, b: Vec3, share: number): Vec3 => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];
export const distanceOf = (a: Vec3, b: Vec3) =>
  Math.sqrt((b[0] - a[0]) * (b[0] - a[0]) + (b[1] - a[1]) * (b[1] - a[1]) + (b[2] - a[2]) * (b[2] - a[2]));
