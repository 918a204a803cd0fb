/** Draws the posed person into the picture of the room: nothing but the pixels around the person is touched. */
import { partsOf } from './body';
import { wardrobeOf, type Spot, type Wardrobe } from './clothes';
import { outlineOf, type Outline } from './outline';
import type { Person } from './person';
import type { Pose } from './pose';
import { shadowOf, type Shadow } from './shadow';
import { around, exposed, SAMPLES, SIDE, type Region, type Stage } from './stage';

/** Light on six sides of the person: +x, −x, +y, −y, +z, −z. */
const SIX = [0, 1, 2, 3, 4, 5] as const;

/** Half the diagonal of a pixel. */
const HALF_PIXEL = 0.71;
/** Of the samples of a pixel from its middle: x, y, x, y … */
const OFFSETS = Float64Array.from({ length: 2 * SAMPLES }, (_, i) => {
  const sample = i >> 1;
  return ((i & 1 ? Math.floor(sample / SIDE) : sample % SIDE) + 0.5) / SIDE - 0.5;
});

export class Figure {
  readonly #stage: Stage;
  readonly #person: Person;
  readonly #wardrobe: Wardrobe;
  /** Of every sample: metres along the optical axis of what is nearest so far. */
  readonly #depth: Float32Array;
  /** Which outline that is, from 1 on; 0 is the room. */
  readonly #owner: Uint8Array;
  /** 1 for pixels of which a sample has an owner. */
  readonly #covered: Uint8Array;
  /** [H, W, S, 3]: place along the outline (0..1), and the normal to the right and upwards on the picture. */
  readonly #spots: Float32Array;
  /** Linear RGB of the light from each of the six sides. */
  readonly #light = new Float64Array(18);
  readonly #spot: Spot = { side: 0, up: 0, front: 0, along: 0, radius: 0 };
  readonly #colour = new Float64Array(3);

  constructor(stage: Stage, person: Person) {
    this.#stage = stage;
    this.#person = person;
    this.#wardrobe = wardrobeOf(person);
    this.#depth = new Float32Array(stage.depth.length);
    this.#owner = new Uint8Array(stage.depth.length);
    this.#covered = new Uint8Array(stage.depth.length / SAMPLES);
    this.#spots = new Float32Array(3 * stage.depth.length);
  }

  /** `picture`: gamma-coded RGB, [H, W, 3], with the room as the stage has it. */
  draw(pose: Pose, picture: Uint8ClampedArray): void {
    const { lens } = this.#stage;
    const outlines = partsOf(this.#person, this.#wardrobe, pose)
      .map((part) => outlineOf(part, lens))
      .filter((outline) => outline !== null);
    const shadow = shadowOf(this.#stage, this.#person, pose);
    if (outlines.length === 0) return;
    const region = outlines.reduce((all, outline) => around(all, outline.region), shadow.region);
    this.#clear(region);
    outlines.forEach((outline, i) => this.#cover(outline, i + 1));
    this.#illuminate(pose);
    this.#resolve(region, outlines, shadow, picture);
  }

  #clear({ x0, y0, x1, y1 }: Region): void {
    for (let y = y0; y < y1; y++) {
      const row = y * this.#stage.lens.width;
      const from = (row + x0) * SAMPLES;
      const to = (row + x1) * SAMPLES;
      this.#covered.fill(0, row + x0, row + x1);
      this.#depth.set(this.#stage.depth.subarray(from, to), from);
      this.#owner.fill(0, from, to);
    }
  }

  /** Finds the samples that see this outline in front of everything so far. */
  #cover(outline: Outline, owner: number): void {
    const { x0, y0, x1, y1 } = outline.region;
    const { alongX, alongY, length, wide, wider, depth, deeper, thick, thicker } = outline;
    const squash = 1 / outline.part.bulge;
    const widest = Math.max(wide, wide + wider);
    // Farther than this from the middle of a pixel, the outline does not reach into it.
    const reach = widest + HALF_PIXEL;
    const overhang = widest * Math.max(1, outline.part.bulge) + HALF_PIXEL;
    const { width } = this.#stage.lens;
    const depths = this.#depth;
    const owners = this.#owner;
    const spots = this.#spots;
    for (let y = y0; y < y1; y++)
      for (let x = x0; x < x1; x++) {
        const pixelX = x + 0.5 - outline.x;
        const pixelY = y + 0.5 - outline.y;
        const pixelAcross = pixelX * alongY - pixelY * alongX;
        if (pixelAcross > reach || pixelAcross < -reach) continue;
        const pixelAt = pixelX * alongX + pixelY * alongY;
        if (pixelAt < -overhang || pixelAt > length + overhang) continue;
        const pixel = y * width + x;
        for (let sample = 0; sample < SAMPLES; sample++) {
          const dx = OFFSETS[2 * sample]!;
          const dy = OFFSETS[2 * sample + 1]!;
          const at = pixelAt + dx * alongX + dy * alongY;
          const share = at <= 0 ? 0 : at >= length ? 1 : at / length;
          const radius = wide + wider * share;
          const across = pixelAcross + dx * alongY - dy * alongX;
          const beyond = (at - share * length) * squash;
          const left = radius * radius - across * across - beyond * beyond;
          if (left <= 0) continue;
          const near = depth + deeper * share - (Math.sqrt(left) / radius) * (thick + thicker * share);
          const k = pixel * SAMPLES + sample;
          if (near >= depths[k]!) continue;
          depths[k] = near;
          owners[k] = owner;
          this.#covered[pixel] = 1;
          spots[3 * k] = share;
          spots[3 * k + 1] = (across * alongY + beyond * alongX) / radius;
          spots[3 * k + 2] = (across * alongX - beyond * alongY) / radius;
        }
      }
  }

  #illuminate({ pelvis, chest }: Pose): void {
    const place = new Float64Array(6);
    const out = new Float64Array(3);
    for (let c = 0; c < 3; c++) place[c] = (pelvis[c]! + chest[c]!) / 2;
    for (const direction of SIX) {
      place.fill(0, 3);
      place[3 + (direction >> 1)] = direction & 1 ? -1 : 1;
      this.#stage.surfaces.onPerson(place, out);
      this.#light.set(out, 3 * direction);
    }
  }

