/** The leaves of the door, as far open as it is: upright boards turned about their hinges, or slid along the wall. */
import { cosine, sine, type Vec3 } from './arithmetic';
import { beside } from './opening';
import type { Room } from './room';
import type { Hit } from './solid';

export interface Leaf {
  /** Where u = 0 is: the hinge, metres. */
  readonly x: number;
  readonly z: number;
  /** Unit direction on the floor from the hinge to the handle. */
  readonly alongX: number;
  readonly alongZ: number;
  readonly width: number;
  readonly height: number;
}

/** Metres. */
const THICKNESS = 0.05;
/** Turns that a leaf opens by: into the room it stops at the furniture, outwards it lies back along the corridor. */
const OPEN_INWARDS = 0.265;
const OPEN_OUTWARDS = 0.4;

/** Leaves at an openness of 0 (closed) to 1. */
export function leavesOf(room: Room, open: number): Leaf[] {
  const { door } = room;
  const height = door.top - 0.01;
  const leaf = (hinge: -1 | 1, width: number): Leaf => {
    const end = door.centre + (hinge * door.width) / 2;
    // In the wall's own coordinates (along it, into the room) the closed leaf lies at (−hinge, 0).
    const turn = (door.inwards ? OPEN_INWARDS : -OPEN_OUTWARDS) * open;
    const along = -hinge * cosine(turn);
    const inwards = sine(turn);
    const [x, z] = beside(room, door.wall, end, door.inwards ? 0 : -0.02);
    const [x1, z1] = beside(room, door.wall, end + along, (door.inwards ? 0 : -0.02) + inwards);
    return { x, z, alongX: x1 - x, alongZ: z1 - z, width, height };
  };
  switch (door.kind) {
    case 'single':
      return [leaf(door.hinge, door.width)];
    case 'double':
      return [leaf(-1, door.width / 2), leaf(1, door.width / 2)];
    case 'sliding': {
      const from = door.centre + door.hinge * door.width * (0.5 + open * 0.96);
      const [x, z] = beside(room, door.wall, from, 0.07);
      const [x1, z1] = beside(room, door.wall, from - door.hinge, 0.07);
      return [{ x, z, alongX: x1 - x, alongZ: z1 - z, width: door.width, height: height + 0.04 }];
    }
  }
}

/** Where on the leaf a ray came in: u metres from the hinge. */
export interface LeafHit extends Hit {
  u: number;
}

export function meetsLeaf(leaf: Leaf, o: Vec3, dx: number, dy: number, dz: number, hit: LeafHit): boolean {
  const { alongX, alongZ } = leaf;
  // The leaf's own axes: along it, up, and out of its face.
  const ox = (o[0] - leaf.x) * alongX + (o[2] - leaf.z) * alongZ;
  const oz = (o[0] - leaf.x) * alongZ - (o[2] - leaf.z) * alongX;
  const u = dx * alongX + dz * alongZ;
  const w = dx * alongZ - dz * alongX;
  const x = ((u > 0 ? 0 : leaf.width) - ox) / u;
  const y = ((dy > 0 ? 0 : leaf.height) - o[1]) / dy;
  const z = ((w > 0 ? -THICKNESS / 2 : THICKNESS / 2) - oz) / w;
  const enter = Math.max(x, y, z);
  const leave = Math.min(
    ((u > 0 ? leaf.width : 0) - ox) / u,
    ((dy > 0 ? leaf.height : 0) - o[1]) / dy,
    ((w > 0 ? THICKNESS / 2 : -THICKNESS / 2) - oz) / w,
  );
  if (!(enter > 0) || leave < enter) return false;
  hit.at = enter;
  hit.u = ox + enter * u;
  const face = enter === z;
  const sign = face ? (w > 0 ? -1 : 1) : u > 0 ? -1 : 1;
  hit.normalX = sign * (face ? alongZ : alongX);
  hit.normalY = 0;
  hit.normalZ = sign * (face ? -alongX : alongZ);
  return true;
}
