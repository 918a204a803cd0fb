/** What happens: where the person walks and stands, when, and what the door does. */
import type { RandomStream } from '../../random/stream';
import { clamp, cosine, sine } from './arithmetic';
import { pick } from './choose';
import type { Furniture } from './furniture';
import type { Camera } from './lens';
import { beside, type Place } from './opening';
import type { Person } from './person';
import type { Room } from './room';
import { findSpot } from './spot';

export type Label = 'Enter' | 'Leave';

/** What one does while standing about; `side` −1 is the left arm. */
export interface Gesture {
  readonly kind: 'wave' | 'look' | 'hips' | 'stretch' | 'phone' | 'scratch' | 'point' | 'step' | 'bow';
  readonly side: -1 | 1;
  /** Seconds. */
  readonly start: number;
  readonly duration: number;
}

export interface Action {
  readonly label: Label;
  /** In the order in which it is walked, metres. */
  readonly path: readonly Place[];
  /** Seconds. */
  readonly walkStart: number;
  readonly walkEnd: number;
  /** Metres a second, between speeding up (Leave) and slowing down (Enter) over `ease` metres. */
  readonly speed: number;
  readonly ease: number;
  /** Which way they look while standing, unit length. */
  readonly facing: Place;
  /** How far the door is open (0..1) before it moves; seconds at which it begins to open, takes to move, begins to close. */
  readonly door: {
    readonly rest: number;
    readonly opens: number;
    readonly seconds: number;
    readonly closes: number | null;
  };
  readonly gestures: readonly Gesture[];
}

/** Length of a built-in video. */
export const SECONDS = 6;
/** The Enter walk has ended by then, seconds. */
const LATEST_ARRIVAL = 4.5;
/** The Leave walk has passed the door by then, seconds. */
const LATEST_EXIT = 4.3;
const EASE = 0.3;

export function describeAction(
  random: RandomStream,
  label: Label,
  room: Room,
  camera: Camera,
  person: Person,
  loose: readonly Furniture[],
): Action {
  const spot = findSpot(random, room, camera, person.height, [...room.furniture, ...loose]);
  const { outside, inside } = pathBetween(room, camera, spot);
  const insideLength = lengthOf(inside);
  const seconds = random.between(0.5, 0.8);
  const towardsCamera = unit(camera.position[0] - spot[0], camera.position[2] - spot[1]);
  const facing = turned(towardsCamera, random.between(-0.3, 0.3));

  if (label === 'Enter') {
    const ajar = random.chance(0.15) ? 0.25 : 0;
    // Through a door that is ajar one would be seen coming from the first frame on.
    const opens = random.between(ajar > 0 ? 1 : 0.15, 1.25);
    const passes = opens + seconds * 0.9;
    const speed = Math.max(
      person.speed * random.between(0.9, 1.1),
      (insideLength + EASE) / (LATEST_ARRIVAL - passes),
    );
    const walkStart = passes - lengthOf(outside) / speed;
    const walkEnd = passes + (insideLength + EASE) / speed;
    return {
      label,
      path: [...outside, ...inside.slice(1)],
      walkStart,
      walkEnd,
      speed,
      ease: EASE,
      facing,
      door: {
        rest: ajar,
        opens,
        seconds,
        closes: random.chance(0.6) ? passes + random.between(0.9, 1.4) : null,
      },
      gestures: describeGestures(random, walkEnd - 0.1, SECONDS + 0.6),
    };
  }
  let walkStart = random.between(0.7, 2.1);
  let speed = person.speed * random.between(0.95, 1.15);
  const inTime = LATEST_EXIT - walkStart;
  speed = Math.max(speed, (insideLength + EASE) / inTime);
  if (speed > 1.6) {
    speed = 1.6;
    walkStart = Math.max(0.4, LATEST_EXIT - (insideLength + EASE) / speed);
  }
  const passes = walkStart + (insideLength + EASE) / speed;
  const standsOpen = random.chance(0.2);
  const lead = (room.door.inwards ? 1.15 : 0.55) / speed + seconds * 0.6;
  return {
    label,
    path: [...[...inside].reverse(), ...[...outside].reverse().slice(1)],
    walkStart,
    walkEnd: passes + lengthOf(outside) / speed,
    speed,
    ease: EASE,
    facing,
    door: {
      rest: standsOpen ? 1 : 0,
      opens: Math.max(walkStart, passes - lead),
      seconds,
      closes: passes + 0.6 / speed + 0.1,
    },
    gestures: describeGestures(random, -0.4, walkStart + 0.1),
  };
}

