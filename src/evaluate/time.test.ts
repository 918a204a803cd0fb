import { expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { timeScore } from './time';

const [videos, each, d] = [5, 20, 16];
const n = videos * each;
const t = Float64Array.from({ length: n }, (_, i) => (i % each) * 0.2);
const names = Array.from({ length: n }, (_, i) => `v${Math.floor(i / each)}`);

function noise(seed: number, size = n * d): Float32Array {
  const stream = randomStream(91, seed);
  return Float32Array.from({ length: size }, () => stream.normal());
}

function scored(features: Float32Array, dim = d, controls: { name: string; features: Float32Array }[] = []) {
  const score = timeScore(features, n, dim, t, names, { seed: 1, controls });
  if (score.kind !== 'score') throw new Error(score.reason);
  return score;
}

/** Noise with t written along one direction. */
function timed(strength: number, seed = 2): Float32Array {
  return noise(seed).map((value, i) =>
    i % d === 3 ? value * 0.1 + strength * t[Math.floor(i / d)]! : value,
  );
}

test('features that hold t give R² near 1, and the shuffled control does not', () => {
  const score = scored(timed(3));
  expect(score.value).toBeGreaterThan(0.95);
  expect(score.low).toBeLessThanOrEqual(score.value);
  expect(score.high).toBeGreaterThanOrEqual(score.value);
  expect(score.controls[0]).toMatchObject({ name: 'shuffled t' });
  expect(score.controls[0]!.value).toBeLessThan(0.1);
});

test('noise gives about 0 or less, never a score to be proud of', () => {
  for (let seed = 10; seed < 16; seed++) {
    const score = scored(noise(seed));
    expect(score.value).toBeLessThan(0.15);
    expect(score.low).toBeLessThan(0.05);
  }
});

test('features that do not vary score 0, without NaN', () => {
  const score = scored(new Float32Array(n * d).fill(3));
  expect(score.value).toBeCloseTo(0, 6);
  expect(score.noInterval).toContain('all 5 videos score alike');
});

test('t that only the video itself reveals does not count: each video is predicted from the others', () => {
  // In each video another, random direction carries t.
  const stream = randomStream(90, 4);
  const directions = Array.from({ length: videos }, () => Array.from({ length: d }, () => stream.normal()));
  const features = Float32Array.from(
    { length: n * d },
    (_, i) => directions[Math.floor(i / d / each)]![i % d]! * (t[Math.floor(i / d)]! - 1.9),
  );
  expect(scored(features).value).toBeLessThan(0.5);
});

test('features that tell the videos apart and hold no t score about 0, not far below it', () => {
  // What an untrained encoder gives: each video in a place of its own, and a drift that is the video's own as well.
  const stream = randomStream(90, 5);
  const places = noise(30, videos * d).map((value) => 10 * value);
  const drifts = Array.from({ length: videos * d }, () => stream.normal());
  const features = noise(31).map((value, i) => {
    const at = Math.floor(i / d / each) * d + (i % d);
    return places[at]! + drifts[at]! * t[Math.floor(i / d)]! + 0.1 * value;
  });
  const score = scored(features);
  expect(score.value).toBeGreaterThan(-1);
  expect(score.value).toBeLessThan(0.5);
});

test('a control is scored on its own features', () => {
  const score = scored(timed(3), d, [{ name: 'constant t', features: noise(8) }]);
  expect(score.controls.map(({ name }) => name)).toEqual(['shuffled t', 'constant t']);
  expect(score.controls[1]!.value).toBeLessThan(0.2);
});

test('the same seed gives the same interval; more dimensions than segments are no obstacle', () => {
  expect(scored(timed(1))).toEqual(scored(timed(1)));
  const wide = noise(20, n * 150);
  for (let i = 0; i < n; i++) wide[i * 150] = t[i]! * 20;
  for (let i = 0; i < n; i++) for (let k = 1; k < 40; k++) wide[i * 150 + k]! += t[i]!;
  expect(scored(wide, 150).value).toBeGreaterThan(0.8);
});

test('fewer than three videos get a sentence, and values that are not finite an error', () => {
  const two = timeScore(noise(1).subarray(0, 40 * d), 40, d, t.subarray(0, 40), names.slice(0, 40), {
    seed: 0,
  });
  expect(two).toEqual({ kind: 'none', reason: expect.stringMatching(/at least 3 videos/) as unknown });
  const broken = noise(1);
  broken[5 * d] = NaN;
  expect(() => scored(broken)).toThrow(/row 5 holds NaN/);
});
