/** One built-in Enter/Leave video as data: everything that varies between them. The picture is made of this alone. */
import { PURPOSE, randomStream, type RandomStream } from '../../random/stream';
import { describeAction, type Action, type Label } from './action';
import { deal, DRAW, pick } from './choose';
import { distanceTo, footprint, makePiece, namesFor } from './furnish';
import type { Furniture } from './furniture';
import { lensOf, type Camera } from './lens';
import { describeLight, type Light } from './light';
import { beside } from './opening';
import { describePerson, type Person } from './person';
import { describeRoom, type Room } from './room';

export interface Scene {
  /** As Toyota Smarthome names its videos: `Enter_p03_r00_v07_c01`. */
  readonly name: string;
  readonly label: Label;
  readonly seed: number;
  readonly index: number;
  readonly room: Room;
  readonly person: Person;
  readonly camera: Camera;
  readonly light: Light;
  /** What lies about this time. */
  readonly loose: readonly Furniture[];
  readonly action: Action;
}

/** Rooms r00 … and persons p01 … of the set. Each room has four videos: both labels, before two cameras each. */
const ROOMS = 24;
const PERSONS = 12;

/**
 * Scene number `index` of the set that `seed` names. Labels alternate; in any 24 scenes from a multiple of 24 on, each
 * room appears once and each person twice, once entering and once leaving; the room's label changes from round to round.
 */
export function describeScene(seed: number, index: number): Scene {
  if (!Number.isInteger(index) || index < 0)
    throw new RangeError(`describeScene: expected index to be a whole number from 0 on, got ${index}.`);
  const round = Math.floor(index / ROOMS);
  const roomNumber = index % ROOMS;
  const label: Label = (roomNumber + round + seed) & 1 ? 'Leave' : 'Enter';
  const half = Math.floor(roomNumber / PERSONS);
  // Half a round later everybody is one place further, and so has the other label.
  const personNumber = 1 + deal(seed, 1, round * PERSONS + ((roomNumber + half) % PERSONS), PERSONS);
  const cameraNumber = 1 + (((round + 1) >> 1) & 1);
  const take = round + 1;

  const room = describeRoom(seed, roomNumber);
  const person = describePerson(seed, personNumber);
  const camera = describeCamera(seed, room, cameraNumber);
  const random = randomStream(PURPOSE.scene, seed, DRAW.take, index);
  const light = describeLight(random, room);
  const loose = scatter(random, room);
  const two = (n: number) => String(n).padStart(2, '0');
  return {
    name: `${label}_p${two(personNumber)}_r${two(roomNumber)}_v${two(take)}_c${two(cameraNumber)}`,
    label,
    seed,
    index,
    room,
    person,
    camera,
    light,
    loose,
    action: describeAction(random, label, room, camera, person, loose),
  };
}

/** A camera high up behind the open side of the room; it turns until the whole door is in the picture. */
function describeCamera(seed: number, room: Room, number: number): Camera {
  const random = randomStream(PURPOSE.scene, seed, DRAW.camera, room.number, number);
  const side = (deal(seed, 2, room.number, 2) ^ (number - 1)) & 1 ? 1 : -1;
  const { door } = room;
  // A door in a side wall is seen from the other side of the room.
  const x =
    door.wall === 'back'
      ? side * random.between(0.35, 1.1)
      : (door.wall === 'left' ? 1 : -1) *
        (number === 1 ? random.between(0.7, 1.2) : random.between(0.1, 0.5));
  const position = [x, random.between(1.65, 2.25), -random.between(0.5, 0.9)] as const;
  const focal = random.between(0.66, 0.76);
  const [doorX, doorZ] = beside(room, door.wall, door.centre, 0);
  const middle = [random.between(-0.3, 0.3), random.between(0.8, 0.95), room.depth * 0.8] as const;
  const corners = [-0.5, 0.5].map((end) =>
    beside(room, door.wall, door.centre + end * (door.width + 0.2), 0),
  );
  for (let step = 0; ; step++) {
    const share = step / 12;
    const camera: Camera = {
      position,
      target: [middle[0] + (doorX - middle[0]) * share, middle[1], middle[2] + (doorZ - middle[2]) * share],
      focal,
    };
    const lens = lensOf(camera, 1, 0.75);
    const seen = corners.every(([cx, cz]) => {
      const p = lens.project(cx, door.top, cz);
      return p.x > 0.04 && p.x < 0.96;
    });
    if (seen || step === 12) return camera;
  }
}

/** One or two things on the floor, out of the way of the door. */
function scatter(random: RandomStream, room: Room): Furniture[] {
  const loose: Furniture[] = [];
  const [doorX, doorZ] = beside(room, room.door.wall, room.door.centre, 0.6);
  const count = pick(random, [0, 1, 1, 2]);
  for (let attempt = 0; attempt < 12 && loose.length < count; attempt++) {
    const piece = makePiece(
      { random, palette: room.palette, wood: room.wood },
      pick(random, namesFor('loose')),
      {
        x: random.between(-0.5, 0.5) * (room.width - 0.8),
        z: random.between(1.6, room.depth - 0.2),
        facing: pick(random, ['camera', 'left', 'right'] as const),
      },
    );
    const print = footprint(piece)!;
    const free =
      distanceTo(print, doorX, doorZ) > 0.75 &&
      [...room.furniture, ...loose].every((other) => {
        const taken = footprint(other);
        return (
          !taken || taken.x0 > print.x1 || taken.x1 < print.x0 || taken.z0 > print.z1 || taken.z1 < print.z0
        );
      });
    if (free) loose.push(piece);
  }
  return loose;
}
