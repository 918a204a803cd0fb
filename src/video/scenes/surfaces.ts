/** What every surface of a scene looks like: surface number and place -> linear RGB on its way to the camera. */
import { smooth } from './arithmetic';
import { buildFixtures } from './fixtures';
import { buildFurniture } from './furniture';
import { illuminate } from './illumination';
import type { Leaf, LeafHit } from './leaf';
import type { Wall } from './opening';
import type { Scene } from './scene';
import { SURFACE } from './shell';
import type { Hit, Solid } from './solid';
import { paintAt, paintOf, type Paint } from './texture';

export interface Surfaces {
  readonly solids: readonly Solid[];
  /** Floor, walls, view and corridor, at world metres. */
  shell(surface: number, x: number, y: number, z: number, out: Float64Array): void;
  solid(index: number, x: number, y: number, z: number, hit: Hit, out: Float64Array): void;
  leaf(leaf: Leaf, x: number, y: number, z: number, hit: LeafHit, out: Float64Array): void;
  /** Light on a person's chest. */
  onPerson(x: number, y: number, z: number, out: Float64Array): void;
}

const plain = (colour: number): Paint =>
  paintOf({ texture: 'plain', colours: [colour, colour, colour], scale: 1, seed: 0 });

/** 0 … 4 around a post or a ball: an angle in quarter turns, near enough. */
function around(nx: number, nz: number): number {
  const sum = Math.abs(nx) + Math.abs(nz) + 1e-9;
  const q = nx / sum;
  return nz < 0 ? 1 + q : 3 - q;
}

export function surfacesOf(scene: Scene): Surfaces {
  const { room, light } = scene;
  const half = room.width / 2;
  const lit = illuminate(scene);
  const solids = [...buildFixtures(room), ...[...room.furniture, ...scene.loose].flatMap(buildFurniture)];
  const paints = solids.map((solid) => paintOf(solid.material));
  const wall = paintOf(room.wall);
  const dado = room.dado && paintOf(room.dado.material);
  const dadoTop = room.dado?.top ?? 0;
  const floor = paintOf(room.floor);
  const ceiling = plain(0xf3f0e8);
  const trim = plain(room.trim);
  const corridorWall = paintOf(room.corridor.wall);
  const corridorFloor = paintOf(room.corridor.floor);
  const leafPaint = paintOf(room.door.leaf);
  const view =
    room.window && paintOf({ ...room.window.view, colours: light.outside, scale: 0, glow: light.outsideGlow });
  const bright = new Float64Array(3);

  const times = (out: Float64Array, share: number) => {
    for (let c = 0; c < 3; c++) out[c]! *= bright[c]! * share;
  };
  /** Metres behind the door's wall; negative in the room. */
  const behind = (x: number, z: number) => {
    const side: Wall = room.door.wall;
    return side === 'back' ? z - room.depth : side === 'left' ? -half - x : x - half;
  };
  const inCorridor = (share: number) => {
    for (let c = 0; c < 3; c++) bright[c] = light.corridor[c]! * share;
  };

  return {
    solids,
    shell(surface, x, y, z, out) {
      switch (surface) {
        case SURFACE.floor:
          paintAt(floor, x, z, 1, 1, out);
          lit.at(x, 0, z, 0, 1, 0, bright);
          return times(out, lit.inCorners(x, 0, z, false));
        case SURFACE.ceiling:
          paintAt(ceiling, x, z, 1, 1, out);
          lit.at(x, y, z, 0, -1, 0, bright);
          return times(out, lit.inCorners(x, room.height - 0.5, z, false));
        case SURFACE.outside: {
          const window = room.window!;
          const along = window.wall === 'back' ? x : z;
          const u = along - window.centre + window.width / 2;
          paintAt(view!, u, y - window.bottom, window.width, window.top - window.bottom, out);
          bright.fill(view!.glow);
          return times(out, 1);
        }
        case SURFACE.corridorFloor:
          paintAt(corridorFloor, x, z, 1, 1, out);
          inCorridor(0.9);
          return times(out, 1);
        case SURFACE.corridorSide:
          paintAt(ceiling, x, z, 1, 1, out);
          inCorridor(0.8);
          return times(out, 1);
        case SURFACE.corridorWall:
          paintAt(corridorWall, room.door.wall === 'back' ? x : z, y, 1, 1, out);
          inCorridor(0.75 + 0.25 * smooth(y / 0.6));
          return times(out, 1);
        default: {
          const back = surface === SURFACE.back;
          const u = back ? x : z;
          const paint = y < 0.1 ? trim : !dado ? wall : y < dadoTop ? dado : y < dadoTop + 0.06 ? trim : wall;
          paintAt(paint, u, y, 1, 1, out);
          lit.at(x, y, z, back ? 0 : surface === SURFACE.left ? 1 : -1, 0, back ? -1 : 0, bright);
          return times(out, lit.inCorners(x, y, z, true));
        }
      }
    },
    solid(index, x, y, z, hit, out) {
      const { shape, low, high } = solids[index]!;
      const paint = paints[index]!;
      const { normalX: nx, normalY: ny, normalZ: nz } = hit;
      if (shape === 'box') {
        if (nx !== 0) paintAt(paint, z - low[2], y - low[1], high[2] - low[2], high[1] - low[1], out);
        else if (ny !== 0) paintAt(paint, x - low[0], z - low[2], high[0] - low[0], high[2] - low[2], out);
        else paintAt(paint, x - low[0], y - low[1], high[0] - low[0], high[1] - low[1], out);
      } else if (ny > 0.98 && shape === 'post')
        paintAt(paint, x - low[0], z - low[2], high[0] - low[0], high[2] - low[2], out);
      else {
        const radius = (high[0] - low[0]) / 2;
        paintAt(paint, around(nx, nz) * radius * 1.57, y - low[1], radius * 6.28, high[1] - low[1], out);
      }
      if (behind(x, z) > 0) inCorridor(0.8 + 0.2 * Math.abs(ny));
      else lit.at(x, y, z, nx, ny, nz, bright);
      for (let c = 0; c < 3; c++) bright[c]! += paint.glow;
      times(out, ny > 0.9 ? 1 : 0.78 + 0.22 * smooth(y / 0.4));
    },
    leaf(leaf, x, y, z, hit, out) {
      paintAt(leafPaint, hit.u, y, leaf.width, leaf.height, out);
      if (behind(x, z) > 0.1) inCorridor(0.9);
      else lit.at(x, y, z, hit.normalX, 0, hit.normalZ, bright);
      times(out, 0.8 + 0.2 * smooth(y / 0.4));
    },
    onPerson(x, y, z, out) {
      if (behind(x, z) > 0.1) inCorridor(0.95);
      else lit.at(x, y, z, 0, 0.3, -0.9, bright);
      out.set(bright);
    },
  };
}
