/** How much light a place in the room gets. A place is six numbers: x, y, z in metres and its normal. */
import { clamp, smooth } from './arithmetic';
import { distanceTo, footprint, type Footprint } from './furnish';
import type { Scene } from './scene';

export interface Illumination {
  /** Linear RGB of what comes from all around and from the lamp, without the sun, into `out`. */
  soft(place: Float64Array, out: Float64Array): void;
  /** 0, or the share of the sunlight that the place gets through the panes of the window. */
  sunlit(place: Float64Array): number;
  /** Share of light left on the shell where it meets other parts of it, and under furniture. */
  inCorners(place: Float64Array): number;
}

export function illuminate(scene: Scene): Illumination {
  const { light, room } = scene;
  const { ambient, lamp, sun } = light;
  const { window } = room;
  const half = room.width / 2;
  const reach = lamp.reach * lamp.reach;
  const prints: Footprint[] = [...room.furniture, ...scene.loose]
    .map(footprint)
    .filter((print) => print !== null);
  return {
    soft(place, out) {
      const nx = place[3]!;
      const ny = place[4]!;
      const nz = place[5]!;
      const lx = lamp.position[0] - place[0]!;
      const ly = lamp.position[1] - place[1]!;
      const lz = lamp.position[2] - place[2]!;
      const square = lx * lx + ly * ly + lz * lz;
      // A third of the lamp's light comes from all around it: no surface is black.
      const facing = (lx * nx + ly * ny + lz * nz) / Math.sqrt(square + 1e-6);
      const key = (0.35 + 0.65 * Math.max(0, facing)) / (1 + square / reach);
      // More from above than from below; and walls that meet differ, or the edge between them would vanish.
      const around = 0.86 + 0.12 * ny + 0.06 * nx - 0.05 * nz;
      for (let c = 0; c < 3; c++) out[c] = ambient[c]! * around + lamp.colour[c]! * key;
    },
    sunlit(place) {
      if (!sun || !window) return 0;
      const [sx, sy, sz] = sun.direction;
      const towards = -(place[3]! * sx + place[4]! * sy + place[5]! * sz);
      if (towards <= 0) return 0;
      // Back along the ray to the plane of the window.
      let along: number;
      let back: number;
      if (window.wall === 'back') {
        back = (room.depth - place[2]!) / -sz;
        along = place[0]! - sx * back;
      } else {
        back = ((window.wall === 'left' ? -half : half) - place[0]!) / -sx;
        along = place[2]! - sz * back;
      }
      if (!(back > 0)) return 0;
      const u = (along - window.centre) / window.width + 0.5;
      const v = (place[1]! - sy * back - window.bottom) / (window.top - window.bottom);
      if (u < 0 || u > 1 || v < 0 || v > 1) return 0;
      const pu = u * window.panes[0];
      const pv = v * window.panes[1];
      return pu - Math.floor(pu) > 0.08 && pv - Math.floor(pv) > 0.08 ? towards : 0;
    },
    inCorners(place) {
      const x = place[0]!;
      const y = place[1]!;
      const z = place[2]!;
      const side = Math.min(half - x, half + x);
      const back = room.depth - z;
      if (place[4] === 0) {
        // Of a wall, the distance to the wall next to it is the larger of the two.
        const corner = 0.78 + 0.22 * smooth(Math.max(side, back) / 0.5);
        return corner * (0.72 + 0.28 * smooth((room.height - y) / 0.5)) * (0.7 + 0.3 * smooth(y / 0.45));
      }
      let share = 0.7 + 0.3 * smooth(Math.min(side, back) / 0.45);
      if (y > 0) return share * 0.9;
      for (const print of prints) {
        const distance = distanceTo(print, x, z);
        if (distance < 0.35) share *= 0.58 + 0.42 * clamp(distance / 0.35, 0, 1);
      }
      return share;
    },
  };
}
