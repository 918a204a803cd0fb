/** Where somebody stands in a room: seen whole, off the furniture, reached in a straight line from the door. */
import type { RandomStream } from '../../random/stream';
import type { Vec3 } from './arithmetic';
import { distanceTo, footprint, type Footprint } from './furnish';
import type { Furniture } from './furniture';
import { lensOf, type Camera } from './lens';
import { beside, type Place } from './opening';
import type { Room } from './room';

/** Upright box from the floor to `top`, metres. */
interface Box extends Footprint {
  readonly top: number;
}

const ATTEMPTS = 90;
/** Shares of the height at which furniture in front of the body counts against a place, and how much. */
const SEEN_AT = [
  [0.2, 0.5],
  [0.5, 1.2],
  [0.8, 2],
] as const;

export function findSpot(
  random: RandomStream,
  room: Room,
  camera: Camera,
  height: number,
  furniture: readonly Furniture[],
): Place {
  const boxes: Box[] = [];
  for (const piece of furniture) {
    const print = footprint(piece);
    if (print) boxes.push({ x0: print.x0, x1: print.x1, z0: print.z0, z1: print.z1, top: piece.height });
  }
  // In units of the picture's width: a picture 4 wide, 3 high.
  const lens = lensOf(camera, 1, 0.75);
  const seen = (x: number, y: number, z: number) => {
    const p = lens.project(x, y, z);
    return p.depth > 2.1 && p.x > 0.08 && p.x < 0.92 && p.y > 0.03 && p.y < 0.72;
  };
  const [doorX, doorZ] = beside(room, room.door.wall, room.door.centre, 0.5);
  let best: Place = beside(room, room.door.wall, room.door.centre, 1.3);
  let bestWorth = -Infinity;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const x = random.between(-0.5, 0.5) * (room.width - 0.8);
    const z = random.between(0.9, room.depth - 0.5);
    if (!seen(x, 0, z) || !seen(x, height + 0.05, z)) continue;
    const length = Math.sqrt((x - doorX) * (x - doorX) + (z - doorZ) * (z - doorZ));
    if (length < 1) continue;
    let clear = Infinity;
    for (const box of boxes)
      for (let i = 0; i <= 8; i++)
        clear = Math.min(
          clear,
          distanceTo(box, doorX + ((x - doorX) * i) / 8, doorZ + ((z - doorZ) * i) / 8),
        );
    let hidden = 0;
    for (const [share, weight] of SEEN_AT)
      if (boxes.some((box) => isBetween(box, camera.position, x, share * height, z))) hidden += weight;
    // Room to walk and to be seen first; then far from the door; chance decides among the rest.
    const worth = Math.min(clear, 0.3) * 10 - hidden + Math.min(length, 2.4) * 0.5 + random.uniform() * 0.8;
    if (worth > bestWorth) {
      bestWorth = worth;
      best = [x, z];
    }
  }
  return best;
}

/** Whether the line from the eye to (x, y, z) meets the box. */
function isBetween(box: Box, eye: Vec3, x: number, y: number, z: number): boolean {
  let from = 0;
  let to = 1;
  const cut = (start: number, end: number, low: number, high: number) => {
    const way = end - start || 1e-9;
    const a = (low - start) / way;
    const b = (high - start) / way;
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  };
  cut(eye[0], x, box.x0, box.x1);
  cut(eye[1], y, 0, box.top);
  cut(eye[2], z, box.z0, box.z1);
  return from < to;
}