  /** Samples -> pixels. */
  #resolve(region: Region, outlines: readonly Outline[], shadow: Shadow, picture: Uint8ClampedArray): void {
    const { lens, light } = this.#stage;
    const colour = this.#colour;
    const owners = this.#owner;
    for (let y = region.y0; y < region.y1; y++)
      for (let x = region.x0; x < region.x1; x++) {
        const pixel = y * lens.width + x;
        const covered = this.#covered[pixel] === 1;
        const shaded = shadow.reaches(x, y);
        if (!covered && !shaded) continue;
        let red = 0;
        let green = 0;
        let blue = 0;
        let last = 0;
        let share = 1;
        for (let sample = 0; sample < SAMPLES; sample++) {
          const k = pixel * SAMPLES + sample;
          const owner = owners[k]!;
          if (owner === 0) {
            if (shaded && (sample & 1) === 0) share = shadow.lightLeft(k);
            red += share * light[3 * k]!;
            green += share * light[3 * k + 1]!;
            blue += share * light[3 * k + 2]!;
            continue;
          }
          // Neighbours on one part share a colour, as on the stage.
          if (owner !== last || (sample & 1) === 0) this.#shade(k, outlines[owner - 1]!);
          last = owner;
          red += colour[0]!;
          green += colour[1]!;
          blue += colour[2]!;
        }
        picture[3 * pixel] = 255 * Math.sqrt(red / SAMPLES);
        picture[3 * pixel + 1] = 255 * Math.sqrt(green / SAMPLES);
        picture[3 * pixel + 2] = 255 * Math.sqrt(blue / SAMPLES);
      }
  }

  /** Linear picture of a sample of an outline, into #colour. */
  #shade(k: number, { part, metres, radius }: Outline): void {
    const { right, up, forward } = this.#stage.lens;
    const spots = this.#spots;
    const spot = this.#spot;
    const light = this.#light;
    const colour = this.#colour;
    const nx = spots[3 * k + 1]!;
    const ny = spots[3 * k + 2]!;
    const nz = Math.sqrt(Math.max(0, 1 - nx * nx - ny * ny));
    const x = right[0] * nx + up[0] * ny - forward[0] * nz;
    const y = right[1] * nx + up[1] * ny - forward[1] * nz;
    const z = right[2] * nx + up[2] * ny - forward[2] * nz;
    const { side, up: upwards, front } = part.frame;
    spot.side = x * side[0] + y * side[1] + z * side[2];
    spot.up = x * upwards[0] + y * upwards[1] + z * upwards[2];
    spot.front = x * front[0] + y * front[1] + z * front[2];
    spot.along = spots[3 * k]! * metres;
    spot.radius = radius;
    part.colouring(spot, colour);
    const fromX = x > 0 ? 0 : 3;
    const fromY = y > 0 ? 6 : 9;
    const fromZ = z > 0 ? 12 : 15;
    // Darker towards the outline: a body is round.
    const round = 0.72 + 0.28 * nz;
    for (let c = 0; c < 3; c++) {
      const bright = x * x * light[fromX + c]! + y * y * light[fromY + c]! + z * z * light[fromZ + c]!;
      colour[c] = exposed(colour[c]! * bright * round);
    }
  }
}
