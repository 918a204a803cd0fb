/** Where the parts of the person's body are at a second: the skeleton in world metres. */
import { turned } from './action';
import {
  clamp,
  cosine,
  distanceOf,
  mix,
  normalise,
  plus,
  sine,
  smooth,
  times,
  type Vec3,
} from './arithmetic';
import { whereabouts } from './course';
import { postureAt, type Posture } from './gestures';
import type { Place } from './opening';
import type { Scene } from './scene';

/** Shoulder, elbow, hand; or hip, knee, ankle. */
export interface Limb {
  readonly root: Vec3;
  readonly middle: Vec3;
  readonly end: Vec3;
}

/** Unit axes of a part of the body. */
export interface Frame {
  /** To the person's right. */
  readonly side: Vec3;
  readonly up: Vec3;
  readonly front: Vec3;
}

export interface Pose {
  /** On the floor below the hips. */
  readonly ground: Vec3;
  readonly pelvis: Vec3;
  /** Between the shoulders. */
  readonly chest: Vec3;
  /** Middle of the skull, and half its height in metres. */
  readonly head: Vec3;
  readonly skull: number;
  readonly trunk: Frame;
  readonly face: Frame;
  /** Left, right. */
  readonly arms: readonly [Limb, Limb];
  readonly legs: readonly [Limb, Limb];
  readonly toes: readonly [Vec3, Vec3];
}

/** Lengths in heights. Grown-ups are seven heads tall here, children five and a half. */
const CHILD = 1.45;
const HIP = 0.515;
const SHIN = 0.245;
const THIGH = 0.25;
const ANKLE = 0.035;
const UPPER_ARM = 0.175;
const FOREARM = 0.17;
/** Share of a cycle that a foot is on the floor. */
const STANCE = 0.6;

const SIDES = [-1, 1] as const;

export function poseAt(scene: Scene, second: number): Pose {
  const { action, person } = scene;
  const { gait, height } = person;
  const { place, heading, walked, pace } = whereabouts(action, second);
  const posture = postureAt(action, second);
  const child = height < CHILD;
  /** Cycles of two steps. */
  const phase = walked / (gait.stride * height);
  const still = 1 - pace;

  const [fx, fz] = heading;
  const front: Vec3 = [fx, 0, fz];
  const side: Vec3 = [fz, 0, -fx];
  // Weight shifts a little even in somebody who just stands.
  const idle = 0.006 * sine(second * 0.31 + person.number * 0.37);
  const sway = (0.012 * gait.sway * sine(phase) * pace + idle + posture.aside * still) * height;
  const bob = (0.018 * pace * (0.5 + 0.5 * cosine(2 * phase)) + 0.004 * Math.abs(posture.aside)) * height;
  const ground: Vec3 = [place[0] + side[0] * sway, 0, place[1] + side[2] * sway];
  const pelvis = plus(ground, [0, HIP * height - bob, 0]);

  const legs = SIDES.map((which, i) => {
    const cycle = phase + (which < 0 ? 0 : 0.5);
    return leg(pelvis, place, { front, side }, height, which, strideAt(cycle, gait.stride, pace), {
      aside: posture.feetAside[i]! * still,
      lift: posture.lifts[i]! * still,
    });
  });

  const lean = posture.lean + 0.008 * pace;
  const up: Vec3 = [fx * sine(lean), cosine(lean), fz * sine(lean)];
  const shoulderHeight = (child ? 0.775 : 0.815) - HIP;
  const chest = plus(pelvis, times(up, shoulderHeight * height));
  // Shoulders turn against the hips.
  const twisted = turned(heading, -0.02 * sine(phase + 0.25) * pace);
  const trunk = frameOf(twisted, lean);
  const arms = SIDES.map((which, i) => arm(scene, chest, trunk, posture, i, which, phase, pace));

  const face = frameOf(turned(heading, -posture.headTurn), lean * 0.6 + posture.nod);
  const skull = (child ? 0.091 : 0.074) * height;
  const neck = plus(chest, times(up, (1 - shoulderHeight - HIP) * height - 1.7 * skull));
  const head = plus(neck, times(face.up, 0.7 * skull));
  return {
    ground,
    pelvis,
    chest,
    head,
    skull,
    trunk,
    face,
    arms: [arms[0]!, arms[1]!],
    legs: [legs[0]!.limb, legs[1]!.limb],
    toes: [legs[0]!.toe, legs[1]!.toe],
  };
}

/** How far a foot is to the front of the hip and off the floor, in heights; `tip` −1 … 1 lifts the heel or the toes. */
interface Stride {
  readonly forward: number;
  readonly lift: number;
  readonly tip: number;
}

