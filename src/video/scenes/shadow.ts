/** The soft shadow that a person's feet and body leave on the floor. */
import { clamp, normalise } from './arithmetic';
import type { Person } from './person';
import type { Pose } from './pose';
import type { Region, Stage } from './stage';

export interface Shadow {
  readonly region: Region;
  /** Whether a pixel lies in it. */
  reaches(x: number, y: number): boolean;
  /** Share of the light that is left at a sample of the stage. */
  lightLeft(sample: number): number;
}

/** Metres: a rug still is floor. */
const FLOOR = 0.035;
/** Metres by which the body's shadow leans away from the lamp. */
const LEAN = 0.16;
/** Most of the light that the body and a foot take away. */
const BODY = 0.42;
const FOOT = 0.4;

export function shadowOf({ lens, depth, rays, scene }: Stage, person: Person, pose: Pose): Shadow {
  const { ground, legs } = pose;
  const { position } = lens;
  const lamp = scene.light.lamp.position;
  const [awayX, , awayZ] = normalise([ground[0] - lamp[0], 0, ground[2] - lamp[2]]);
  const reach = 0.25 * person.height * Math.sqrt(person.build);
  const bodyX = ground[0] + LEAN * awayX;
  const bodyZ = ground[2] + LEAN * awayZ;
  const foot = 0.1 * person.height;
  const left = legs[0].end;
  const right = legs[1].end;

  let x0 = lens.width;
  let y0 = lens.height;
  let x1 = 0;
  let y1 = 0;
  for (const dx of [-reach, reach])
    for (const dz of [-reach, reach]) {
      const p = lens.project(bodyX + dx, 0, bodyZ + dz);
      if (p.depth < 0.3) continue;
      x0 = Math.min(x0, Math.floor(p.x));
      y0 = Math.min(y0, Math.floor(p.y));
      x1 = Math.max(x1, Math.ceil(p.x));
      y1 = Math.max(y1, Math.ceil(p.y));
    }
  const within = (v: number, high: number) => clamp(v, 0, high);
  /** 1 in the middle of a blot, 0 from `radius` on. */
  const blot = (dx: number, dz: number, radius: number) => {
    const rest = 1 - (dx * dx + dz * dz) / (radius * radius);
    return rest > 0 ? rest * rest : 0;
  };
  const region = {
    x0: within(x0, lens.width),
    y0: within(y0, lens.height),
    x1: within(x1, lens.width),
    y1: within(y1, lens.height),
  };
  return {
    region,
    reaches: (x, y) => x >= region.x0 && x < region.x1 && y >= region.y0 && y < region.y1,
    lightLeft(sample) {
      const at = depth[sample]!;
      if (position[1] + at * rays[3 * sample + 1]! > FLOOR) return 1;
      const x = position[0] + at * rays[3 * sample]!;
      const z = position[2] + at * rays[3 * sample + 2]!;
      return (
        (1 - BODY * blot(x - bodyX, z - bodyZ, reach)) *
        (1 - FOOT * blot(x - left[0], z - left[2], foot)) *
        (1 - FOOT * blot(x - right[0], z - right[2], foot))
      );
    },
  };
}
