import { expect, test } from 'vitest';
import { SECONDS } from './action';
import type { Vec3 } from './arithmetic';
import { poseAt, type Limb } from './pose';
import { opennessAt } from './render';
import { describeScene } from './scene';

const scenes = Array.from({ length: 48 }, (_, index) => describeScene(11, index));
const seconds = Array.from({ length: SECONDS * 10 }, (_, frame) => frame / 10);
const distance = (a: Vec3, b: Vec3) =>
  Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2);

test('bones keep their lengths, and every part is a finite place between the floor and the ceiling', () => {
  for (const scene of scenes)
    for (const second of seconds) {
      const { arms, legs, toes, head, chest, pelvis } = poseAt(scene, second);
      const { height } = scene.person;
      const bones = (limb: Limb) => [distance(limb.root, limb.middle), distance(limb.middle, limb.end)];
      for (const [limbs, upper, lower] of [
        [arms, 0.175, 0.17],
        [legs, 0.25, 0.245],
      ] as const)
        for (const limb of limbs) {
          const [first, second_] = bones(limb);
          expect(first).toBeCloseTo(upper * height, 6);
          expect(second_).toBeCloseTo(lower * height, 6);
        }
      for (const place of [...arms, ...legs]
        .flatMap((limb) => [limb.middle, limb.end])
        .concat(toes, [head, chest, pelvis])) {
        expect(place.every(Number.isFinite)).toBe(true);
        expect(place[1]).toBeGreaterThan(0);
        expect(place[1]).toBeLessThan(scene.room.height);
      }
    }
});

test('while somebody walks, one foot stands still on the floor and the feet take turns', () => {
  for (const scene of scenes) {
    const { walkStart, walkEnd, speed } = scene.action;
    const from = Math.max(0, walkStart) + 0.7;
    const slips: number[] = [];
    const leaders = new Set<number>();
    for (let second = from; second < Math.min(walkEnd, SECONDS) - 0.8; second += 0.05) {
      const now = poseAt(scene, second);
      const next = poseAt(scene, second + 0.05);
      const moved = [0, 1].map((leg) => distance(now.legs[leg]!.end, next.legs[leg]!.end));
      slips.push(Math.min(...moved));
      leaders.add(moved[0]! < moved[1]! ? 0 : 1);
    }
    if (slips.length < 15) continue;
    slips.sort((a, b) => a - b);
    expect(slips[slips.length >> 1]).toBeLessThan(0.05 * speed * 0.5);
    expect(leaders.size).toBe(2);
  }
});

test('no part of the body jumps between frames', () => {
  for (const scene of scenes)
    for (const second of seconds) {
      const now = poseAt(scene, second);
      const next = poseAt(scene, second + 0.1);
      expect(distance(now.head, next.head)).toBeLessThan(0.35);
      now.arms.forEach((arm, i) => expect(distance(arm.end, next.arms[i]!.end)).toBeLessThan(0.9));
      now.legs.forEach((leg, i) => expect(distance(leg.end, next.legs[i]!.end)).toBeLessThan(0.75));
    }
});

test('the door is as the action says before, while and after it moves', () => {
  for (const { action } of scenes) {
    const { rest, opens, seconds: takes, closes } = action.door;
    expect(opennessAt(action, opens - 0.01)).toBe(rest);
    expect(opennessAt(action, opens + takes)).toBeCloseTo(1, 9);
    const half = opennessAt(action, opens + takes / 2);
    expect(half).toBeCloseTo((1 + rest) / 2, 9);
    if (closes !== null) expect(opennessAt(action, closes + takes)).toBe(0);
  }
});
