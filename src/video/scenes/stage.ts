/** The room without anybody in it, drawn once and then only again where the door moves: colours and depths. */
import { leavesOf, meetsLeaf, type Leaf, type LeafHit } from './leaf';
import { lensOf, type Lens } from './lens';
import type { Scene } from './scene';
import { meetsShell, NORMALS, SOLIDS, type ShellHit } from './shell';
import { meets, type Hit } from './solid';
import { surfacesOf, type Surfaces } from './surfaces';

/** Samples a pixel, along each side and in all, row by row. */
export const SIDE = 3;
export const SAMPLES = SIDE * SIDE;
/** Samples at the corners of a pixel, and each of the others with two corners that it lies between. */
const CORNERS = [0, 2, 6, 8] as const;
const BETWEEN = [
  [1, 0, 2],
  [3, 0, 6],
  [4, 0, 8],
  [5, 2, 8],
  [7, 6, 8],
] as const;

/** A rectangle of pixels: from (x0, y0) up to, not including, (x1, y1). */
export interface Region {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export const around = (a: Region, b: Region): Region => ({
  x0: Math.min(a.x0, b.x0),
  y0: Math.min(a.y0, b.y0),
  x1: Math.max(a.x1, b.x1),
  y1: Math.max(a.y1, b.y1),
});

/** Film: linear light -> linear picture; bright parts are compressed instead of cut off. */
export function exposed(light: number): number {
  const value = (1.38 * light) / (1 + 0.42 * light);
  return value > 1 ? 1 : value;
}

export class Stage {
  readonly lens: Lens;
  readonly surfaces: Surfaces;
  /** The picture with the door as it is now: gamma-coded RGB, [H, W, 3]. */
  readonly rgb: Uint8ClampedArray;
  /** Metres along the optical axis [H, W, S] and linear picture [H, W, S, 3] of every sample. */
  readonly depth: Float32Array;
  readonly light: Float32Array;
  /** World directions of the samples' rays, as long as 1 along the optical axis, [H, W, S, 3]. */
  readonly rays: Float32Array;
  readonly scene: Scene;
  #open: number | null = null;
  /** Depth and light without the leaves, and where these are now. */
  readonly #bareDepth: Float32Array;
  readonly #bareLight: Float32Array;
  #leaves: Region | null = null;

  constructor(scene: Scene, width: number, height: number) {
    this.scene = scene;
    this.lens = lensOf(scene.camera, width, height);
    this.surfaces = surfacesOf(scene);
    const pixels = width * height;
    this.rgb = new Uint8ClampedArray(pixels * 3);
    this.light = new Float32Array(pixels * SAMPLES * 3);
    this.depth = new Float32Array(pixels * SAMPLES);
    this.rays = raysOf(this.lens);
    this.#drawBare();
    this.#bareDepth = this.depth.slice();
    this.#bareLight = this.light.slice();
    this.#resolve({ x0: 0, y0: 0, x1: width, y1: height });
  }

