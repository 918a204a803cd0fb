/** Kendall's τ across videos, on features whose order is planted, absent, or told by t alone. */
import { expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { orderScore, type OrderOptions } from './order';

const [videos, each, d] = [6, 15, 12];
const n = videos * each;
const t = Float64Array.from({ length: n }, (_, i) => (i % each) * 0.3);
const names = Array.from({ length: n }, (_, i) => `v${Math.floor(i / each)}`);

function noise(seed: number, scale = 1): Float32Array {
  const stream = randomStream(92, seed);
  return Float32Array.from({ length: n * d }, () => scale * stream.normal());
}

/** A curve that all videos share, run through in time or backwards. */
function along(sign: (video: number) => number, seed = 3): Float32Array {
  return noise(seed, 0.01).map((value, i) => {
    const row = Math.floor(i / d);
    const angle = 0.3 * t[row]! * sign(Math.floor(row / each));
    return value + (i % d === 0 ? Math.cos(angle) : i % d === 1 ? Math.sin(angle) : 0);
  });
}

function scored(features: Float32Array, options: Partial<OrderOptions> = {}) {
  const score = orderScore(features, n, d, t, names, { seed: 1, ...options });
  if (score.kind !== 'score') throw new Error(score.reason);
  return score;
}

test('a path that all videos share gives τ near 1, and nothing of it on shuffled t', () => {
  const score = scored(along(() => 1));
  expect(score.value).toBeGreaterThan(0.9);
  // All τ are 1: that says nothing of how far another video's would lie.
  expect(score.noInterval).toContain('all 6 videos');
  expect(score.units).toBe(videos);
  expect(score.controls).toEqual([{ name: 'shuffled t', value: expect.closeTo(0, 1) as unknown }]);
});

test('noise gives τ about 0, within its interval widened by chance', () => {
  const taus = Array.from({ length: 8 }, (_, seed) => scored(noise(20 + seed)));
  for (const { value, low, high } of taus) {
    expect(Math.abs(value)).toBeLessThan(0.15);
    expect(low).toBeLessThan(0.1);
    expect(high).toBeGreaterThan(-0.1);
  }
  expect(Math.abs(taus.reduce((sum, { value }) => sum + value, 0) / taus.length)).toBeLessThan(0.05);
});

test('features without any difference give exactly 0, a tie is no order; and alike in all videos it has no interval', () => {
  const score = scored(new Float32Array(n * d).fill(2));
  expect(score).toMatchObject({ value: 0, noInterval: expect.stringContaining('all 6 videos') as unknown });
  expect(score).not.toHaveProperty('low');
});

test('neighbours by hand: two segments swapped of three in one of three videos', () => {
  const at = (degrees: number) => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const features = Float32Array.from([0, 10, 20, 1, 11, 21, 2, 22, 12].flatMap(at));
  const seconds = Float64Array.from([0, 1, 2, 0, 1, 2, 0, 1, 2]);
  const clips = ['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c'];
  const score = orderScore(features, 9, 2, seconds, clips, { seed: 0 });
  // a and b agree with each other (1) and have one pair of three turned around with c (1/3), as c has with both.
  expect(score).toMatchObject({ value: expect.closeTo((2 / 3 + 2 / 3 + 1 / 3) / 3, 9) as unknown });
});

test('features that were given t are told beside what t scores alone, and each control on its own features', () => {
  const { controls } = scored(
    along(() => 1),
    { givenTime: true, controls: [{ name: 'constant t', features: noise(7) }] },
  );
  expect(controls.map(({ name }) => name)).toEqual(['shuffled t', 'constant t', 't alone']);
  expect(Math.abs(controls[1]!.value)).toBeLessThan(0.15);
  expect(controls[2]!.value).toBeCloseTo(1, 9);
});

test('the same seed gives the same interval', () => {
  expect(scored(noise(4))).toEqual(scored(noise(4)));
});

test('too few videos, too many segments or no order at all get a sentence; values that are not finite an error', () => {
  const few = orderScore(noise(1), 30, d, t, names.slice(0, 30), { seed: 0 });
  expect(few).toEqual({ kind: 'none', reason: expect.stringMatching(/at least 3 videos/) as unknown });
  const still = orderScore(noise(1), n, d, new Float64Array(n), names, { seed: 0 });
  expect(still).toEqual({ kind: 'none', reason: expect.stringMatching(/same second/) as unknown });
  const many = Array.from({ length: 9000 }, (_, i) => `v${i % 9}`);
  const large = orderScore(new Float32Array(9000 * 20), 9000, 20, new Float64Array(9000), many, { seed: 0 });
  expect(large).toEqual({ kind: 'none', reason: expect.stringMatching(/fewer/) as unknown });
  const broken = noise(1);
  broken[5 * d] = NaN;
  expect(() => scored(broken)).toThrow(/orderScore.*row 5 holds NaN/);
});