/** Gestures one after another from `from` to `to` seconds: something always moves a little. */
function describeGestures(random: RandomStream, from: number, to: number): Gesture[] {
  const gestures: Gesture[] = [];
  let start = from;
  let last: Gesture['kind'] | null = null;
  while (start < to - 0.5) {
    const kinds = (
      ['wave', 'look', 'hips', 'stretch', 'phone', 'scratch', 'point', 'step', 'bow'] as const
    ).filter((kind) => kind !== last);
    const kind = pick(random, kinds);
    const duration = Math.min(kind === 'bow' ? 0.9 : random.between(0.9, 1.6), to - start);
    gestures.push({ kind, side: random.chance(0.5) ? 1 : -1, start, duration });
    start += duration * random.between(0.85, 1.05);
    last = kind;
  }
  return gestures;
}

/** `outside`: from out of sight behind the wall to the doorway. `inside`: from the doorway to the spot. */
function pathBetween(room: Room, camera: Camera, spot: Place): { outside: Place[]; inside: Place[] } {
  const { wall, centre, width } = room.door;
  const at = (along: number, inwards: number) => beside(room, wall, along, inwards);
  const eye = wall === 'back' ? camera.position[0] : camera.position[2];
  // The wall hides what stands behind it on the camera's side of the doorway.
  const side = eye < centre ? -1 : 1;
  const away = width / 2 + 0.75;
  const outside = rounded([at(centre + side * away, -0.6), at(centre, -0.6), at(centre, 0)]);
  const inside = rounded([at(centre, 0), at(centre, 0.55), spot]);
  return { outside, inside };
}

/** Cuts the corners of a line three times (Chaikin); its ends stay. */
function rounded(line: readonly Place[]): Place[] {
  let points = [...line];
  for (let pass = 0; pass < 3; pass++) {
    const next: Place[] = [points[0]!];
    for (let i = 0; i + 1 < points.length; i++) {
      const [x0, z0] = points[i]!;
      const [x1, z1] = points[i + 1]!;
      next.push(
        [x0 * 0.75 + x1 * 0.25, z0 * 0.75 + z1 * 0.25],
        [x0 * 0.25 + x1 * 0.75, z0 * 0.25 + z1 * 0.75],
      );
    }
    next.push(points.at(-1)!);
    points = next;
  }
  return points;
}

export function lengthOf(line: readonly Place[]): number {
  let length = 0;
  for (let i = 0; i + 1 < line.length; i++) {
    const dx = line[i + 1]![0] - line[i]![0];
    const dz = line[i + 1]![1] - line[i]![1];
    length += Math.sqrt(dx * dx + dz * dz);
  }
  return length;
}

export function unit(x: number, z: number): Place {
  const length = Math.sqrt(x * x + z * z) || 1;
  return [x / length, z / length];
}

/** A direction turned by so many turns. */
export function turned([x, z]: Place, turns: number): Place {
  const c = cosine(turns);
  const s = sine(turns);
  return [x * c - z * s, x * s + z * c];
}

/** Metres walked at `second`. */
export function walked(action: Action, second: number): number {
  const { speed, ease, label, walkStart, walkEnd } = action;
  const since = clamp(second, walkStart, walkEnd) - walkStart;
  const easing = (2 * ease) / speed;
  if (label === 'Leave')
    return since < easing ? (speed * since * since) / (2 * easing) : ease + speed * (since - easing);
  const total = walkEnd - walkStart;
  const steady = total - easing;
  if (since < steady) return speed * since;
  const slow = since - steady;
  return speed * steady + speed * slow - (speed * slow * slow) / (2 * easing);
}
