/** The posed body as the list of the tapered parts that it is drawn of. */
import { along, between, distanceOf, plus, times, type Vec3 } from './arithmetic';
import type { Colouring, Wardrobe } from './clothes';
import type { Person } from './person';
import type { Frame, Limb, Pose } from './pose';

/** A thick line from one place to another: its cross-section is an ellipse. */
export interface Part {
  readonly from: Vec3;
  readonly to: Vec3;
  /** Metres at both ends: half its size along the side axis of its frame, and half its size to the front. */
  readonly broad: readonly [number, number];
  readonly thick: readonly [number, number];
  /** How far its ends bulge beyond `from` and `to`: 1 as balls, near 0 as if cut off, above 1 drawn out. */
  readonly bulge: number;
  readonly frame: Frame;
  readonly colouring: Colouring;
}

const CUT = 0.22;

export function partsOf(person: Person, wardrobe: Wardrobe, pose: Pose): Part[] {
  const h = person.height;
  const { trunk, face, pelvis, chest } = pose;
  const { build, outfit } = person;
  const parts: Part[] = [];
  const round = (from: Vec3, to: Vec3, r0: number, r1: number, colouring: Colouring, frame = trunk) => {
    const radii = [r0, r1] as const;
    parts.push({ from, to, broad: radii, thick: radii, bulge: 1, frame, colouring });
  };
  const stout = Math.sqrt(build);

  const bare = outfit === 'shorts' || outfit === 'skirt' || outfit === 'dress';
  const hidden = outfit === 'skirt' || outfit === 'dress';
  pose.legs.forEach(({ root, middle, end }: Limb, i) => {
    const loose = bare ? 0 : 0.006 * h;
    const thigh = outfit === 'shorts' ? wardrobe.bottom : bare ? wardrobe.skin : wardrobe.bottom;
    const shin = bare ? wardrobe.skin : wardrobe.bottom;
    const wider = outfit === 'shorts' ? 0.01 * h : 0;
    if (!hidden || middle[1] < 0.3 * h)
      round(root, middle, 0.056 * h * stout + loose, 0.042 * h + loose + wider, thigh);
    round(middle, end, 0.041 * h + loose, 0.027 * h + 1.3 * loose, shin);
    round(end, pose.toes[i]!, 0.029 * h, 0.024 * h, wardrobe.shoe);
  });

  const torso = outfit === 'coat' ? 0.006 * h : 0;
  parts.push({
    from: between(chest, pelvis, 0.1),
    to: between(chest, pelvis, 0.9),
    broad: [0.1 * h * stout + torso, 0.086 * h * build + torso],
    thick: [0.062 * h * build + torso, 0.068 * h * build + torso],
    bulge: 0.6,
    frame: trunk,
    colouring: wardrobe.top,
  });
  const [left, right] = pose.arms;
  round(left.root, right.root, 0.042 * h, 0.042 * h, wardrobe.top);
  parts.push({
    from: between(chest, pelvis, 0.92),
    to: plus(pelvis, [0, -0.03 * h, 0]),
    broad: [0.085 * h * build, 0.092 * h * build],
    thick: [0.066 * h * build, 0.068 * h * build],
    bulge: 0.5,
    frame: trunk,
    colouring: outfit === 'dress' || outfit === 'coat' ? wardrobe.top : wardrobe.bottom,
  });
  if (hidden || outfit === 'coat') parts.push(skirt(person, wardrobe, pose));

  const sleeve = person.sleeves === 'long' || outfit === 'coat' ? 0.005 * h : 0;
  for (const { root, middle, end } of pose.arms) {
    round(root, middle, 0.038 * h * stout + sleeve, 0.031 * h + sleeve, wardrobe.top);
    round(middle, end, 0.03 * h + sleeve, 0.022 * h + sleeve, wardrobe.sleeve);
    round(end, away(end, middle, 0.035 * h), 0.027 * h, 0.024 * h, wardrobe.skin);
  }

  round(between(chest, pose.head, 0.1), pose.head, 0.034 * h, 0.034 * h, wardrobe.skin, face);
  parts.push(...headParts(person, wardrobe, pose));
  if (person.carries === 'backpack') {
    const at = (up: number, back: number) => along(between(chest, pelvis, up), trunk.front, -back * h);
    parts.push({
      from: at(0.12, 0.085),
      to: at(0.78, 0.1),
      broad: [0.075 * h, 0.085 * h],
      thick: [0.045 * h, 0.065 * h],
      bulge: 0.6,
      frame: trunk,
      colouring: wardrobe.bag,
    });
  } else if (person.carries === 'bag') {
    // Hangs at the hip on a strap over the other shoulder.
    const low = along(along(pelvis, trunk.side, 0.115 * h * stout), trunk.up, -0.01 * h);
    parts.push({
      from: along(low, trunk.up, 0.035 * h),
      to: along(low, trunk.up, -0.045 * h),
      broad: [0.035 * h, 0.035 * h],
      thick: [0.075 * h, 0.08 * h],
      bulge: 0.4,
      frame: trunk,
      colouring: wardrobe.bag,
    });
    const front = along(between(chest, pelvis, 0.5), trunk.front, 0.075 * h * build);
    round(along(left.root, trunk.up, 0.03 * h), front, 0.014 * h, 0.014 * h, wardrobe.bag);
    round(front, low, 0.014 * h, 0.014 * h, wardrobe.bag);
  }
  return parts;
}

