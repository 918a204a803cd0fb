/** What every surface of a scene looks like: surface number and place -> linear RGB on its way to the camera. */
import { mix, smooth } from './arithmetic';
import { buildFixtures } from './fixtures';
import { buildFurniture } from './furniture';
import { illuminate } from './illumination';
import type { Leaf } from './leaf';
import type { Scene } from './scene';
import { SOLIDS, SURFACE } from './shell';
import type { Solid } from './solid';
import { paintAt, paintOf, type Paint } from './texture';

/** Places are six numbers: x, y, z in metres and the normal; colours are linear RGB. */
export interface Surfaces {
  readonly solids: readonly Solid[];
  /**
   * Colour of the shell's surface or the solid (number − SOLIDS) at `place`. Light changes little within a pixel: it is
   * computed once for each side of each surface that the pixel sees, until `nextPixel`.
   */
  shade(surface: number, place: Float64Array, out: Float64Array): void;
  /** Colour of a leaf of the door at `place`, u metres from its hinge. */
  shadeLeaf(leaf: Leaf, u: number, place: Float64Array, out: Float64Array): void;
  nextPixel(): void;
  /** Light on somebody whose chest is at this place. */
  onPerson(place: Float64Array, out: Float64Array): void;
}

/** 0 … 4 around a post or a ball: an angle in quarter turns, near enough. */
function around(nx: number, nz: number): number {
  const q = nx / (Math.abs(nx) + Math.abs(nz) + 1e-9);
  return nz < 0 ? 1 + q : 3 - q;
}

