/** What the queue says of a query: its false negatives, and that nothing unknown is made up. */
import { describe, expect, it } from 'vitest';
import type { QueueContents } from '../../train/trace_report';
import { steered } from '../cells/CellGrid';
import { cosineAt, falseNegativeSentence, gridOf, isFalseNegative, isOfThisStep } from './reading';

const key = (videoId: string, step: number) => ({ videoId, start: 1, clip: 1, step });
const contents: QueueContents = {
  runId: 'base',
  step: 3,
  length: 6,
  filled: 5,
  // Newest first; the oldest came with a saved run.
  origins: [key('b', 3), key('a', 3), key('c', 2), key('a', 2), undefined],
  unknown: 1,
  queries: [
    { ...key('a', 3), clip: 0 },
    { ...key('b', 3), clip: 0 },
  ],
  ofOwnVideo: [1, 0],
  cosines: Float32Array.of(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
};

describe('a key', () => {
  it('of the query’s own video is a false negative, but for those that entered in its own step', () => {
    expect(contents.origins.map((_, place) => isFalseNegative(contents, 0, place))).toEqual([
      false,
      false,
      false,
      true,
      false,
    ]);
    expect(isOfThisStep(contents, 1)).toBe(true);
    expect(isFalseNegative(contents, 1, 0)).toBe(false);
  });

  it('has a cosine with each query, and none before there is a query', () => {
    expect(cosineAt(contents, 1, 2)).toBeCloseTo(0.7, 6);
    expect(cosineAt({ ...contents, queries: [] }, 0, 2)).toBeUndefined();
  });
});

describe('the sentence', () => {
  it('counts false negatives, and says what is not known', () => {
    expect(falseNegativeSentence(contents, 0, 2)).toMatch(
      /^1 of the 3 older keys is of this query’s own video/,
    );
    expect(falseNegativeSentence(contents, 1, 2)).toMatch(/^None of the 3 older keys/);
    expect(falseNegativeSentence(contents, 1, 2)).toContain('Of 1 more it is not known');
    expect(falseNegativeSentence({ ...contents, queries: [], ofOwnVideo: [] }, 0, 1)).toMatch(/next step/);
  });
});

describe('the grid', () => {
  it('has a place for every key', () => {
    for (const places of [0, 1, 15, 16, 96, 1000, 4096]) {
      const { rows, columns } = gridOf(places);
      expect(rows * columns).toBeGreaterThanOrEqual(places);
      expect(rows * columns - places).toBeLessThan(Math.max(1, columns));
    }
  });

  it('is steered by arrow keys, and not out of it', () => {
    expect(steered('ArrowRight', undefined, 2, 3)).toEqual({ row: 0, column: 0 });
    expect(steered('ArrowRight', { row: 1, column: 2 }, 2, 3)).toEqual({ row: 1, column: 2 });
    expect(steered('ArrowDown', { row: 0, column: 2 }, 2, 3)).toEqual({ row: 1, column: 2 });
    expect(steered('Home', { row: 1, column: 2 }, 2, 3)).toEqual({ row: 1, column: 0 });
    expect(steered('Enter', { row: 0, column: 0 }, 2, 3)).toBeUndefined();
  });
});
