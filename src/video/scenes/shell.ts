/** The empty room around everything: where a ray meets floor, walls, the view outside or the corridor behind the door. */
import type { Vec3 } from './arithmetic';
import type { Wall } from './opening';
import type { Room } from './room';

/** Surfaces of the shell by number; solids come after SOLIDS. */
export const SURFACE = {
  floor: 0,
  ceiling: 1,
  left: 2,
  right: 3,
  back: 4,
  outside: 5,
  corridorFloor: 6,
  corridorWall: 7,
  corridorCeiling: 8,
} as const;
export const SOLIDS = 16;
/** Normals of these surfaces, three numbers each; what glows or lies in the corridor needs none. */
export const NORMALS = new Float64Array(3 * SOLIDS);
NORMALS.set([0, 1, 0, 0, -1, 0, 1, 0, 0, -1, 0, 0, 0, 0, -1]);

const WALL_OF: readonly (Wall | null)[] = [null, null, 'left', 'right', 'back'];
/** Metres from the wall to the far wall of the corridor, and how high the corridor is. */
const CORRIDOR_DEPTH = 1.35;
const CORRIDOR_HEIGHT = 2.35;

export interface ShellHit {
  /** In lengths of the ray's direction. */
  at: number;
  surface: number;
}

/** Meets the shell from within, into `hit`. Every ray that goes away from the camera's wall meets it. */
export function meetsShell(room: Room, o: Vec3, dx: number, dy: number, dz: number, hit: ShellHit): void {
  const half = room.width / 2;
  let at = (room.depth - o[2]) / dz;
  let surface: number = SURFACE.back;
  if (!(at > 0)) at = Infinity;
  const side = (dx > 0 ? half - o[0] : -half - o[0]) / dx;
  if (side < at) {
    at = side;
    surface = dx > 0 ? SURFACE.right : SURFACE.left;
  }
  const level = (dy > 0 ? room.height - o[1] : -o[1]) / dy;
  if (level < at) {
    at = level;
    surface = dy > 0 ? SURFACE.ceiling : SURFACE.floor;
  }
  hit.at = at;
  hit.surface = surface;
  const wall = WALL_OF[surface];
  if (!wall) return;
  const y = o[1] + at * dy;
  const along = wall === 'back' ? o[0] + at * dx : o[2] + at * dz;
  const { window, door } = room;
  if (
    window !== null &&
    window.wall === wall &&
    y > window.bottom &&
    y < window.top &&
    Math.abs(along - window.centre) < window.width / 2
  ) {
    hit.surface = SURFACE.outside;
    return;
  }
  if (door.wall !== wall || y > door.top || Math.abs(along - door.centre) > door.width / 2) return;
  // Through the doorway: the corridor runs along the wall.
  const onwards = wall === 'back' ? dz : dx;
  const reached = wall === 'back' ? room.depth - o[2] : wall === 'right' ? half - o[0] : -half - o[0];
  const far = (reached + (wall === 'left' ? -CORRIDOR_DEPTH : CORRIDOR_DEPTH)) / onwards;
  const flat = (dy > 0 ? CORRIDOR_HEIGHT - o[1] : -o[1]) / dy;
  hit.at = Math.min(far, flat);
  hit.surface =
    flat < far ? (dy > 0 ? SURFACE.corridorCeiling : SURFACE.corridorFloor) : SURFACE.corridorWall;
}
