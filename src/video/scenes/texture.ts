/**
 * Surfaces told apart by structure. A texture maps a place on a surface to a tone in [0, 2]: 0 is the material's first
 * colour, 1 its second, 2 its third. A new texture is one line in TEXTURES.
 */
import { clamp, fraction, hash, noise, sine } from './arithmetic';

/** (u, v) in units of the pattern; v grows upwards on walls and away from the camera's wall on floors. */
type Texture = (u: number, v: number, seed: number) => number;

const floor = Math.floor;
const near = (x: number, centre: number, reach: number) => x > centre - reach && x < centre + reach;
/** Grain of wood along v. */
const grain = (u: number, v: number, seed: number) => 0.35 * noise(u * 9, v * 1.4, seed);

const boards: Texture = (u, v, seed) =>
  near(fraction(u), 0, 0.1) ? 1.7 : 0.55 * hash(floor(u), 0, seed) + grain(u, v, seed);

const tiles: Texture = (u, v, seed) =>
  fraction(u) < 0.1 || fraction(v) < 0.1 ? 2 : 0.5 * hash(floor(u), floor(v), seed);

const planks: Texture = (u, v, seed) => {
  const row = floor(u);
  const along = v / 4 + hash(row, 1, seed);
  if (fraction(u) < 0.1 || fraction(along) < 0.03) return 1.9;
  return 0.9 * hash(row, floor(along), seed) + grain(u, v, seed);
};

const cross = (u: number, v: number, reach: number) =>
  near(fraction(u), 0.5, reach) || near(fraction(v), 0.5, reach);

/** Pictures on the wall: u, v in [0, 1]. */
const landscape: Texture = (u, v, seed) => {
  const hill = 0.35 + 0.16 * sine(u * 0.8 + hash(1, 1, seed)) + 0.06 * sine(u * 2.3 + hash(2, 1, seed));
  const du = u - 0.25 - 0.5 * hash(3, 1, seed);
  const dv = v - 0.72;
  return v < hill ? 2 : du * du + dv * dv < 0.025 ? 0.2 : 1;
};
const portrait: Texture = (u, v) => {
  const head = (u - 0.5) * (u - 0.5) * 1.5 + (v - 0.62) * (v - 0.62);
  const chest = (u - 0.5) * (u - 0.5) + v * v * 0.8;
  return head < 0.04 ? 1 : chest < 0.12 ? 2 : 0;
};
const blocks: Texture = (u, v, seed) => {
  const cut = 0.3 + 0.4 * hash(1, 2, seed);
  const other = 0.3 + 0.4 * hash(2, 2, seed);
  if (near(u, cut, 0.04) || near(v, other, 0.04)) return 2;
  return hash(u < cut ? 0 : 1, v < other ? 0 : 1, seed) < 0.5 ? 0 : 1;
};
const circles: Texture = (u, v) => {
  const r = (u - 0.5) * (u - 0.5) + (v - 0.5) * (v - 0.5);
  return r < 0.015 ? 2 : r < 0.06 ? 0 : r < 0.13 ? 1 : r < 0.2 ? 0 : 2;
};

/** What is outside a window: sky (0), far hills or houses (1), trees (2). */
const hills: Texture = (u, v, seed) => {
  const tree = 0.2 + 0.2 * noise(u * 6, 3, seed);
  if (v < tree) return 2;
  return v < 0.4 + 0.15 * sine(u * 0.7 + hash(1, 1, seed)) ? 1 : 0.35 * (1 - v);
};
const houses: Texture = (u, v, seed) => {
  const house = floor(u * 4);
  const top = 0.3 + 0.4 * hash(house, 1, seed);
  if (v >= top) return 0.3 * (1 - v);
  return fraction(u * 12) > 0.55 && fraction(v * 9) > 0.55 ? 0.2 : 1 + (house & 1);
};

