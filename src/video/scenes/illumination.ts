/** How much light a place in the room gets. */
import { clamp, smooth, type Vec3 } from './arithmetic';
import { distanceTo, footprint, type Footprint } from './furnish';
import type { Light } from './light';
import type { Window } from './opening';
import type { Scene } from './scene';

export interface Illumination {
  /** Linear RGB of the light on a surface at (x, y, z) with this normal, into `out`. */
  at(x: number, y: number, z: number, nx: number, ny: number, nz: number, out: Float64Array): void;
  /** Share of light left on the shell where it meets other parts of it, and under furniture. */
  inCorners(x: number, y: number, z: number, upright: boolean): number;
}

/** True if sunlight through the panes reaches (x, y, z). */
function sunReaches(
  scene: Scene,
  window: Window,
  direction: Vec3,
  x: number,
  y: number,
  z: number,
): boolean {
  const { room } = scene;
  const [sx, sy, sz] = direction;
  let along: number;
  let back: number;
  if (window.wall === 'back') {
    back = (room.depth - z) / -sz;
    along = x - sx * back;
  } else {
    back = ((window.wall === 'left' ? -room.width / 2 : room.width / 2) - x) / -sx;
    along = z - sz * back;
  }
  if (!(back > 0)) return false;
  const u = (along - window.centre) / window.width + 0.5;
  const v = (y - sy * back - window.bottom) / (window.top - window.bottom);
  if (u < 0 || u > 1 || v < 0 || v > 1) return false;
  const [across, up] = window.panes;
  const pu = u * across;
  const pv = v * up;
  return pu - Math.floor(pu) > 0.08 && pv - Math.floor(pv) > 0.08;
}

export function illuminate(scene: Scene): Illumination {
  const { light, room } = scene;
  const { ambient, lamp, sun }: Light = light;
  const half = room.width / 2;
  const reach = lamp.reach * lamp.reach;
  const prints: Footprint[] = [...room.furniture, ...scene.loose]
    .map(footprint)
    .filter((print) => print !== null);
  return {
    at(x, y, z, nx, ny, nz, out) {
      const lx = lamp.position[0] - x;
      const ly = lamp.position[1] - y;
      const lz = lamp.position[2] - z;
      const square = lx * lx + ly * ly + lz * lz;
      // Half of the lamp's light comes from all around it: no surface is black.
      const facing = (lx * nx + ly * ny + lz * nz) / Math.sqrt(square + 1e-6);
      const key = (0.35 + 0.65 * Math.max(0, facing)) / (1 + square / reach);
      // From above a little more than from below; and the two side walls differ, or corners would vanish.
      const around = 0.86 + 0.12 * ny + 0.06 * nx - 0.05 * nz;
      for (let c = 0; c < 3; c++) out[c] = ambient[c]! * around + lamp.colour[c]! * key;
      if (!sun || !room.window) return;
      const towards = -(nx * sun.direction[0] + ny * sun.direction[1] + nz * sun.direction[2]);
      if (towards > 0 && sunReaches(scene, room.window, sun.direction, x, y, z))
        for (let c = 0; c < 3; c++) out[c]! += sun.colour[c]! * towards;
    },
    inCorners(x, y, z, upright) {
      const side = Math.min(half - x, half + x);
      const back = room.depth - z;
      let share = 0.72 + 0.28 * smooth((room.height - y) / 0.5);
      if (upright) {
        share *= 0.7 + 0.3 * smooth(y / 0.45);
        // Of a wall, the distance to the wall next to it is the larger of the two.
        share *= 0.78 + 0.22 * smooth(Math.max(side, back) / 0.5);
        return share;
      }
      share *= 0.7 + 0.3 * smooth(Math.min(side, back) / 0.45);
      if (y > 0.5) return share;
      for (const print of prints) {
        const distance = distanceTo(print, x, z);
        if (distance < 0.35) share *= 0.58 + 0.42 * clamp(distance / 0.35, 0, 1);
      }
      return share;
    },
  };
}