function strideAt(cycle: number, stride: number, pace: number): Stride {
  const at = cycle - Math.floor(cycle);
  const reach = (STANCE / 2) * stride * pace;
  if (at < STANCE) {
    const share = at / STANCE;
    const heel = smooth((share - 0.7) / 0.3);
    return { forward: reach * (1 - 2 * share), lift: 0.045 * heel * pace, tip: heel * pace };
  }
  const share = (at - STANCE) / (1 - STANCE);
  return {
    forward: reach * (2 * smooth(share) - 1),
    lift: (0.045 * (1 - share) + 0.25 * share * (1 - share)) * pace,
    tip: (1 - 1.7 * smooth(share * 1.3)) * pace,
  };
}

function leg(
  pelvis: Vec3,
  [x, z]: Place,
  { front, side }: Pick<Frame, 'front' | 'side'>,
  height: number,
  which: -1 | 1,
  stride: Stride,
  step: { readonly aside: number; readonly lift: number },
): { limb: Limb; toe: Vec3 } {
  const hip = plus(pelvis, times(side, 0.052 * which * height));
  const across = (0.05 * which + step.aside) * height;
  const forward = stride.forward * height;
  const ankle: Vec3 = [
    x + side[0] * across + front[0] * forward,
    (ANKLE + stride.lift + step.lift) * height,
    z + side[2] * across + front[2] * forward,
  ];
  const limb = bent(hip, ankle, THIGH * height, SHIN * height, plus(front, times(side, 0.15 * which)));
  const length = 0.085 * height;
  const drop = -0.012 * height - 0.4 * stride.tip * length;
  const toe = plus(limb.end, plus(times(front, length), [0, drop, 0]));
  return { limb, toe: [toe[0], Math.max(toe[1], 0.018 * height), toe[2]] };
}

function arm(
  scene: Scene,
  chest: Vec3,
  trunk: Frame,
  posture: Posture,
  index: number,
  which: -1 | 1,
  phase: number,
  pace: number,
): Limb {
  const { height, build, gait } = scene.person;
  const wide = (height < CHILD ? 0.1 : 0.108) * Math.sqrt(build);
  const shoulder = plus(chest, times(trunk.side, wide * which * height));
  // Arms swing against the leg on their side.
  const swing = -0.085 * gait.armSwing * pace * cosine(phase + (which < 0 ? 0 : 0.5));
  const bend = 0.012 + 0.02 * pace + Math.max(0, swing) * 0.6;
  const length = UPPER_ARM + FOREARM;
  const hanging = [
    0.035 + 0.02 * build,
    -length * (0.985 - bend) * cosine(swing),
    length * 0.97 * sine(swing) + 0.02,
  ] as const;
  const { reach, share, elbow } = posture.hands[index]!;
  const weight = share * (1 - pace);
  const hand = [0, 1, 2].map((c) => mix(hanging[c]!, reach[c]!, weight) * height);
  const end = plus(
    plus(shoulder, times(trunk.side, hand[0]! * which)),
    plus(times(trunk.up, hand[1]!), times(trunk.front, hand[2]!)),
  );
  const outwards = weight * elbow;
  const pole = plus(
    times(trunk.side, which * (0.25 + outwards)),
    plus(times(trunk.front, outwards - 1), times(trunk.up, -0.6 * weight)),
  );
  return bent(shoulder, end, UPPER_ARM * height, FOREARM * height, pole);
}

/** Two bones from root to end, bent towards `pole`; an end out of reach is brought nearer. */
function bent(root: Vec3, end: Vec3, upper: number, lower: number, pole: Vec3): Limb {
  const way = plus(end, times(root, -1));
  const distance = distanceOf(root, end);
  const along = normalise(way);
  const length = clamp(distance, Math.abs(upper - lower) + 1e-3, (upper + lower) * 0.998);
  const share = (upper * upper - lower * lower + length * length) / (2 * length);
  const out = Math.sqrt(Math.max(0, upper * upper - share * share));
  const dot = pole[0] * along[0] + pole[1] * along[1] + pole[2] * along[2];
  const across = normalise(plus(pole, times(along, -dot)));
  return {
    root,
    middle: plus(root, plus(times(along, share), times(across, out))),
    end: plus(root, times(along, length)),
  };
}

/** Axes of something that looks along a direction on the floor and is then bent forwards by so many turns. */
function frameOf([fx, fz]: Place, lean: number): Frame {
  const s = sine(lean);
  const c = cosine(lean);
  return { side: [fz, 0, -fx], up: [fx * s, c, fz * s], front: [fx * c, -s, fz * c] };
}
