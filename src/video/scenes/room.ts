/** A room as data: its walls, floor, door, window and furniture. One number, one room. */
import { PURPOSE, randomStream, type RandomStream } from '../../random/stream';
import { deal, DRAW, newSeed, pick } from './choose';
import { furnish } from './furnish';
import type { Furniture } from './furniture';
import { describeDoor, describeWindow, type Door, type Plan, type Window } from './opening';
import { GROUNDS, PALETTES, WOODS, type Palette } from './palette';
import type { Material, TextureName } from './texture';

export interface Rug {
  /** Its middle and its size, metres. */
  readonly x: number;
  readonly z: number;
  readonly width: number;
  readonly depth: number;
  readonly round: boolean;
  readonly material: Material;
}

export interface Room extends Plan {
  readonly number: number;
  /** Metres. */
  readonly height: number;
  readonly wall: Material;
  /** Lower part of the walls and its height in metres, where it differs. */
  readonly dado: { readonly material: Material; readonly top: number } | null;
  readonly floor: Material;
  /** What is behind the door. */
  readonly corridor: { readonly wall: Material; readonly floor: Material };
  /** Skirting, casings; sRGB, 0xRRGGBB. */
  readonly trim: number;
  readonly door: Door;
  readonly window: Window | null;
  readonly rug: Rug | null;
  readonly furniture: readonly Furniture[];
  /** For what is brought into the room later. */
  readonly palette: Palette;
  readonly wood: readonly [number, number, number];
}

/** Metres a unit of the pattern, about: large enough to be seen in a picture of 32 pixels. */
const WALLS: readonly (readonly [TextureName, number])[] = [
  ['stripes', 0.55],
  ['bricks', 0.55],
  ['dots', 0.42],
  ['plaster', 0.9],
  ['boards', 0.42],
  ['diamonds', 0.6],
  ['tiles', 0.4],
  ['zigzag', 0.55],
  ['plain', 1],
  ['scallops', 0.5],
  ['shiplap', 0.36],
  ['checks', 0.5],
];
const FLOORS: readonly (readonly [TextureName, number])[] = [
  ['planks', 0.28],
  ['checker', 0.5],
  ['parquet', 0.55],
  ['slabs', 0.6],
  ['herringbone', 0.36],
  ['terrazzo', 0.3],
  ['plaster', 0.5],
  ['tiles', 0.45],
  ['diamonds', 0.6],
];
const DADOS: readonly TextureName[] = ['boards', 'tiles', 'plain', 'bricks', 'lattice', 'shiplap'];
const RUGS: readonly TextureName[] = [
  'bordered',
  'medallion',
  'bands',
  'zigzag',
  'checks',
  'diamonds',
  'dots',
];
const WOODEN: ReadonlySet<TextureName> = new Set(['planks', 'parquet', 'herringbone']);

/** Deals 10 … 15 are the room's. */
export function describeRoom(seed: number, number: number): Room {
  const random = randomStream(PURPOSE.scene, seed, DRAW.room, number);
  const palette = PALETTES[deal(seed, 10, number, PALETTES.length)]!;
  const wood = WOODS[deal(seed, 11, number, WOODS.length)]!;
  const plan: Plan = { width: random.between(3.9, 5), depth: random.between(3.7, 4.5) };
  const [wallTexture, wallScale] = WALLS[deal(seed, 12, number, WALLS.length)]!;
  const [floorTexture, floorScale] = FLOORS[deal(seed, 13, number, FLOORS.length)]!;
  const door = describeDoor(random, seed, number, plan);
  const window = random.chance(0.72) ? describeWindow(random, palette, plan, door) : null;
  return {
    // Not `...plan`: engines give every object that is spread into a shape of its own, and slow down on them all.
    width: plan.width,
    depth: plan.depth,
    number,
    height: random.between(2.4, 2.7),
    wall: {
      texture: wallTexture,
      colours: [palette.wall[0], palette.wall[1], wallTexture === 'tiles' ? palette.trim : palette.second[1]],
      scale: wallScale * random.between(0.85, 1.3),
      seed: newSeed(random),
    },
    dado: random.chance(0.4) ? describeDado(random, palette, wallTexture) : null,
    floor: {
      texture: floorTexture,
      colours: WOODEN.has(floorTexture) ? pick(random, WOODS) : pick(random, GROUNDS),
      scale: floorScale * random.between(0.8, 1.35),
      seed: newSeed(random),
      turned: random.chance(0.5),
    },
    corridor: describeCorridor(random),
    trim: palette.trim,
    door,
    window,
    rug: random.chance(0.6) ? describeRug(random, palette, plan) : null,
    furniture: furnish({ random, seed, number, plan, door, window, palette, wood }),
    palette,
    wood,
  };
}

function describeDado(random: RandomStream, palette: Palette, wall: TextureName): Room['dado'] {
  const texture = pick(
    random,
    DADOS.filter((name) => name !== wall),
  );
  return {
    material: {
      texture,
      colours: [palette.second[0], palette.second[1], palette.trim],
      scale: random.between(0.26, 0.4),
      seed: newSeed(random),
    },
    top: random.between(0.8, 1.15),
  };
}

function describeRug(random: RandomStream, palette: Palette, plan: Plan): Rug {
  const round = random.chance(0.3);
  const texture = round ? 'rings' : pick(random, RUGS);
  const stretched = texture === 'rings' || texture === 'bordered' || texture === 'medallion';
  const width = random.between(1.4, 2.2);
  const order = random.permutation(3);
  return {
    x: random.between(-0.5, 0.5),
    z: plan.depth * random.between(0.4, 0.55),
    width,
    depth: round ? width : random.between(1.0, 1.5),
    round,
    material: {
      texture,
      colours: [palette.accents[order[0]!]!, palette.trim, palette.accents[order[1]!]!],
      scale: stretched ? 0 : random.between(0.35, 0.5),
      seed: newSeed(random),
    },
  };
}

function describeCorridor(random: RandomStream): Room['corridor'] {
  const [light, dark] = pick(random, PALETTES).wall;
  return {
    wall: {
      texture: pick(random, ['plain', 'bricks', 'stripes', 'boards'] as const),
      colours: [light, dark, 0x8a8378],
      scale: 0.5,
      seed: newSeed(random),
    },
    floor: {
      texture: pick(random, ['checker', 'planks', 'slabs'] as const),
      colours: pick(random, GROUNDS),
      scale: 0.4,
      seed: newSeed(random),
    },
  };
}
