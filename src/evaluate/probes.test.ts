/** Probes on planted structure: what is there is found on videos held out, what is not there stays at chance. */
import { expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import type { Embedding } from '../train/embedder';
import { heldOutUnits, probesOf } from './probes';
import type { Measured, ProbedVideo, ProbeScores } from './score';

const [each, dim] = [3, 10];
const options = { dim, seed: 3, each };

function set(count: number, person: (i: number) => string | undefined = () => undefined): ProbedVideo[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `v${i}`,
    label: i % 2 === 0 ? 'Enter' : 'Leave',
    person: person(i),
  }));
}

/** Features of every segment forwards, then backwards, from the video and ±1; noise on top. */
function features(
  videos: readonly ProbedVideo[],
  plant: (video: number, direction: number, column: number) => number,
  seed = 1,
): Float32Array {
  const stream = randomStream(93, seed);
  const n = videos.length * each;
  return Float32Array.from({ length: 2 * n * dim }, (_, i) => {
    const row = Math.floor(i / dim);
    return stream.normal() + plant(Math.floor((row % n) / each), row < n ? 1 : -1, i % dim);
  });
}

function probed(videos: readonly ProbedVideo[], f: Float32Array): ProbeScores {
  const embedding: Embedding = { id: 'base', f, fPrime: f, fPrimeAtConstantT: f };
  return probesOf([embedding], videos, options).runs[0]!.f;
}

function value(measured: Measured) {
  if (measured.kind !== 'score') throw new Error(measured.reason);
  return measured;
}

test('direction and label that are written into the features are found, and chance is told beside them', () => {
  const videos = set(16);
  const f = features(videos, (video, direction, column) =>
    column === 0 ? 4 * direction : column === 1 ? (video % 2 === 0 ? 4 : -4) : 0,
  );
  const scores = probed(videos, f);
  for (const score of Object.values(scores).map(value)) {
    expect(score.value).toBeGreaterThan(0.95);
    expect(score.low).toBeGreaterThan(0.75);
    // Not even where all are right.
    expect(score.low).toBeLessThan(score.value);
    expect(score.controls[0]).toEqual({ name: 'chance', value: 0.5 });
    const shuffled = score.controls[1]!;
    expect(Math.abs(shuffled.value - 0.5)).toBeLessThan(0.1);
    expect(score.value).toBeGreaterThan(shuffled.high!);
    expect(score.units).toBe(16);
  }
});

test('noise stays at chance on average, and within what shuffled classes give', () => {
  const videos = set(20);
  const runs = Array.from({ length: 6 }, (_, i) =>
    probed(
      videos,
      features(videos, () => 0, 20 + i),
    ),
  );
  for (const probe of ['reversed', 'segment', 'clip'] as const) {
    const scores = runs.map((run) => value(run[probe]));
    const average = scores.reduce((sum, score) => sum + score.value, 0) / scores.length;
    expect(Math.abs(average - 0.5)).toBeLessThan(0.12);
    // Its own interval leaves chance out more often than once in twenty: the shuffled classes' does not.
    const outside = scores.filter(({ value: found, controls: [, shuffled] }) => {
      expect(shuffled!.low).toBeLessThan(0.5);
      expect(shuffled!.high).toBeGreaterThan(0.5);
      return found < shuffled!.low! || found > shuffled!.high!;
    });
    expect(outside.length).toBeLessThanOrEqual(1);
  }
});

test('clips that look the same both ways are told apart by nobody: exactly one half, which 8 clips do not make certain', () => {
  const videos = set(8);
  const n = videos.length * each;
  const f = features(videos, () => 0);
  f.copyWithin(n * dim, 0, n * dim);
  expect(value(probed(videos, f).reversed)).toMatchObject({
    value: 0.5,
    low: expect.closeTo(0.215, 3) as number,
    high: expect.closeTo(0.785, 3) as number,
  });
});

test('features without any difference are at chance for every number of labels', () => {
  const videos = set(12).map((video, i) => ({ ...video, label: 'abc'[i % 3]! }));
  const { clip, segment } = probed(videos, new Float32Array(2 * 12 * each * dim).fill(1));
  expect(value(clip).value).toBeCloseTo(1 / 3, 9);
  expect(value(segment).controls[0]!.value).toBeCloseTo(1 / 3, 9);
});

test('a person who is recognised is no help: held out by person where all names tell who it is', () => {
  // Each person has one clip of each label and a place of its own, far from all others; no label is written.
  const videos = set(16, (i) => `p${Math.floor(i / 2)}`);
  const places = features(set(8), () => 0, 9);
  const f = features(videos, (video, _, column) => 30 * places[Math.floor(video / 2) * dim + column]!, 5);
  const byVideo = probed(
    videos.map((video) => ({ ...video, person: undefined })),
    f,
  );
  // By video the nearest clip is the same person's other label, and the probe errs beyond chance.
  expect(value(byVideo.neighbours).value).toBeLessThan(0.4);
  expect(value(probed(videos, f).neighbours)).toMatchObject({ units: 8 });
  expect(heldOutUnits(videos).by).toBe('person');
  expect(heldOutUnits([...videos, { id: 'x', label: 'Enter', person: undefined }]).by).toBe('video');
});

test("f' has constant t among its controls, f and base have not", () => {
  const videos = set(8);
  const [f, fPrime] = [features(videos, () => 0), features(videos, (_, direction) => 3 * direction, 2)];
  const { runs } = probesOf([{ id: 'transform', f, fPrime, fPrimeAtConstantT: f }], videos, options);
  const names = (score: Measured) => value(score).controls.map(({ name }) => name);
  expect(names(runs[0]!.f.reversed)).toEqual(['chance', 'shuffled']);
  expect(names(runs[0]!.fPrime.reversed)).toEqual(['chance', 'shuffled', 'constant t']);
  expect(value(runs[0]!.fPrime.reversed).value).toBeGreaterThan(0.95);
  expect(value(runs[0]!.fPrime.reversed).controls[2]!.value).toBe(value(runs[0]!.f.reversed).value);
});

test('one label, or too few videos of a second, get a sentence with the counts; labels that are too rare are left out', () => {
  const videos = set(6).map((video, i) => ({ ...video, label: i < 4 ? 'Enter' : 'Leave' }));
  const scores = probed(
    videos,
    features(videos, () => 0),
  );
  expect(scores.clip).toEqual({
    kind: 'none',
    reason: expect.stringMatching(/two labels with 3 videos each.*Enter 4, Leave 2/) as unknown,
  });
  expect(scores.reversed.kind).toBe('score');
  expect(probesOf([], videos, options).labelsLeftOut).toEqual([]);
  const rare = [...set(8), { id: 'x', label: 'Sit', person: undefined }];
  const f = features(rare, () => 0);
  expect(value(probed(rare, f).clip).controls[0]).toEqual({ name: 'chance', value: 0.5 });
  expect(probesOf([], rare, options).labelsLeftOut).toEqual([{ label: 'Sit', units: 1 }]);
  expect(probesOf([], set(8), options).labelsLeftOut).toEqual([]);
  const two = set(2);
  expect(
    probed(
      two,
      features(two, () => 0),
    ).reversed,
  ).toMatchObject({ kind: 'none', reason: expect.stringMatching(/at least 3 videos/) as unknown });
});
