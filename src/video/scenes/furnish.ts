/** Puts furniture into a room so that the door can open, the window stays free and one can walk about. */
import type { RandomStream } from '../../random/stream';
import { deal, newSeed, pick } from './choose';
import { FURNITURE, type Furniture, type FurnitureName } from './furniture';
import { beside, FACING, span, type Door, type Opening, type Plan, type Wall, type Window } from './opening';
import type { Palette } from './palette';
import { placed, type PieceKind } from './piece';

/** A rectangle of floor, metres. */
export interface Footprint {
  readonly x0: number;
  readonly x1: number;
  readonly z0: number;
  readonly z1: number;
}

export interface Furnishing {
  readonly random: RandomStream;
  readonly seed: number;
  /** The room's number. */
  readonly number: number;
  readonly plan: Plan;
  readonly door: Door;
  readonly window: Window | null;
  readonly palette: Palette;
  /** Light, dark, gap. */
  readonly wood: readonly [number, number, number];
}

type Place = PieceKind['place'];
export const namesFor = (place: Place): FurnitureName[] =>
  (Object.keys(FURNITURE) as FurnitureName[]).filter((name) => FURNITURE[name].place === place);

/** Floor that a piece covers; what hangs on a wall covers none. */
export function footprint(piece: Furniture): Footprint | null {
  if (FURNITURE[piece.kind].place === 'hung') return null;
  const { low, high } = placed(piece, -piece.width / 2, piece.width / 2, 0, 0, 0, piece.depth);
  return { x0: low[0], x1: high[0], z0: low[2], z1: high[2] };
}

/** Metres from a point to a footprint; 0 within. */
export function distanceTo(print: Footprint, x: number, z: number): number {
  const dx = Math.max(print.x0 - x, 0, x - print.x1);
  const dz = Math.max(print.z0 - z, 0, z - print.z1);
  return Math.sqrt(dx * dx + dz * dz);
}

const apart = (a: Footprint, b: Footprint, gap: number) =>
  a.x1 + gap <= b.x0 || b.x1 + gap <= a.x0 || a.z1 + gap <= b.z0 || b.z1 + gap <= a.z0;

/** A piece of this kind with sizes and materials drawn, standing at (x, z). */
export function makePiece(
  { random, palette, wood }: Pick<Furnishing, 'random' | 'palette' | 'wood'>,
  kind: FurnitureName,
  at: Pick<Furniture, 'x' | 'z' | 'facing'>,
): Furniture {
  const spec: PieceKind = FURNITURE[kind];
  const [main, other, third] = palette.accents;
  const order = random.permutation(3);
  const accents = [main, other, third];
  const colour = (i: number) => accents[order[i]!]!;
  const texture = pick(random, spec.covers);
  const wooden =
    texture === 'drawers' || texture === 'doors' || texture === 'boards' || texture === 'shiplap';
  const painted = random.chance(0.35);
  return {
    ...at,
    kind,
    width: random.between(...spec.width),
    depth: random.between(...spec.depth),
    height: random.between(...spec.height),
    frame: { texture: 'plain', colours: [wood[0], wood[1], wood[2]], scale: 0.4, seed: newSeed(random) },
    cover: {
      texture,
      colours: wooden
        ? [painted ? colour(0) : wood[0], wood[2], painted ? palette.trim : wood[2]]
        : texture === 'books'
          ? [colour(0), colour(1), 0x2c241f]
          : [colour(0), random.chance(0.5) ? palette.trim : colour(1), colour(2)],
      scale: texture === 'drawers' || texture === 'doors' ? 0.42 : random.between(0.2, 0.32),
      seed: newSeed(random),
    },
    detail: {
      texture: 'plain',
      colours: [colour(2), palette.trim, colour(1)],
      scale: 0.3,
      seed: newSeed(random),
    },
    seed: newSeed(random),
  };
}

