/** The room without anybody in it, drawn once and then only again where the door moves: colours and depths. */
import { leavesOf, meetsLeaf, type LeafHit } from './leaf';
import { lensOf, type Lens } from './lens';
import type { Scene } from './scene';
import { meetsShell, SOLIDS, type ShellHit } from './shell';
import { meets, type Hit } from './solid';
import { surfacesOf, type Surfaces } from './surfaces';

/** Samples a pixel, along each side. */
export const SAMPLES = 2;

/** A rectangle of pixels: from (x0, y0) up to, not including, (x1, y1). */
interface Region {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Film: linear light -> linear picture; bright parts are compressed instead of cut off. */
export const exposed = (light: number) => {
  const value = (1.38 * light) / (1 + 0.42 * light);
  return value > 1 ? 1 : value;
};

export class Stage {
  readonly lens: Lens;
  readonly surfaces: Surfaces;
  /** The picture with the door as it is now: gamma-coded RGB 0..255, [H, W, 3]. */
  readonly rgb: Float32Array;
  /** Metres along the optical axis of every sample, [H·S, W·S], and the nearest and farthest of each pixel, [H, W]. */
  readonly depth: Float32Array;
  readonly nearest: Float32Array;
  readonly farthest: Float32Array;
  readonly #scene: Scene;
  /** Linear picture of every sample, and colours and depths without the leaves. */
  readonly #light: Float32Array;
  readonly #bareLight: Float32Array;
  readonly #bareDepth: Float32Array;
  #open: number | null = null;
  #leafRegion: Region | null = null;

  constructor(scene: Scene, width: number, height: number) {
    this.#scene = scene;
    this.lens = lensOf(scene.camera, width, height);
    this.surfaces = surfacesOf(scene);
    const samples = width * height * SAMPLES * SAMPLES;
    this.rgb = new Float32Array(width * height * 3);
    this.nearest = new Float32Array(width * height);
    this.farthest = new Float32Array(width * height);
    this.#light = new Float32Array(samples * 3);
    this.depth = new Float32Array(samples);
    this.#drawBare();
    this.#bareLight = this.#light.slice();
    this.#bareDepth = this.depth.slice();
    this.#resolve({ x0: 0, y0: 0, x1: width, y1: height });
  }

  /** Moves the leaves to an openness of 0..1. */
  setDoor(open: number): void {
    if (open === this.#open) return;
    this.#open = open;
    const before = this.#leafRegion;
    if (before) this.#restore(before);
    const region = this.#drawLeaves(open);
    this.#leafRegion = region;
    if (before) this.#resolve(before);
    this.#resolve(region);
  }

  /** Share of a pixel's samples that are farther than `depth`: what is there can be seen by so much. */
  visible(x: number, y: number, depth: number): number {
    const pixel = y * this.lens.width + x;
    if (this.nearest[pixel]! > depth) return 1;
    if (this.farthest[pixel]! <= depth) return 0;
    const columns = this.lens.width * SAMPLES;
    let seen = 0;
    for (let j = 0; j < SAMPLES; j++) {
      const row = (y * SAMPLES + j) * columns + x * SAMPLES;
      for (let i = 0; i < SAMPLES; i++) if (this.depth[row + i]! > depth) seen++;
    }
    return seen / (SAMPLES * SAMPLES);
  }

  #drawBare(): void {
    const { lens, surfaces, depth } = this;
    const { room } = this.#scene;
    const columns = lens.width * SAMPLES;
    const rows = lens.height * SAMPLES;
    const { forward: f, right: r, up: u, position } = lens;
    const perSample = 1 / (lens.focal * SAMPLES);
    const surface = new Int16Array(columns * rows);
    const shellHit: ShellHit = { at: 0, surface: 0 };
    const hit: Hit = { at: 0, normalX: 0, normalY: 0, normalZ: 0 };

    for (let j = 0, k = 0; j < rows; j++) {
      const sy = (rows / 2 - j - 0.5) * perSample;
      const bx = f[0] + sy * u[0];
      const by = f[1] + sy * u[1];
      const bz = f[2] + sy * u[2];
      for (let i = 0; i < columns; i++, k++) {
        const sx = (i + 0.5 - columns / 2) * perSample;
        meetsShell(room, position, bx + sx * r[0], by + sx * r[1], bz + sx * r[2], shellHit);
        depth[k] = shellHit.at;
        surface[k] = shellHit.surface;
      }
    }
    surfaces.solids.forEach((solid, index) => {
      const { low, high } = solid;
      const region = this.#regionOf([low[0], high[0]], [low[1], high[1]], [low[2], high[2]]);
      for (let j = region.y0 * SAMPLES; j < region.y1 * SAMPLES; j++) {
        const sy = (rows / 2 - j - 0.5) * perSample;
        for (let i = region.x0 * SAMPLES; i < region.x1 * SAMPLES; i++) {
          const sx = (i + 0.5 - columns / 2) * perSample;
          const dx = f[0] + sy * u[0] + sx * r[0];
          const dy = f[1] + sy * u[1] + sx * r[1];
          const dz = f[2] + sy * u[2] + sx * r[2];
          const k = j * columns + i;
          if (meets(solid, position, dx, dy, dz, hit) && hit.at < depth[k]!) {
            depth[k] = hit.at;
            surface[k] = SOLIDS + index;
          }
        }
      }
    });
    const out = new Float64Array(3);
    for (let j = 0, k = 0; j < rows; j++) {
      const sy = (rows / 2 - j - 0.5) * perSample;
      for (let i = 0; i < columns; i++, k++) {
        const sx = (i + 0.5 - columns / 2) * perSample;
        const dx = f[0] + sy * u[0] + sx * r[0];
        const dy = f[1] + sy * u[1] + sx * r[1];
        const dz = f[2] + sy * u[2] + sx * r[2];
        const at = depth[k]!;
        const x = position[0] + at * dx;
        const y = position[1] + at * dy;
        const z = position[2] + at * dz;
        const number = surface[k]!;
        if (number < SOLIDS) surfaces.shell(number, x, y, z, out);
        else {
          // The same ray again, for the normal.
          meets(surfaces.solids[number - SOLIDS]!, position, dx, dy, dz, hit);
          surfaces.solid(number - SOLIDS, x, y, z, hit, out);
        }
        for (let c = 0; c < 3; c++) this.#light[3 * k + c] = exposed(out[c]!);
      }
    }
  }