/** Door leaves: u from the hinge (0) to the handle (1), v upwards. */
const handle = (u: number, v: number) => near(u, 0.87, 0.06) && near(v, 0.47, 0.03);
const flushDoor: Texture = (u, v) => (handle(u, v) ? 2 : 0);
const panelDoor: Texture = (u, v) => {
  if (handle(u, v)) return 2;
  const pu = Math.abs(fraction(u * 2) - 0.5);
  const pv = Math.abs(fraction(v * 3) - 0.5);
  return pu > 0.36 || pv > 0.4 ? 0 : pu > 0.26 || pv > 0.33 ? 1 : 0.35;
};
const glazedDoor: Texture = (u, v) => {
  if (handle(u, v)) return 2;
  if (v < 0.42 || v > 0.93 || u < 0.16 || u > 0.84)
    return v < 0.36 && v > 0.1 && near(u, 0.5, 0.28) ? 0.6 : 0;
  return near(u, 0.5, 0.04) || near(v, 0.67, 0.02) ? 0 : 2;
};
const plankDoor: Texture = (u, v) => {
  if (handle(u, v)) return 2;
  if (near(v, 0.2, 0.045) || near(v, 0.8, 0.045)) return 1;
  return fraction(u * 4) < 0.14 ? 1.2 : 0.1;
};
const portholeDoor: Texture = (u, v) => {
  if (handle(u, v)) return 2;
  const r = (u - 0.5) * (u - 0.5) * 0.25 + (v - 0.72) * (v - 0.72);
  return r < 0.008 ? 2 : r < 0.014 ? 1 : 0;
};

/** Everything a material's `texture` may name. */
const TEXTURES = {
  plain: (u, v, seed) => 0.2 * noise(u * 3, v * 3, seed),
  plaster: (u, v, seed) => 0.75 * noise(u, v, seed) + 0.35 * noise(u * 2.7, v * 2.7, seed),
  stripes: (u) => (fraction(u) < 0.5 ? 0 : 1),
  pinstripes: (u) => (fraction(u) < 0.25 ? 1 : 0),
  bands: (_, v) => (fraction(v) < 0.5 ? 0 : 1),
  checks: (u, v) => (fraction(u) < 0.5 ? 0 : 0.6) + (fraction(v) < 0.5 ? 0 : 0.6),
  checker: (u, v) => ((floor(u) + floor(v)) & 1 ? 0 : 1),
  dots: (u, v) => {
    const row = floor(v);
    const du = fraction(u + (row & 1) * 0.5) - 0.5;
    const dv = v - row - 0.5;
    return du * du + dv * dv < 0.085 ? 1 : 0;
  },
  diamonds: (u, v) => {
    const d = Math.abs(fraction(u) - 0.5) + Math.abs(fraction(v) - 0.5);
    return d < 0.34 ? 1 : d < 0.46 ? 0 : 0.35;
  },
  zigzag: (u, v) => (fraction(v + Math.abs(fraction(u) - 0.5)) < 0.5 ? 0 : 1),
  scallops: (u, v) => {
    const row = floor(v);
    const du = fraction(u + (row & 1) * 0.5) - 0.5;
    const dv = v - row;
    const r = du * du + dv * dv * 0.6;
    return r > 0.2 && r < 0.36 ? 1 : r < 0.2 ? 0.15 : 0.4;
  },
  bricks: (u, v, seed) => {
    const row = floor(v * 2);
    const along = u + (row & 1) * 0.5;
    if (fraction(v * 2) < 0.16 || fraction(along) < 0.09) return 2;
    return hash(floor(along), row, seed);
  },
  tiles,
  slabs: (u, v, seed) =>
    tiles(u, v, seed) === 2 ? 2 : 0.7 * hash(floor(u), floor(v), seed) + 0.4 * noise(u * 2.5, v * 2.5, seed),
  boards,
  shiplap: (u, v, seed) => boards(v, u, seed),
  planks,
  parquet: (u, v, seed) => {
    const turned = (floor(u) + floor(v)) & 1;
    const across = turned ? v : u;
    if (fraction(u) < 0.06 || fraction(v) < 0.06) return 1.5;
    return (turned ? 0.35 : 0) + 0.8 * hash(floor(across * 3), floor(u) * 31 + floor(v), seed);
  },
  herringbone: (u, v, seed) => {
    const column = floor(u);
    const slant = v + (column & 1 ? fraction(u) : 1 - fraction(u));
    if (fraction(slant * 1.5) < 0.14 || fraction(u) < 0.05) return 1.7;
    return 0.9 * hash(column, floor(slant * 1.5), seed);
  },
  terrazzo: (u, v, seed) => {
    const x = fraction(u) - 0.3 - 0.4 * hash(floor(u), floor(v), seed);
    const y = fraction(v) - 0.3 - 0.4 * hash(floor(v), floor(u), seed + 1);
    return x * x + y * y < 0.05 ? 1 + hash(floor(u), floor(v), seed + 2) : 0.1;
  },
  rings: (u, v) => {
    const r = Math.sqrt((u - 0.5) * (u - 0.5) + (v - 0.5) * (v - 0.5));
    return r > 0.44 ? 1 : r > 0.36 ? 0 : r > 0.2 ? 2 : r > 0.13 ? 0 : 1;
  },
  bordered: (u, v) => {
    const edge = Math.min(u, 1 - u, v, 1 - v);
    return edge < 0.06 ? 1 : edge < 0.12 ? 0 : edge < 0.18 ? 2 : 0;
  },
  medallion: (u, v) => {
    const edge = Math.min(u, 1 - u, v, 1 - v);
    const d = Math.abs(u - 0.5) + Math.abs(v - 0.5);
    return edge < 0.1 ? 1 : d < 0.18 ? 2 : d < 0.34 ? 1 : 0;
  },
  pleats: (u, v) => 0.5 + 0.5 * sine(u + 0.05 * sine(v * 0.4)),
  leaves: (u, v, seed) => 1.2 * noise(u, v, seed),
  books: (u, v, seed) => {
    const shelf = floor(v);
    const book = floor(u);
    const tall = 0.62 + 0.28 * hash(book, shelf, seed);
    if (fraction(v) > tall || hash(book, shelf, seed + 1) < 0.12) return 2;
    return fraction(u) < 0.14 ? 1.7 : 1.2 * hash(book, shelf, seed + 2);
  },
  drawers: (u, v) =>
    near(fraction(v), 0, 0.05) ? 1 : near(fraction(v), 0.55, 0.07) && near(fraction(u), 0.5, 0.12) ? 2 : 0,
  doors: (u, v) =>
    near(fraction(u), 0, 0.05)
      ? 1
      : near(v, 0.5, 0.05) && near(Math.abs(fraction(u) - 0.5), 0.38, 0.05)
        ? 2
        : Math.abs(fraction(u) - 0.5) > 0.3 || Math.abs(v - 0.5) > 0.42
          ? 0
          : 0.35,
  dial: (u, v) => {
    const du = u - 0.5;
    const dv = v - 0.5;
    const r = du * du + dv * dv;
    if (r > 0.2) return 1;
    return (near(du, 0, 0.05) && dv > 0 && dv < 0.36) || (near(dv, 0, 0.05) && du > 0 && du < 0.25) ? 1 : 0;
  },
  screen: (u, v) => (u < 0.06 || u > 0.94 || v < 0.1 || v > 0.92 ? 0 : u + v > 1.15 ? 1 : 0.7),
  lattice: (u, v) => (cross(u, v, 0.12) ? 1 : 0),
  landscape,
  portrait,
  blocks,
  circles,
  hills,
  houses,
  flushDoor,
  panelDoor,
  glazedDoor,
  plankDoor,
  portholeDoor,
} as const satisfies Record<string, Texture>;

