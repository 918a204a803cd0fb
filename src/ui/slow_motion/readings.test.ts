/** What is read off the numbers of a step is what the loss is made of. */
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, type FrameworkName } from '../../contrast/config';
import { PRESETS } from '../../runs/config';
import { TIME_VARIANTS, type TimeVariant } from '../../time/config';
import type { BranchTrace, ComparisonTrace } from '../../train/trace_report';
import { readCode, readQuery, scaleOf, shiftOf } from './readings';
import { FRAMEWORK_WORDS, TIME_WORDS, timeEquation } from './words';

const none = { positives: new Float32Array(), positiveClips: [], otherClips: undefined, targets: undefined };
const comparison: ComparisonTrace = {
  ...none,
  queries: [0, 2],
  perQuery: 2,
  positives: Float32Array.of(2, 1, -1, 0),
  positiveClips: [
    [1, 1],
    [3, 3],
  ],
  width: 3,
  others: Float32Array.of(1, NaN, 1.8, 0, 3, NaN),
  losses: Float32Array.of(0, 0),
};

describe('a query among what it was compared with', () => {
  it('has rank and share by its positives; what was not compared does not count', () => {
    const first = readQuery(comparison, 0);
    expect(first).toMatchObject({ positive: 1.5, rank: 2, candidates: 3, hardest: 2 });
    const share = (s: number, rest: number[]) =>
      Math.exp(s) / (Math.exp(s) + rest.reduce((sum, x) => sum + Math.exp(x), 0));
    expect(first.share).toBeCloseTo((share(2, [1, 1.8]) + share(1, [1, 1.8])) / 2, 5);
    expect(readQuery(comparison, 1)).toMatchObject({ positive: -0.5, rank: 3, candidates: 3, hardest: 1 });
  });

  it('with nothing to compare it with is first of one, and certain', () => {
    const empty = { ...comparison, width: 0, others: new Float32Array() };
    expect(readQuery(empty, 0)).toEqual({
      positive: 1.5,
      share: 1,
      rank: 1,
      candidates: 1,
      hardest: undefined,
    });
  });

  it('is told by its code where it is pulled to prototypes', () => {
    const codes: ComparisonTrace = {
      ...none,
      queries: [0],
      perQuery: 0,
      width: 3,
      others: Float32Array.of(1, 2, 0),
      targets: Float32Array.of(0.7, 0.2, 0.1),
      losses: Float32Array.of(1),
    };
    const reading = readCode(codes, 0)!;
    expect(reading).toMatchObject({ prototype: 0, rank: 2 });
    expect(reading.share).toBeCloseTo(Math.exp(1) / (Math.exp(1) + Math.exp(2) + 1), 6);
    expect(readCode(comparison, 0)).toBeUndefined();
  });
});

describe('the shift from f to f′', () => {
  it('has a length, one in lengths of f, and a cosine', () => {
    const branch: BranchTrace = {
      clips: [0, 1],
      f: Float32Array.of(9, 9, 3, 4),
      fPrime: Float32Array.of(9, 9, 3, 9),
      coefficients: undefined,
      width: 0,
      z: new Float32Array(),
      channels: 0,
    };
    expect(shiftOf(branch, 0, 2)).toMatchObject({ length: 0, relative: 0 });
    const shift = shiftOf(branch, 1, 2);
    expect(shift).toMatchObject({ length: 5, relative: 1 });
    expect(shift.cosine).toBeCloseTo(45 / (5 * Math.sqrt(90)), 6);
  });

  it('is coloured on a scale that is never 0', () => {
    expect(scaleOf(Float32Array.of(0.5, -2, NaN))).toBe(2);
    expect(scaleOf(new Float32Array(3))).toBe(1);
  });
});

it('every framework and every variant has its words', () => {
  const { contrast } = PRESETS.interactive.train;
  for (const framework of Object.keys(FRAMEWORKS) as FrameworkName[]) {
    const words = FRAMEWORK_WORDS[framework];
    for (const text of [
      words.roles(contrast),
      words.branches,
      words.similarity,
      words.update,
      words.loss(contrast).says,
    ])
      expect(text).toMatch(/\.$/);
  }
  for (const variant of Object.keys(TIME_VARIANTS) as TimeVariant[]) {
    expect(TIME_WORDS[variant]).toMatch(/\.$/);
    expect(timeEquation(variant, true)).toContain('f');
  }
  expect(timeEquation('transform', true)).toContain('Eq. 1');
  expect(timeEquation('transform', false)).not.toContain('Eq. 1');
});