/** Deals 30 … 33 are the furniture's: every kind appears in the first rooms. */
export function furnish(input: Furnishing): Furniture[] {
  const { random, seed, number, plan, door, window } = input;
  const pieces: Furniture[] = [];
  const prints: Footprint[] = [];
  const [doorX, doorZ] = beside(plan, door.wall, door.centre, 0.55);
  const way = 0.62 + door.width / 2;
  const doorway: Footprint = { x0: doorX - way, x1: doorX + way, z0: doorZ - way, z1: doorZ + way };

  const add = (piece: Furniture, gap: number): boolean => {
    const print = footprint(piece);
    if (print) {
      const inside =
        print.x0 >= -plan.width / 2 - 0.01 &&
        print.x1 <= plan.width / 2 + 0.01 &&
        print.z1 <= plan.depth + 0.01;
      if (!inside || !apart(print, doorway, 0) || prints.some((other) => !apart(print, other, gap)))
        return false;
      prints.push(print);
    }
    pieces.push(piece);
    return true;
  };
  const blocks = (opening: Opening, wall: Wall, from: number, to: number, margin: number) =>
    opening.wall === wall &&
    to > opening.centre - opening.width / 2 - margin &&
    from < opening.centre + opening.width / 2 + margin;

  const standing = namesFor('wall');
  const walls: Wall[] = ['back', 'left', 'right'];
  /** Along walls: three dealt kinds a room, then one drawn for each wall. */
  const wanted = [0, 1, 2].map((i) => standing[deal(seed, 30, number * 3 + i, standing.length)]!);
  for (let i = 0; i < 2; i++) wanted.push(pick(random, standing));
  for (const kind of wanted) {
    for (let attempt = 0; attempt < 14; attempt++) {
      const wall = attempt < 7 ? pick(random, ['back', 'back', ...walls] as const) : pick(random, walls);
      const [from, to] = span(plan, wall);
      const draft = makePiece(input, kind, { x: 0, z: 0, facing: FACING[wall] });
      const along = random.between(from + draft.width / 2 + 0.05, to - draft.width / 2 - 0.05);
      const [x, z] = beside(plan, wall, along, 0.02);
      const high = draft.height > 1.05 || kind === 'kitchen' || kind === 'television';
      if (high && window && blocks(window, wall, along - draft.width / 2, along + draft.width / 2, 0))
        continue;
      if (add({ ...draft, x, z }, 0.12)) break;
    }
  }

  /** Something in the middle in most rooms, something near the camera in some. */
  const centre = [...namesFor('centre'), ...namesFor('centre'), null, null][deal(seed, 31, number, 6)];
  if (centre)
    for (let attempt = 0; attempt < 8; attempt++) {
      const x = random.between(-0.28, 0.28) * plan.width;
      const z = plan.depth * random.between(0.5, 0.68);
      if (!add(makePiece(input, centre, { x, z, facing: 'camera' }), 0.35)) continue;
      if (centre === 'diningTable')
        for (const side of [-1, 1] as const)
          add(
            makePiece(input, 'chair', {
              x: x + side * 0.95,
              z: z - 0.4,
              facing: side < 0 ? 'right' : 'left',
            }),
            0,
          );
      break;
    }
  const front = [null, 'armchair', 'stool', null, 'plant', 'chair', 'bench'][
    deal(seed, 32, number, 7)
  ] as FurnitureName | null;
  if (front) {
    const side = random.chance(0.5) ? 1 : -1;
    add(
      makePiece(input, front, {
        x: side * random.between(0.75, 1.25),
        z: random.between(1.0, 1.35),
        facing: 'away',
      }),
      0.1,
    );
  }

  /** On the walls, where nothing tall stands before them. */
  const hung = namesFor('hung');
  const count = 1 + deal(seed, 33, number, 3);
  const taken: { wall: Wall; from: number; to: number }[] = [];
  for (let i = 0; i < count; i++) {
    for (let attempt = 0; attempt < 10; attempt++) {
      const wall = pick(random, ['back', 'back', 'left', 'right'] as const);
      const [low, to] = span(plan, wall);
      const from = wall === 'back' ? low : 2;
      const draft = makePiece(input, pick(random, hung), { x: 0, z: 0, facing: FACING[wall] });
      const along = random.between(from + draft.width / 2 + 0.1, to - draft.width / 2 - 0.1);
      const low2 = along - draft.width / 2;
      const high2 = along + draft.width / 2;
      if (blocks(door, wall, low2, high2, 0.15) || (window && blocks(window, wall, low2, high2, 0.3)))
        continue;
      if (taken.some((t) => t.wall === wall && high2 > t.from - 0.1 && low2 < t.to + 0.1)) continue;
      const hidden = pieces.some((p) => {
        if (p.facing !== FACING[wall] || p.height < 1.15) return false;
        const other = wall === 'back' ? p.x : p.z;
        return high2 > other - p.width / 2 && low2 < other + p.width / 2;
      });
      if (hidden) continue;
      const [x, z] = beside(plan, wall, along, 0);
      pieces.push({ ...draft, x, z });
      taken.push({ wall, from: low2, to: high2 });
      break;
    }
  }
  return pieces;
}
