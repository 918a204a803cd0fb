/** How a piece of furniture says what it is built of: in its own metres, whichever way it faces in the room. */
import { hash, type Vec3 } from './arithmetic';
import type { Solid } from './solid';
import type { Material, TextureName } from './texture';

/** Which way its front looks: `camera` stands against the back wall, `right` against the left wall. */
export type Facing = 'camera' | 'right' | 'left' | 'away';

export interface Piece {
  /** Middle of its back edge on the floor, metres (or on the wall, for what hangs). */
  readonly x: number;
  readonly z: number;
  readonly facing: Facing;
  /** Across its front, from back to front, and upwards; metres. */
  readonly width: number;
  readonly depth: number;
  readonly height: number;
  /** Wood, metal. */
  readonly frame: Material;
  /** Cloth, or the front of a cupboard. */
  readonly cover: Material;
  readonly detail: Material;
  readonly seed: number;
}

/** Low and high end of a size, metres. */
export type Range = readonly [number, number];

export interface PieceKind {
  readonly width: Range;
  readonly depth: Range;
  readonly height: Range;
  /** Where it belongs: along a wall, free in the room, near the camera, on a wall, or lying about. */
  readonly place: 'wall' | 'centre' | 'front' | 'hung' | 'loose';
  /** What `cover` may be made of. */
  readonly covers: readonly TextureName[];
  build(b: Builder, p: Piece): void;
}

/** x across the front from −width/2 to width/2, y up, z from the back (0) to the front. */
export interface Builder {
  box(x0: number, x1: number, y0: number, y1: number, z0: number, z1: number, material: Material): void;
  /** Upright post around (x, z), radius r0 at the bottom, r1 at the top. */
  post(x: number, z: number, y0: number, y1: number, r0: number, r1: number, material: Material): void;
  ball(x: number, y: number, z: number, rx: number, ry: number, rz: number, material: Material): void;
  /** Four legs of a rectangle, `inset` from its edge. */
  legs(
    x0: number,
    x1: number,
    z0: number,
    z1: number,
    height: number,
    thick: number,
    material: Material,
  ): void;
  /** The n-th random number of this piece, [0, 1). */
  random(n: number): number;
}

/** World corners of a box in the piece's own metres. */
export function placed(
  piece: Pick<Piece, 'x' | 'z' | 'facing'>,
  x0: number,
  x1: number,
  y0: number,
  y1: number,
  z0: number,
  z1: number,
): { low: Vec3; high: Vec3 } {
  const { x, z } = piece;
  switch (piece.facing) {
    case 'camera':
      return { low: [x + x0, y0, z - z1], high: [x + x1, y1, z - z0] };
    case 'away':
      return { low: [x + x0, y0, z + z0], high: [x + x1, y1, z + z1] };
    case 'right':
      return { low: [x + z0, y0, z + x0], high: [x + z1, y1, z + x1] };
    case 'left':
      return { low: [x - z1, y0, z + x0], high: [x - z0, y1, z + x1] };
  }
}

export function builderFor(piece: Piece): { builder: Builder; solids: Solid[] } {
  const solids: Solid[] = [];
  const builder: Builder = {
    box(x0, x1, y0, y1, z0, z1, material) {
      solids.push({ shape: 'box', ...placed(piece, x0, x1, y0, y1, z0, z1), taper: 1, material });
    },
    post(x, z, y0, y1, r0, r1, material) {
      const r = Math.max(r0, r1);
      const corners = placed(piece, x - r, x + r, y0, y1, z - r, z + r);
      solids.push({ shape: 'post', ...corners, taper: r1 / r0, material });
    },
    ball(x, y, z, rx, ry, rz, material) {
      const corners = placed(piece, x - rx, x + rx, y - ry, y + ry, z - rz, z + rz);
      solids.push({ shape: 'ball', ...corners, taper: 1, material });
    },
    legs(x0, x1, z0, z1, height, thick, material) {
      for (const x of [x0, x1 - thick])
        for (const z of [z0, z1 - thick]) builder.box(x, x + thick, 0, height, z, z + thick, material);
    },
    random: (n) => hash(n, 7, piece.seed),
  };
  return { builder, solids };
}