  /** Moves the leaves of the door to an openness of 0..1. */
  setDoor(open: number): void {
    if (open === this.#open) return;
    this.#open = open;
    const before = this.#leaves;
    if (before) this.#restore(before);
    const leaves = leavesOf(this.scene.room, open);
    const regions = leaves.map((leaf) => this.#regionOfLeaf(leaf));
    leaves.forEach((leaf, i) => this.#drawLeaf(leaf, regions[i]!));
    this.#leaves = regions.reduce(around);
    this.#resolve(before ? around(before, this.#leaves) : this.#leaves);
  }

  #restore({ x0, y0, x1, y1 }: Region): void {
    for (let y = y0; y < y1; y++) {
      const from = (y * this.lens.width + x0) * SAMPLES;
      const to = (y * this.lens.width + x1) * SAMPLES;
      this.depth.set(this.#bareDepth.subarray(from, to), from);
      this.light.set(this.#bareLight.subarray(3 * from, 3 * to), 3 * from);
    }
  }

  #drawBare(): void {
    const { position } = this.lens;
    const { room } = this.scene;
    const { solids } = this.surfaces;
    const rays = this.rays;
    const depth = this.depth;
    const light = this.light;
    const surface = new Int16Array(depth.length);
    const shellHit: ShellHit = { at: 0, surface: 0 };
    const hit: Hit = { at: 0, normalX: 0, normalY: 0, normalZ: 0 };

    const meetShell = (k: number) => {
      meetsShell(room, position, rays[3 * k]!, rays[3 * k + 1]!, rays[3 * k + 2]!, shellHit);
      depth[k] = shellHit.at;
      surface[k] = shellHit.surface;
    };
    for (let k = 0; k < depth.length; k += SAMPLES) {
      for (const corner of CORNERS) meetShell(k + corner);
      const number = surface[k]!;
      const alike = CORNERS.every((corner) => surface[k + corner] === number);
      for (const [sample, a, b] of BETWEEN)
        // Between four corners on one plane lies that plane.
        if (alike) {
          surface[k + sample] = number;
          depth[k + sample] = (depth[k + a]! + depth[k + b]!) / 2;
        } else meetShell(k + sample);
    }
    for (let index = 0; index < solids.length; index++) {
      const solid = solids[index]!;
      const { low, high } = solid;
      const region = this.#regionOf([low[0], high[0]], [low[1], high[1]], [low[2], high[2]]);
      for (let y = region.y0; y < region.y1; y++) {
        const from = (y * this.lens.width + region.x0) * SAMPLES;
        const to = (y * this.lens.width + region.x1) * SAMPLES;
        for (let k = from; k < to; k++)
          if (
            meets(solid, position, rays[3 * k]!, rays[3 * k + 1]!, rays[3 * k + 2]!, hit) &&
            hit.at < depth[k]!
          ) {
            depth[k] = hit.at;
            surface[k] = SOLIDS + index;
          }
      }
    }
    const place = new Float64Array(6);
    const out = new Float64Array(3);
    const shade = (k: number) => {
      const at = depth[k]!;
      const dx = rays[3 * k]!;
      const dy = rays[3 * k + 1]!;
      const dz = rays[3 * k + 2]!;
      place[0] = position[0] + at * dx;
      place[1] = position[1] + at * dy;
      place[2] = position[2] + at * dz;
      const number = surface[k]!;
      if (number < SOLIDS) {
        place[3] = NORMALS[3 * number]!;
        place[4] = NORMALS[3 * number + 1]!;
        place[5] = NORMALS[3 * number + 2]!;
      } else {
        // The same ray again, for the normal.
        meets(solids[number - SOLIDS]!, position, dx, dy, dz, hit);
        place[3] = hit.normalX;
        place[4] = hit.normalY;
        place[5] = hit.normalZ;
      }
      this.surfaces.shade(number, place, out);
      light[3 * k] = exposed(out[0]!);
      light[3 * k + 1] = exposed(out[1]!);
      light[3 * k + 2] = exposed(out[2]!);
    };
    for (let k = 0; k < depth.length; k += SAMPLES) {
      this.surfaces.nextPixel();
      const number = surface[k]!;
      let alike = true;
      for (let other = k + 1; other < k + SAMPLES; other++) if (surface[other] !== number) alike = false;
      for (let sample = 0; sample < SAMPLES; sample++) {
        // Within one surface, every other sample takes its neighbour's colour: edges need the finer grid, patterns do not.
        if (alike && sample % 2 === 1) {
          const to = 3 * (k + sample);
          light[to] = light[to - 3]!;
          light[to + 1] = light[to - 2]!;
          light[to + 2] = light[to - 1]!;
        } else shade(k + sample);
      }
    }
  }

  #drawLeaf(leaf: Leaf, region: Region): void {
    const { position, width } = this.lens;
    const { depth, light, rays } = this;
    const hit: LeafHit = { at: 0, normalX: 0, normalY: 0, normalZ: 0, u: 0 };
    const place = new Float64Array(6);
    const out = new Float64Array(3);
    for (let y = region.y0; y < region.y1; y++) {
      const from = (y * width + region.x0) * SAMPLES;
      const to = (y * width + region.x1) * SAMPLES;
      let sample = 0;
      // Number in its pixel of the last sample that has a colour of its own.
      let shaded = -1;
      for (let k = from; k < to; k++, sample = sample === SAMPLES - 1 ? 0 : sample + 1) {
        if (sample === 0) shaded = -1;
        const dx = rays[3 * k]!;
        const dy = rays[3 * k + 1]!;
        const dz = rays[3 * k + 2]!;
        if (!meetsLeaf(leaf, position, dx, dy, dz, hit) || hit.at >= depth[k]!) continue;
        depth[k] = hit.at;
        // Every other sample takes its neighbour's colour, as in the room.
        if ((sample & 1) === 0 || shaded !== sample - 1) {
          place[0] = position[0] + hit.at * dx;
          place[1] = position[1] + hit.at * dy;
          place[2] = position[2] + hit.at * dz;
          place[3] = hit.normalX;
          place[5] = hit.normalZ;
          this.surfaces.shadeLeaf(leaf, hit.u, place, out);
          for (let c = 0; c < 3; c++) out[c] = exposed(out[c]!);
          shaded = sample;
        }
        light[3 * k] = out[0]!;
        light[3 * k + 1] = out[1]!;
        light[3 * k + 2] = out[2]!;
      }
    }
  }

  #regionOfLeaf(leaf: Leaf): Region {
    const { x, z, width } = leaf;
    const thick = 0.04;
    const ends = (from: number, to: number) => [Math.min(from, to) - thick, Math.max(from, to) + thick];
    return this.#regionOf(
      ends(x, x + leaf.alongX * width),
      [0, leaf.height],
      ends(z, z + leaf.alongZ * width),
    );
  }

