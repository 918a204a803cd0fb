/** How a room is lit: light from everywhere, one lamp or window near by, and the sun through the window. */
import type { RandomStream } from '../../random/stream';
import { normalise, type Vec3 } from './arithmetic';
import { pick } from './choose';
import { beside } from './opening';
import type { Room } from './room';

export interface Light {
  readonly mood: 'day' | 'cloudy' | 'evening';
  /** Linear RGB. */
  readonly ambient: Vec3;
  /** Linear RGB at the lamp; half of it is left at `reach` metres. */
  readonly lamp: { readonly position: Vec3; readonly colour: Vec3; readonly reach: number };
  /** Which way the sunlight goes, where it falls in. */
  readonly sun: { readonly direction: Vec3; readonly colour: Vec3 } | null;
  /** Light behind the door, as a share of white. */
  readonly corridor: Vec3;
  /** Colours of sky, far and near things outside the window, sRGB, and how bright they are. */
  readonly outside: readonly [number, number, number];
  readonly outsideGlow: number;
}

const OUTSIDE: Readonly<Record<Light['mood'], readonly (readonly [number, number, number])[]>> = {
  day: [
    [0xc4e6f8, 0x93b09f, 0x4f7d50],
    [0xd9ecf2, 0xa8a090, 0x7f6f60],
  ],
  cloudy: [
    [0xdfe3e6, 0xa3aaad, 0x66776a],
    [0xd6dade, 0x9d9692, 0x77706c],
  ],
  evening: [
    [0xe59a6a, 0x5a4663, 0x2a2436],
    [0x33426e, 0x232c4c, 0x141a30],
  ],
};

export function describeLight(random: RandomStream, room: Room): Light {
  const mood = pick(random, ['day', 'day', 'cloudy', 'evening'] as const);
  const outside = pick(random, OUTSIDE[mood]);
  const bright = random.between(0.92, 1.1);
  const floorLamp = room.furniture.find((piece) => piece.kind === 'floorLamp');
  const ceiling: Vec3 = [
    random.between(-0.25, 0.25) * room.width,
    room.height - 0.25,
    room.depth * random.between(0.3, 0.65),
  ];
  const window = room.window;
  if (mood === 'evening') {
    const warm: Vec3 = [1.05 * bright, 0.8 * bright, 0.52 * bright];
    return {
      mood,
      ambient: [0.34 * bright, 0.32 * bright, 0.36 * bright],
      lamp: {
        position: floorLamp ? [floorLamp.x * 0.85, floorLamp.height + 0.1, floorLamp.z - 0.35] : ceiling,
        colour: warm,
        reach: random.between(1.9, 2.6),
      },
      sun: null,
      corridor: pick(random, [
        [0.75, 0.62, 0.42],
        [0.22, 0.23, 0.3],
        [0.5, 0.52, 0.55],
      ] as const),
      outside,
      outsideGlow: 0.8,
    };
  }
  const soft = mood === 'cloudy';
  let position = ceiling;
  let sun: Light['sun'] = null;
  if (window) {
    const [x, z] = beside(room, window.wall, window.centre, 0.5);
    position = [x, (window.bottom + window.top) / 2, z];
    if (!soft) {
      // Down and into the room, slanting along the wall by chance.
      const slant = random.between(-0.7, 0.7);
      const [inX, inZ] =
        window.wall === 'back' ? [slant, -1] : window.wall === 'left' ? [1, slant - 0.2] : [-1, slant - 0.2];
      sun = { direction: normalise([inX, -random.between(0.6, 1), inZ]), colour: [0.9, 0.78, 0.56] };
    }
  }
  return {
    mood,
    ambient: soft
      ? [0.56 * bright, 0.58 * bright, 0.61 * bright]
      : [0.6 * bright, 0.59 * bright, 0.57 * bright],
    lamp: {
      position,
      colour: soft ? [0.42, 0.43, 0.45] : [0.5, 0.48, 0.44],
      reach: random.between(2.2, 3.2),
    },
    sun,
    corridor: pick(random, [
      [0.95, 0.9, 0.8],
      [0.4, 0.4, 0.42],
      [0.66, 0.68, 0.72],
    ] as const),
    outside,
    outsideGlow: 1.15,
  };
}
