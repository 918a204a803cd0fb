/** What a room is built of: upright boxes, posts (cones cut off at both ends) and balls, and where a ray meets them. */
import type { Vec3 } from './arithmetic';
import type { Material } from './texture';

export interface Solid {
  readonly shape: 'box' | 'post' | 'ball';
  /** Corners of the box around it, metres. */
  readonly low: Vec3;
  readonly high: Vec3;
  /** Posts: radius at the top over radius at the bottom, and which of the two the box is as wide as: the larger. */
  readonly taper: number;
  readonly material: Material;
}

/** Where a ray came in: `at` is in lengths of its direction. */
export interface Hit {
  at: number;
  normalX: number;
  normalY: number;
  normalZ: number;
}

/** First meeting of the ray origin + at·direction (at > 0) with the solid, into `hit`; false if there is none. */
export function meets(solid: Solid, origin: Vec3, dx: number, dy: number, dz: number, hit: Hit): boolean {
  switch (solid.shape) {
    case 'box':
      return meetsBox(solid, origin, dx, dy, dz, hit);
    case 'post':
      return meetsPost(solid, origin, dx, dy, dz, hit);
    case 'ball':
      return meetsBall(solid, origin, dx, dy, dz, hit);
  }
}

function meetsBox(solid: Solid, o: Vec3, dx: number, dy: number, dz: number, hit: Hit): boolean {
  const { low, high } = solid;
  const ix = 1 / dx;
  const iy = 1 / dy;
  const iz = 1 / dz;
  const x = ((dx > 0 ? low[0] : high[0]) - o[0]) * ix;
  const y = ((dy > 0 ? low[1] : high[1]) - o[1]) * iy;
  const z = ((dz > 0 ? low[2] : high[2]) - o[2]) * iz;
  const enter = x > y ? (x > z ? x : z) : y > z ? y : z;
  if (!(enter > 0)) return false;
  if (((dx > 0 ? high[0] : low[0]) - o[0]) * ix < enter) return false;
  if (((dy > 0 ? high[1] : low[1]) - o[1]) * iy < enter) return false;
  if (((dz > 0 ? high[2] : low[2]) - o[2]) * iz < enter) return false;
  hit.at = enter;
  hit.normalX = enter === x ? (dx > 0 ? -1 : 1) : 0;
  hit.normalY = enter === y && enter !== x ? (dy > 0 ? -1 : 1) : 0;
  hit.normalZ = hit.normalX === 0 && hit.normalY === 0 ? (dz > 0 ? -1 : 1) : 0;
  return true;
}

function meetsPost(solid: Solid, o: Vec3, dx: number, dy: number, dz: number, hit: Hit): boolean {
  const { low, high, taper } = solid;
  const wide = (high[0] - low[0]) / 2;
  const bottom = taper > 1 ? wide / taper : wide;
  const top = bottom * taper;
  const x = o[0] - (low[0] + high[0]) / 2;
  const z = o[2] - (low[2] + high[2]) / 2;
  // Radius along the ray: r(at) = base + slope·at.
  const perMetre = (top - bottom) / (high[1] - low[1]);
  const base = bottom + (o[1] - low[1]) * perMetre;
  const slope = dy * perMetre;
  let found = false;
  const a = dx * dx + dz * dz - slope * slope;
  const b = x * dx + z * dz - base * slope;
  const c = x * x + z * z - base * base;
  const root = b * b - a * c;
  if (root >= 0 && a !== 0) {
    const at = (-b - Math.sqrt(root)) / a;
    const y = o[1] + at * dy;
    if (at > 0 && y >= low[1] && y <= high[1]) {
      const r = base + slope * at || 1e-9;
      hit.at = at;
      hit.normalX = (x + at * dx) / r;
      hit.normalY = -perMetre;
      hit.normalZ = (z + at * dz) / r;
      found = true;
    }
  }
  // The cap that faces the ray.
  const level = dy < 0 ? high[1] : low[1];
  const radius = dy < 0 ? top : bottom;
  const at = (level - o[1]) / dy;
  if (at > 0 && (!found || at < hit.at)) {
    const px = x + at * dx;
    const pz = z + at * dz;
    if (px * px + pz * pz <= radius * radius) {
      hit.at = at;
      hit.normalX = 0;
      hit.normalY = dy < 0 ? 1 : -1;
      hit.normalZ = 0;
      found = true;
    }
  }
  return found;
}

function meetsBall(solid: Solid, o: Vec3, dx: number, dy: number, dz: number, hit: Hit): boolean {
  const { low, high } = solid;
  const rx = 2 / (high[0] - low[0]);
  const ry = 2 / (high[1] - low[1]);
  const rz = 2 / (high[2] - low[2]);
  const x = (o[0] - (low[0] + high[0]) / 2) * rx;
  const y = (o[1] - (low[1] + high[1]) / 2) * ry;
  const z = (o[2] - (low[2] + high[2]) / 2) * rz;
  const ux = dx * rx;
  const uy = dy * ry;
  const uz = dz * rz;
  const a = ux * ux + uy * uy + uz * uz;
  const b = x * ux + y * uy + z * uz;
  const root = b * b - a * (x * x + y * y + z * z - 1);
  if (root < 0) return false;
  const at = (-b - Math.sqrt(root)) / a;
  if (at <= 0) return false;
  const nx = (x + at * ux) * rx;
  const ny = (y + at * uy) * ry;
  const nz = (z + at * uz) * rz;
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
  hit.at = at;
  hit.normalX = nx / length;
  hit.normalY = ny / length;
  hit.normalZ = nz / length;
  return true;
}