  /** Pixels that a box given by the two ends of each side may cover. */
  #regionOf(xs: readonly number[], ys: readonly number[], zs: readonly number[]): Region {
    const { width, height } = this.lens;
    let left = Infinity;
    let right = -Infinity;
    let top = Infinity;
    let bottom = -Infinity;
    for (const x of xs)
      for (const y of ys)
        for (const z of zs) {
          const p = this.lens.project(x, y, z);
          if (p.depth < 0.05) return { x0: 0, y0: 0, x1: width, y1: height };
          left = Math.min(left, p.x);
          right = Math.max(right, p.x);
          top = Math.min(top, p.y);
          bottom = Math.max(bottom, p.y);
        }
    const within = (v: number, high: number) => Math.min(Math.max(v, 0), high);
    const x0 = within(Math.floor(left), width);
    const y0 = within(Math.floor(top), height);
    return {
      x0,
      y0,
      x1: Math.max(x0, within(Math.ceil(right), width)),
      y1: Math.max(y0, within(Math.ceil(bottom), height)),
    };
  }

  /** Samples -> pixels. */
  #resolve(region: Region): void {
    const light = this.light;
    for (let y = region.y0; y < region.y1; y++)
      for (let x = region.x0; x < region.x1; x++) {
        const pixel = y * this.lens.width + x;
        let red = 0;
        let green = 0;
        let blue = 0;
        for (let k = pixel * SAMPLES; k < (pixel + 1) * SAMPLES; k++) {
          red += light[3 * k]!;
          green += light[3 * k + 1]!;
          blue += light[3 * k + 2]!;
        }
        this.rgb[3 * pixel] = 255 * Math.sqrt(red / SAMPLES);
        this.rgb[3 * pixel + 1] = 255 * Math.sqrt(green / SAMPLES);
        this.rgb[3 * pixel + 2] = 255 * Math.sqrt(blue / SAMPLES);
      }
  }
}

function raysOf(lens: Lens): Float32Array {
  const { width, height, forward, right, up, focal } = lens;
  const rays = new Float32Array(width * height * SAMPLES * 3);
  let k = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let j = 0; j < SIDE; j++)
        for (let i = 0; i < SIDE; i++) {
          const sx = (x + (i + 0.5) / SIDE - width / 2) / focal;
          const sy = (height / 2 - y - (j + 0.5) / SIDE) / focal;
          for (let c = 0; c < 3; c++) rays[k++] = forward[c]! + sx * right[c]! + sy * up[c]!;
        }
  return rays;
}
