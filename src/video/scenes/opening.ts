/** Doors and windows: openings in a wall. */
import type { RandomStream } from '../../random/stream';
import { deal, newSeed, pick } from './choose';
import { DOORS, type Palette } from './palette';
import type { Facing } from './piece';
import type { Material, TextureName } from './texture';

export type Wall = 'back' | 'left' | 'right';

/** Metres: the inside of the room is x from −width/2 to width/2, z from the camera's wall (0) to depth. */
export interface Plan {
  readonly width: number;
  readonly depth: number;
}

/** A place on the floor or a direction along it: [x, z]. */
export type Place = readonly [number, number];

/** `centre` is x on the back wall and z on the side walls; metres. */
export interface Opening {
  readonly wall: Wall;
  readonly centre: number;
  readonly width: number;
  readonly bottom: number;
  readonly top: number;
}

export interface Door extends Opening {
  readonly kind: 'single' | 'double' | 'sliding';
  /** End of the opening that the hinge is at, or that a sliding leaf opens towards: −1 smaller coordinate, 1 larger. */
  readonly hinge: -1 | 1;
  /** True if the leaf swings into the room. */
  readonly inwards: boolean;
  readonly leaf: Material;
}

export interface Window extends Opening {
  /** What is outside; the light gives its colours. */
  readonly view: { readonly texture: TextureName; readonly seed: number };
  /** Panes across and upwards. */
  readonly panes: readonly [number, number];
  readonly curtain: Material | null;
}

/** How what stands against this wall faces. */
export const FACING: Readonly<Record<Wall, Facing>> = { back: 'camera', left: 'right', right: 'left' };

/** The place on the floor `inwards` metres (negative: behind the wall) from `along` on a wall, [x, z]. */
export function beside(plan: Plan, wall: Wall, along: number, inwards: number): Place {
  switch (wall) {
    case 'back':
      return [along, plan.depth - inwards];
    case 'left':
      return [-plan.width / 2 + inwards, along];
    case 'right':
      return [plan.width / 2 - inwards, along];
  }
}

/** Where on a wall things can be seen and stand: from, to. */
export function span(plan: Plan, wall: Wall): readonly [number, number] {
  return wall === 'back' ? [-plan.width / 2, plan.width / 2] : [1.3, plan.depth];
}

const LEAVES: readonly TextureName[] = ['panelDoor', 'glazedDoor', 'plankDoor', 'portholeDoor', 'flushDoor'];
const DOOR_WALLS: readonly Wall[] = ['back', 'left', 'back', 'right', 'back', 'back'];
const DOOR_KINDS = ['single', 'single', 'double', 'single', 'sliding'] as const;

/** Deals 20 … 23 are the doors'. */
export function describeDoor(random: RandomStream, seed: number, room: number, plan: Plan): Door {
  const wall = DOOR_WALLS[deal(seed, 20, room, DOOR_WALLS.length)]!;
  const kind = DOOR_KINDS[deal(seed, 21, room, DOOR_KINDS.length)]!;
  const width = kind === 'double' ? random.between(1.2, 1.4) : random.between(0.85, 1.0);
  const centre =
    wall === 'back'
      ? random.between(-1, 1) * (plan.width / 2 - width - 0.25)
      : plan.depth - width / 2 - random.between(0.3, 0.9);
  return {
    wall,
    kind,
    centre,
    width,
    bottom: 0,
    top: random.between(2.0, 2.15),
    hinge: random.chance(0.5) ? 1 : -1,
    inwards: random.chance(0.5),
    leaf: {
      texture: LEAVES[deal(seed, 22, room, LEAVES.length)]!,
      colours: DOORS[deal(seed, 23, room, DOORS.length)]!,
      scale: 0,
      seed: newSeed(random),
    },
  };
}

/** A window that leaves the door's wall, or at least its surroundings, alone. */
export function describeWindow(random: RandomStream, palette: Palette, plan: Plan, door: Door): Window {
  const width = random.between(0.9, 1.5);
  const roomLeft = door.centre - door.width / 2 - 0.35 - -plan.width / 2;
  const roomRight = plan.width / 2 - (door.centre + door.width / 2 + 0.35);
  let wall: Wall;
  let centre: number;
  if (door.wall !== 'back') {
    wall = 'back';
    const reach = plan.width / 2 - width / 2 - 0.3;
    centre = random.between(-reach, reach);
  } else if (Math.max(roomLeft, roomRight) > width + 0.4) {
    wall = 'back';
    const spare = (Math.max(roomLeft, roomRight) - width) / 2 - 0.15;
    const middle =
      roomLeft > roomRight
        ? (-plan.width / 2 + door.centre - door.width / 2 - 0.35) / 2
        : (plan.width / 2 + door.centre + door.width / 2 + 0.35) / 2;
    centre = middle + random.between(-spare, spare);
  } else {
    wall = door.centre > 0 ? 'left' : 'right';
    centre = plan.depth - random.between(1.0, 1.5);
  }
  const bottom = random.between(0.85, 1.05);
  return {
    wall,
    centre,
    width,
    bottom,
    top: bottom + random.between(0.9, 1.2),
    view: { texture: random.chance(0.5) ? 'hills' : 'houses', seed: newSeed(random) },
    panes: [pick(random, [1, 2, 2, 3]), pick(random, [1, 2, 2])],
    curtain: random.chance(0.6)
      ? {
          texture: pick(random, ['pleats', 'stripes', 'dots', 'bands'] as const),
          colours: [pick(random, palette.accents), palette.trim, palette.second[1]],
          scale: 0.2,
          seed: newSeed(random),
        }
      : null,
  };
}