/** Skirt, lower half of a dress, tails of a coat: wider where the legs are apart. */
function skirt(person: Person, wardrobe: Wardrobe, { pelvis, chest, legs, trunk }: Pose): Part {
  const { height: h, build, outfit } = person;
  const [a, b] = legs;
  const dx = a.middle[0] - b.middle[0];
  const dz = a.middle[2] - b.middle[2];
  const apart = Math.abs(dx * trunk.front[0] + dz * trunk.front[2]) / 2;
  const coat = outfit === 'coat';
  const hem = outfit === 'dress' ? 0.21 : coat ? 0.25 : 0.29;
  return {
    from: between(chest, pelvis, 0.75),
    to: [(a.middle[0] + b.middle[0]) / 2, hem * h, (a.middle[2] + b.middle[2]) / 2],
    broad: [0.086 * h * build, (coat ? 0.105 : 0.135) * h * build],
    thick: [0.07 * h * build, (coat ? 0.085 : 0.115) * h * build + 0.5 * apart],
    bulge: CUT,
    frame: trunk,
    colouring: outfit === 'skirt' ? wardrobe.bottom : wardrobe.top,
  };
}

function headParts(person: Person, wardrobe: Wardrobe, { head, skull, face }: Pose): Part[] {
  const at = (side: number, up: number, front: number) =>
    along(along(along(head, face.side, side * skull), face.up, up * skull), face.front, front * skull);
  const part = (
    from: Vec3,
    to: Vec3,
    broad: readonly [number, number],
    thick: readonly [number, number],
    bulge: number,
    colouring: Colouring,
  ): Part => ({
    from,
    to,
    broad: [broad[0] * skull, broad[1] * skull],
    thick: [thick[0] * skull, thick[1] * skull],
    bulge,
    frame: face,
    colouring,
  });
  const ball = (place: Vec3, radius: number, colouring: Colouring, bulge = 1) =>
    part(along(place, face.up, 0.02 * skull), place, [radius, radius], [radius, radius], bulge, colouring);
  const curls = person.hair === 'curly' ? 0.2 : 0;
  const parts = [part(at(0, 0.05, 0), at(0, -0.05, 0), [0.76, 0.7], [0.84, 0.8], 1.25, wardrobe.head)];
  switch (person.hair) {
    case 'long':
      parts.push(part(at(0, 0.3, -0.3), at(0, -1.5, -0.5), [0.78, 0.86], [0.55, 0.35], 0.7, wardrobe.hair));
      break;
    case 'bun':
      parts.push(ball(at(0, 0.85, -0.6), 0.42, wardrobe.hair));
      break;
    case 'ponytail':
      parts.push(part(at(0, 0.45, -0.85), at(0, -1.2, -1.25), [0.34, 0.2], [0.34, 0.2], 1, wardrobe.hair));
      break;
    case 'curly':
      parts.push(ball(at(0, 0.3, -0.35), 0.95 + curls, wardrobe.hair));
      break;
    case 'cap':
      parts.push(part(at(0, 0.38, 0.4), at(0, 0.3, 1.2), [0.6, 0.5], [0.12, 0.1], 0.6, wardrobe.hat));
      break;
    case 'hat':
      parts.push(part(at(0, 1.1, 0), at(0, 0.4, 0), [0.66, 0.74], [0.72, 0.8], 0.3, wardrobe.hat));
      parts.push(part(at(0, 0.46, 0), at(0, 0.4, 0), [1.35, 1.4], [1.35, 1.4], 0.25, wardrobe.hat));
      break;
    case 'short':
    case 'bald':
      break;
  }
  return parts;
}

/** `by` metres beyond `end`, as seen from `from`. */
const away = (end: Vec3, from: Vec3, by: number): Vec3 =>
  along(end, plus(end, times(from, -1)), by / (distanceOf(from, end) || 1));