  #drawLeaves(open: number): Region {
    const { lens, surfaces, depth } = this;
    const columns = lens.width * SAMPLES;
    const rows = lens.height * SAMPLES;
    const { forward: f, right: r, up: u, position } = lens;
    const perSample = 1 / (lens.focal * SAMPLES);
    const hit: LeafHit = { at: 0, normalX: 0, normalY: 0, normalZ: 0, u: 0 };
    const out = new Float64Array(3);
    let all: Region = { x0: lens.width, y0: lens.height, x1: 0, y1: 0 };
    for (const leaf of leavesOf(this.#scene.room, open)) {
      const region = this.#regionOf(
        [leaf.x, leaf.x + leaf.alongX * leaf.width],
        [0, leaf.height],
        [leaf.z, leaf.z + leaf.alongZ * leaf.width],
        0.04,
      );
      all = {
        x0: Math.min(all.x0, region.x0),
        y0: Math.min(all.y0, region.y0),
        x1: Math.max(all.x1, region.x1),
        y1: Math.max(all.y1, region.y1),
      };
      for (let j = region.y0 * SAMPLES; j < region.y1 * SAMPLES; j++) {
        const sy = (rows / 2 - j - 0.5) * perSample;
        for (let i = region.x0 * SAMPLES; i < region.x1 * SAMPLES; i++) {
          const sx = (i + 0.5 - columns / 2) * perSample;
          const dx = f[0] + sy * u[0] + sx * r[0];
          const dy = f[1] + sy * u[1] + sx * r[1];
          const dz = f[2] + sy * u[2] + sx * r[2];
          const k = j * columns + i;
          if (!meetsLeaf(leaf, position, dx, dy, dz, hit) || hit.at >= depth[k]!) continue;
          depth[k] = hit.at;
          const { at } = hit;
          surfaces.leaf(leaf, position[0] + at * dx, position[1] + at * dy, position[2] + at * dz, hit, out);
          for (let c = 0; c < 3; c++) this.#light[3 * k + c] = exposed(out[c]!);
        }
      }
    }
    return all;
  }

  /** Pixels that a box given by the two ends of each side may cover. */
  #regionOf(xs: readonly number[], ys: readonly number[], zs: readonly number[], margin = 0): Region {
    const { width, height } = this.lens;
    let left = Infinity;
    let right = -Infinity;
    let top = Infinity;
    let bottom = -Infinity;
    for (const x of [Math.min(...xs) - margin, Math.max(...xs) + margin])
      for (const y of ys)
        for (const z of [Math.min(...zs) - margin, Math.max(...zs) + margin]) {
          const p = this.lens.project(x, y, z);
          if (p.depth < 0.05) return { x0: 0, y0: 0, x1: width, y1: height };
          left = Math.min(left, p.x);
          right = Math.max(right, p.x);
          top = Math.min(top, p.y);
          bottom = Math.max(bottom, p.y);
        }
    const within = (v: number, high: number) => Math.min(Math.max(v, 0), high);
    return {
      x0: within(Math.floor(left), width),
      y0: within(Math.floor(top), height),
      x1: within(Math.ceil(right) + 1, width),
      y1: within(Math.ceil(bottom) + 1, height),
    };
  }

  #restore(region: Region): void {
    const columns = this.lens.width * SAMPLES;
    for (let j = region.y0 * SAMPLES; j < region.y1 * SAMPLES; j++) {
      const from = j * columns + region.x0 * SAMPLES;
      const to = j * columns + region.x1 * SAMPLES;
      this.depth.set(this.#bareDepth.subarray(from, to), from);
      this.#light.set(this.#bareLight.subarray(3 * from, 3 * to), 3 * from);
    }
  }

  /** Samples -> pixels. */
  #resolve(region: Region): void {
    const columns = this.lens.width * SAMPLES;
    for (let y = region.y0; y < region.y1; y++)
      for (let x = region.x0; x < region.x1; x++) {
        let red = 0;
        let green = 0;
        let blue = 0;
        let near = Infinity;
        let far = 0;
        for (let j = 0; j < SAMPLES; j++)
          for (let i = 0; i < SAMPLES; i++) {
            const k = (y * SAMPLES + j) * columns + x * SAMPLES + i;
            red += this.#light[3 * k]!;
            green += this.#light[3 * k + 1]!;
            blue += this.#light[3 * k + 2]!;
            const d = this.depth[k]!;
            if (d < near) near = d;
            if (d > far) far = d;
          }
        const pixel = y * this.lens.width + x;
        const share = 1 / (SAMPLES * SAMPLES);
        this.rgb[3 * pixel] = 255 * Math.sqrt(red * share);
        this.rgb[3 * pixel + 1] = 255 * Math.sqrt(green * share);
        this.rgb[3 * pixel + 2] = 255 * Math.sqrt(blue * share);
        this.nearest[pixel] = near;
        this.farthest[pixel] = far;
      }
  }
}
