/** What is fixed to a room, as solids: door casing, window frame, curtains, rug. */
import { FACING, beside, type Opening } from './opening';
import { builderFor, type Builder, type Piece } from './piece';
import type { Room } from './room';
import type { Solid } from './solid';
import type { Material } from './texture';

/** A builder whose x runs along the wall from the middle of the opening, and z from the wall into the room. */
function onWall(room: Room, opening: Opening, material: Material): { builder: Builder; solids: Solid[] } {
  const [x, z] = beside(room, opening.wall, opening.centre, 0);
  const piece: Piece = {
    x,
    z,
    facing: FACING[opening.wall],
    width: 0,
    depth: 0,
    height: 0,
    frame: material,
    cover: material,
    detail: material,
    seed: 0,
  };
  return builderFor(piece);
}

export function buildFixtures(room: Room): Solid[] {
  const trim: Material = { texture: 'plain', colours: [room.trim, room.trim, room.trim], scale: 1, seed: 0 };
  const solids: Solid[] = [];

  const { door } = room;
  const casing = onWall(room, door, trim);
  const half = door.width / 2;
  casing.builder.box(-half - 0.1, -half, 0, door.top + 0.1, -0.02, 0.04, trim);
  casing.builder.box(half, half + 0.1, 0, door.top + 0.1, -0.02, 0.04, trim);
  casing.builder.box(-half, half, door.top, door.top + 0.1, -0.02, 0.04, trim);
  // The thickness of the wall, seen through the open door.
  const jamb: Material = { ...trim, texture: 'plain' };
  casing.builder.box(-half - 0.1, -half, 0, door.top, -0.14, -0.02, jamb);
  casing.builder.box(half, half + 0.1, 0, door.top, -0.14, -0.02, jamb);
  if (door.kind === 'sliding')
    casing.builder.box(
      door.hinge < 0 ? -half - door.width : -half,
      door.hinge < 0 ? half : half + door.width,
      door.top + 0.03,
      door.top + 0.09,
      0.04,
      0.09,
      { ...trim, colours: [0x3a3834, 0x3a3834, 0x3a3834] },
    );
  solids.push(...casing.solids);

  const { window } = room;
  if (window) {
    const frame = onWall(room, window, trim);
    const w = window.width / 2;
    const { bottom, top } = window;
    frame.builder.box(-w - 0.06, w + 0.06, top - 0.02, top + 0.06, 0, 0.05, trim);
    frame.builder.box(-w - 0.1, w + 0.1, bottom - 0.06, bottom + 0.02, 0, 0.12, trim);
    frame.builder.box(-w - 0.06, -w + 0.02, bottom, top, 0, 0.05, trim);
    frame.builder.box(w - 0.02, w + 0.06, bottom, top, 0, 0.05, trim);
    const [across, up] = window.panes;
    for (let i = 1; i < across; i++) {
      const x = -w + (i * window.width) / across;
      frame.builder.box(x - 0.03, x + 0.03, bottom, top, 0, 0.03, trim);
    }
    for (let i = 1; i < up; i++) {
      const y = bottom + (i * (top - bottom)) / up;
      frame.builder.box(-w, w, y - 0.03, y + 0.03, 0, 0.03, trim);
    }
    if (window.curtain) {
      const wide = Math.min(0.34, window.width * 0.3);
      frame.builder.box(-w - 0.2, -w - 0.2 + wide, bottom - 0.45, top + 0.12, 0.06, 0.12, window.curtain);
      frame.builder.box(w + 0.2 - wide, w + 0.2, bottom - 0.45, top + 0.12, 0.06, 0.12, window.curtain);
      frame.builder.box(-w - 0.28, w + 0.28, top + 0.1, top + 0.15, 0.04, 0.1, trim);
    }
    solids.push(...frame.solids);
  }

  const { rug } = room;
  if (rug)
    solids.push({
      shape: rug.round ? 'post' : 'box',
      low: [rug.x - rug.width / 2, 0, rug.z - rug.depth / 2],
      high: [rug.x + rug.width / 2, 0.015, rug.z + rug.depth / 2],
      taper: 1,
      material: rug.material,
    });
  return solids;
}