export function surfacesOf(scene: Scene): Surfaces {
  const { room, light } = scene;
  const half = room.width / 2;
  const lit = illuminate(scene);
  const sunColour = light.sun?.colour ?? [0, 0, 0];
  const solids = [...buildFixtures(room), ...[...room.furniture, ...scene.loose].flatMap(buildFurniture)];
  const paints = solids.map((solid) => paintOf(solid.material));
  const flat = (colour: number): Paint =>
    paintOf({ texture: 'plain', colours: [colour, colour, colour], scale: 1, seed: 0 });
  const wall = paintOf(room.wall);
  const dado = room.dado ? paintOf(room.dado.material) : wall;
  const dadoTop = room.dado?.top ?? 0;
  const floor = paintOf(room.floor);
  const ceiling = flat(0xf3f0e8);
  const trim = flat(room.trim);
  const corridorWall = paintOf(room.corridor.wall);
  const corridorFloor = paintOf(room.corridor.floor);
  const leafPaint = paintOf(room.door.leaf);
  const view = paintOf({
    texture: room.window?.view.texture ?? 'plain',
    seed: room.window?.view.seed ?? 0,
    colours: light.outside,
    scale: 0,
    glow: light.outsideGlow,
  });
  const bright = new Float64Array(3);
  let key = -1;

  /** Metres behind the door's wall; negative in the room. */
  const behind = (place: Float64Array) => {
    const { wall: side } = room.door;
    return side === 'back' ? place[2]! - room.depth : side === 'left' ? -half - place[0]! : place[0]! - half;
  };
  const corridorLight = (share: number) => {
    for (let c = 0; c < 3; c++) bright[c] = light.corridor[c]! * share;
  };
  const dim = (share: number) => {
    for (let c = 0; c < 3; c++) bright[c]! *= share;
  };

  function lightOnShell(surface: number, place: Float64Array): void {
    if (surface === SURFACE.outside) bright.fill(view.glow);
    else if (surface === SURFACE.corridorFloor) corridorLight(0.9);
    else if (surface === SURFACE.corridorCeiling) corridorLight(0.8);
    else if (surface === SURFACE.corridorWall) corridorLight(0.75 + 0.25 * smooth(place[1]! / 0.6));
    else {
      lit.soft(place, bright);
      dim(lit.inCorners(place));
    }
  }

  function paintShell(surface: number, place: Float64Array, out: Float64Array): void {
    const x = place[0]!;
    const y = place[1]!;
    const z = place[2]!;
    switch (surface) {
      case SURFACE.floor:
        return paintAt(floor, x, z, 1, 1, out);
      case SURFACE.ceiling:
      case SURFACE.corridorCeiling:
        return paintAt(ceiling, x, z, 1, 1, out);
      case SURFACE.corridorFloor:
        return paintAt(corridorFloor, x, z, 1, 1, out);
      case SURFACE.corridorWall:
        return paintAt(corridorWall, room.door.wall === 'back' ? x : z, y, 1, 1, out);
      case SURFACE.outside: {
        const window = room.window!;
        const along = (window.wall === 'back' ? x : z) - window.centre + window.width / 2;
        return paintAt(view, along, y - window.bottom, window.width, window.top - window.bottom, out);
      }
      default: {
        const rail = y < 0.1 || (dado !== wall && y > dadoTop && y < dadoTop + 0.06);
        const paint = rail ? trim : y < dadoTop ? dado : wall;
        return paintAt(paint, surface === SURFACE.back ? x : z, y, 1, 1, out);
      }
    }
  }

  function paintSolid(index: number, place: Float64Array, out: Float64Array): void {
    const { shape, low, high } = solids[index]!;
    const paint = paints[index]!;
    const x = place[0]! - low[0];
    const y = place[1]! - low[1];
    const z = place[2]! - low[2];
    const wide = high[0] - low[0];
    const tall = high[1] - low[1];
    const deep = high[2] - low[2];
    if (place[4]! > 0.98 && shape !== 'ball') paintAt(paint, x, z, wide, deep, out);
    else if (shape !== 'box')
      paintAt(paint, around(place[3]!, place[5]!) * wide * 0.785, y, wide * 3.14, tall, out);
    else if (place[3] !== 0) paintAt(paint, z, y, deep, tall, out);
    else if (place[5] !== 0) paintAt(paint, x, y, wide, tall, out);
    else paintAt(paint, x, z, wide, deep, out);
  }

  const finish = (place: Float64Array, sunny: boolean, out: Float64Array) => {
    const sun = sunny ? lit.sunlit(place) : 0;
    for (let c = 0; c < 3; c++) out[c]! *= bright[c]! + sun * sunColour[c]!;
  };

  return {
    solids,
    shade(surface, place, out) {
      if (surface < SOLIDS) {
        if (key !== surface) {
          key = surface;
          lightOnShell(surface, place);
        }
        paintShell(surface, place, out);
        finish(place, surface <= SURFACE.back, out);
        return;
      }
      // Sides of a box are told apart by their normals; posts and balls are lit once a pixel.
      const { shape } = solids[surface - SOLIDS]!;
      const side = shape === 'box' ? place[3]! + 2 * place[4]! + 3 * place[5]! + 3 : place[4]! > 0.98 ? 1 : 0;
      const own = surface * 8 + side;
      if (key !== own) {
        key = own;
        if (behind(place) > 0) corridorLight(0.8 + 0.2 * Math.abs(place[4]!));
        else lit.soft(place, bright);
        const { glow } = paints[surface - SOLIDS]!;
        dim(place[4]! > 0.9 ? 1 : 0.78 + 0.22 * smooth(place[1]! / 0.4));
        for (let c = 0; c < 3; c++) bright[c]! += glow;
      }
      paintSolid(surface - SOLIDS, place, out);
      finish(place, true, out);
    },
    shadeLeaf(leaf, u, place, out) {
      paintAt(leafPaint, u, place[1]!, leaf.width, leaf.height, out);
      if (behind(place) > 0.1) corridorLight(0.9);
      else lit.soft(place, bright);
      dim(0.8 + 0.2 * smooth(place[1]! / 0.4));
      finish(place, false, out);
    },
    nextPixel() {
      key = -1;
    },
    onPerson(place, out) {
      lit.soft(place, bright);
      const sun = 0.5 * lit.sunlit(place);
      // In the doorway one light gives way to the other.
      const outside = smooth(behind(place) / 0.7 + 0.5);
      for (let c = 0; c < 3; c++)
        out[c] = mix(
          bright[c]! + sun * sunColour[c]!,
          light.corridor[c]! * (0.85 + 0.1 * place[4]!),
          outside,
        );
    },
  };
}