export type TextureName = keyof typeof TEXTURES;

export interface Material {
  readonly texture: TextureName;
  /** sRGB, 0xRRGGBB. */
  readonly colours: readonly [number, number, number];
  /** Metres a unit of the pattern; 0 stretches [0, 1] over the face. */
  readonly scale: number;
  readonly seed: number;
  /** Swaps u and v. */
  readonly turned?: boolean;
  /** Light that it gives itself; 1 is white paper in full light. */
  readonly glow?: number;
}

/** A material made ready for painting. Linear light is x², close to sRGB and exact. */
export interface Paint {
  readonly tone: Texture;
  /** Linear, three colours of RGB. */
  readonly colours: Float64Array;
  readonly scale: number;
  readonly seed: number;
  readonly turned: boolean;
  readonly glow: number;
}

export function paintOf(material: Material): Paint {
  const colours = new Float64Array(9);
  material.colours.forEach((colour, i) => {
    for (let c = 0; c < 3; c++) {
      const value = ((colour >> (16 - 8 * c)) & 255) / 255;
      colours[3 * i + c] = value * value;
    }
  });
  return {
    tone: TEXTURES[material.texture],
    colours,
    scale: material.scale,
    seed: material.seed,
    turned: material.turned ?? false,
    glow: material.glow ?? 0,
  };
}

/** Linear RGB of a paint at (u, v) of a face `across` x `along` metres large, into `out`. */
export function paintAt(
  paint: Paint,
  u: number,
  v: number,
  across: number,
  along: number,
  out: Float64Array,
): void {
  const x = paint.scale > 0 ? u / paint.scale : u / across;
  const y = paint.scale > 0 ? v / paint.scale : v / along;
  const tone = clamp(paint.turned ? paint.tone(y, x, paint.seed) : paint.tone(x, y, paint.seed), 0, 2);
  const from = tone < 1 ? 0 : 3;
  const share = tone < 1 ? tone : tone - 1;
  const k = paint.colours;
  for (let c = 0; c < 3; c++) out[c] = k[from + c]! + (k[from + 3 + c]! - k[from + c]!) * share;
}
