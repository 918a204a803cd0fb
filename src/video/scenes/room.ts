/** A room as data: its walls, floor, door, window, light fittings and furniture. One number, one room. */
import { PURPOSE, randomStream, type RandomStream } from '../../random/stream';
import { DOORS, GROUNDS, PALETTES, WOODS, type Palette } from './palette';
import { deal } from './deal';
import { furnish } from './furnish';
import type { Furniture } from './furniture';
import type { Material, TextureName } from './texture';

export type Wall = 'back' | 'left' | 'right';

/** An opening in a wall. `centre` is x on the back wall and z on the side walls; metres. */
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
  readonly view: Material;
  /** Panes across and upwards. */
  readonly panes: readonly [number, number];
  readonly curtain: Material | null;
}

export interface Room {
  readonly number: number;
  /** Metres: x from −width/2 to width/2, z from the camera's wall to depth, y up. */
  readonly width: number;
  readonly depth: number;
  readonly height: number;
  readonly wall: Material;
  /** Lower part of the walls and its height, where it differs. */
  readonly dado: { readonly material: Material; readonly top: number } | null;
  readonly floor: Material;
  /** What is behind the door. */
  readonly corridor: { readonly wall: Material; readonly floor: Material };
  /** sRGB, 0xRRGGBB. */
  readonly trim: number;
  readonly door: Door;
  readonly window: Window | null;
  readonly rug: { readonly x: number; readonly z: number; readonly width: number; readonly depth: number; readonly round: boolean; readonly material: Material } | null;
  readonly furniture: readonly Furniture[];
}

const WALLS: readonly TextureName[] = [
  'stripes', 'bricks', 'dots', 'plaster', 'boards', 'diamonds', 'tiles', 'zigzag', 'plain', 'scallops', 'shiplap', 'checker',
];
const FLOORS: readonly TextureName[] = [
  'planks', 'checker', 'parquet', 'slabs', 'herringbone', 'terrazzo', 'plaster', 'tiles', 'diamonds',
];
const DADOS: readonly TextureName[] = ['boards', 'tiles', 'plain', 'bricks', 'lattice', 'shiplap'];
const LEAVES: readonly TextureName[] = ['panelDoor', 'glazedDoor', 'plankDoor', 'portholeDoor', 'flushDoor'];
const RUGS: readonly TextureName[] = ['bordered', 'medallion', 'bands', 'zigzag', 'checks', 'diamonds', 'dots'];
const WOODEN: ReadonlySet<TextureName> = new Set(['planks', 'parquet', 'herringbone', 'boards', 'shiplap']);
/** Metres a unit of the pattern, about: large enough to be seen in a picture of 32 pixels. */
const WALL_SCALE: Partial<Record<TextureName, number>> = {
  stripes: 0.55, bricks: 0.55, dots: 0.42, plaster: 0.9, boards: 0.42, diamonds: 0.6, tiles: 0.4, zigzag: 0.55, plain: 1,
  scallops: 0.45, shiplap: 0.36, checker: 0.42,
};

export function pick<T>(random: RandomStream, of: readonly T[]): T {
  return of[Math.floor(random.uniform() * of.length)]!;
}

export function describeRoom(seed: number, number: number): Room {
  const random = randomStream(PURPOSE.scene, seed, 1, number);
  const dealt = (what: number, count: number) => deal(seed, what, number, count);
  const palette = PALETTES[dealt(1, PALETTES.length)]!;
  const wood = WOODS[dealt(2, WOODS.length)]!;
  const width = random.between(3.9, 5);
  const depth = random.between(3.7, 4.5);
  const height = random.between(2.4, 2.7);
  const wallTexture = WALLS[dealt(3, WALLS.length)]!;
  const floorTexture = FLOORS[dealt(4, FLOORS.length)]!;
  const ground = pick(random, GROUNDS);
  const newSeed = () => Math.floor(random.uniform() * 65536);

  const wall: Material = {
    texture: wallTexture,
    colours: [palette.wall[0], palette.wall[1], wallTexture === 'boards' ? palette.second[1] : palette.second[0]],
    scale: (WALL_SCALE[wallTexture] ?? 0.5) * random.between(0.85, 1.3),
    seed: newSeed(),
  };
  const floor: Material = {
    texture: floorTexture,
    colours: WOODEN.has(floorTexture) ? pick(random, WOODS) : ground,
    scale: (floorTexture === 'planks' ? 0.26 : floorTexture === 'terrazzo' ? 0.3 : 0.5) * random.between(0.8, 1.4),
    seed: newSeed(),
    turned: random.chance(0.5),
  };
  const dado = random.chance(0.4) ? describeDado(random, palette, wallTexture) : null;
  const door = describeDoor(random, seed, number, width, depth);
  const window = random.chance(0.72) ? describeWindow(random, palette, width, depth, door) : null;
  const rug = random.chance(0.6)
    ? {
        x: random.between(-0.5, 0.5),
        z: depth * random.between(0.42, 0.55),
        width: random.between(1.3, 2.1),
        depth: random.between(1.0, 1.5),
        round: random.chance(0.3),
        material: describeRug(random, palette),
      }
    : null;
  return {
    number,
    width,
    depth,
    height,
    wall,
    dado,
    floor,
    corridor: {
      wall: { texture: pick(random, ['plain', 'bricks', 'stripes', 'boards'] as const), colours: pick(random, PALETTES).wall.concat(0x8a8378) as unknown as Material['colours'], scale: 0.5, seed: newSeed() },
      floor: { texture: pick(random, ['checker', 'planks', 'slabs'] as const), colours: pick(random, GROUNDS), scale: 0.4, seed: newSeed() },
    },
    trim: palette.trim,
    door,
    window,
    rug,
    furniture: furnish({ random, seed, number, width, depth, door, window, palette, wood }),
  };
}
