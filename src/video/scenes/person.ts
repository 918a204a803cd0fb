/** A person as data: build, hair, clothes, gait. One number, one person. */
import { PURPOSE, randomStream } from '../../random/stream';
import { deal, DRAW, newSeed, pick } from './choose';
import { CLOTH, HAIRS, SHOES, SKINS, TROUSERS } from './palette';
import type { Material, TextureName } from './texture';

export interface Person {
  readonly number: number;
  /** Metres. */
  readonly height: number;
  /** 1 is average; 0.8 slender, 1.35 stout. */
  readonly build: number;
  readonly hair: 'short' | 'long' | 'bun' | 'ponytail' | 'curly' | 'bald' | 'cap' | 'hat';
  readonly outfit: 'trousers' | 'shorts' | 'skirt' | 'dress' | 'coat';
  readonly sleeves: 'long' | 'short';
  readonly top: Material;
  readonly bottom: Material;
  /** sRGB, 0xRRGGBB, as are all colours here. */
  readonly skin: number;
  readonly hairColour: number;
  readonly hatColour: number;
  readonly shoes: number;
  readonly beard: boolean;
  readonly carries: 'nothing' | 'backpack' | 'bag';
  readonly bagColour: number;
  /** How a walk looks: length of a stride in heights, swing of the arms, sway from side to side, 1 is average. */
  readonly gait: { readonly stride: number; readonly armSwing: number; readonly sway: number };
  /** Metres a second, when nothing hurries them. */
  readonly speed: number;
}

const HAIR_STYLES = [
  'short',
  'long',
  'cap',
  'bun',
  'curly',
  'ponytail',
  'short',
  'hat',
  'long',
  'bald',
] as const;
const OUTFITS = ['trousers', 'dress', 'trousers', 'coat', 'shorts', 'skirt', 'trousers'] as const;
const PATTERNS: readonly TextureName[] = [
  'bands',
  'plain',
  'checks',
  'stripes',
  'dots',
  'zigzag',
  'diamonds',
  'lattice',
];
/** Metres: three grown-ups of different size to one child. */
const HEIGHTS: readonly (readonly [number, number])[] = [
  [1.58, 1.7],
  [1.7, 1.82],
  [1.15, 1.35],
  [1.82, 1.96],
];

/** Deals 40 … 47 are the persons'. */
export function describePerson(seed: number, number: number): Person {
  const random = randomStream(PURPOSE.scene, seed, DRAW.person, number);
  const pattern = PATTERNS[deal(seed, 40, number, PATTERNS.length)]!;
  const outfit = OUTFITS[deal(seed, 41, number, OUTFITS.length)]!;
  const hair = HAIR_STYLES[deal(seed, 42, number, HAIR_STYLES.length)]!;
  const [low, high] = HEIGHTS[deal(seed, 43, number, HEIGHTS.length)]!;
  const first = deal(seed, 44, number, CLOTH.length);
  const second = (first + 1 + Math.floor(random.uniform() * (CLOTH.length - 1))) % CLOTH.length;
  const child = high < 1.5;
  return {
    number,
    height: random.between(low, high),
    build: [0.88, 1, 1.3, 1.1][deal(seed, 45, number, 4)]! * random.between(0.95, 1.06),
    hair,
    outfit,
    sleeves: random.chance(0.65) ? 'long' : 'short',
    top: {
      texture: pattern,
      colours: [CLOTH[first]!, CLOTH[second]!, CLOTH[second]!],
      scale: random.between(0.2, 0.27),
      seed: newSeed(random),
    },
    bottom: {
      texture:
        outfit === 'skirt' || outfit === 'shorts'
          ? pick(random, ['plain', 'checks', 'bands'] as const)
          : 'plain',
      colours: [pick(random, TROUSERS), 0xd8d2c4, 0xd8d2c4],
      scale: 0.2,
      seed: newSeed(random),
    },
    skin: SKINS[deal(seed, 46, number, SKINS.length)]!,
    hairColour: HAIRS[deal(seed, 47, number, HAIRS.length)]!,
    hatColour: pick(random, CLOTH),
    shoes: pick(random, SHOES),
    beard:
      !child &&
      random.chance(0.25) &&
      (hair === 'short' || hair === 'bald' || hair === 'cap' || hair === 'hat'),
    carries: pick(random, ['nothing', 'backpack', 'bag', 'nothing'] as const),
    bagColour: pick(random, CLOTH),
    gait: {
      stride: random.between(0.72, 0.88),
      armSwing: random.between(0.7, 1.35),
      sway: random.between(0.5, 1.6),
    },
    speed: random.between(1.0, 1.45) * (child ? 0.95 : 1),
  };
}
