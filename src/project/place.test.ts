/** Placement of new features on a map that is there already. */
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random/stream';
import { principalComponents } from './pca';
import { placed, placement, PlacementError, projection } from './place';

const [n, d] = [40, 7];
const stream = randomStream(61, 0);
const normal = (count: number) => Float32Array.from({ length: count }, () => stream.normal());
const features = normal(n * d);
const positions = normal(n * 2).map((value) => 10 * value);
const row = (i: number) => features.slice(i * d, (i + 1) * d);
const between = (a: Float32Array, b: Float32Array, share: number) =>
  a.map((value, k) => value + share * (b[k]! - value));

describe('a placed feature', () => {
  it('that is one of the embedded points lands on it', () => {
    for (let i = 0; i < n; i++) {
      const there = placement(features, row(i));
      expect(there.distance).toBe(0);
      const [x, y] = placed(there, positions);
      expect([x, y]).toEqual([positions[2 * i], positions[2 * i + 1]]);
    }
  });

  it('comes to a point continuously: float noise moves it by next to nothing', () => {
    for (let i = 0; i < n; i++) {
      const noisy = row(i).map((value) => value * (1 + 1e-5));
      const [x, y] = placed(placement(features, noisy), positions);
      expect(Math.hypot(x - positions[2 * i]!, y - positions[2 * i + 1]!)).toBeLessThan(1e-4);
    }
  });

  it('leaves one point and arrives at another without a jump', () => {
    const path = Array.from({ length: 401 }, (_, i) =>
      placed(placement(features, between(row(3), row(8), i / 400)), positions),
    );
    const steps = path.slice(1).map(([x, y], i) => Math.hypot(x - path[i]![0], y - path[i]![1]));
    const extent = Math.max(...positions) - Math.min(...positions);
    expect(Math.max(...steps)).toBeLessThan(extent / 20);
    expect(path[0]).toEqual([positions[6], positions[7]]);
    expect(path[400]).toEqual([positions[16], positions[17]]);
  });

  it('has weights that sum to 1, none negative, over three times the perplexity of points, the nearest first', () => {
    const x = normal(d);
    const { indices, weights, distance } = placement(features, x, 4);
    expect(indices).toHaveLength(12);
    expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
    const away = Array.from({ length: n }, (_, i) => Math.hypot(...row(i).map((value, k) => value - x[k]!)));
    const sorted = [...away].sort((a, b) => a - b);
    expect([...indices].map((i) => away[i])).toEqual(sorted.slice(0, 12));
    expect(distance).toBeCloseTo(sorted[0]!, 4);
  });

  it('has affinities of the perplexity asked for', () => {
    // The weights are p_j / d_j², so p is had back by undoing the division.
    const x = normal(d);
    const { indices, weights } = placement(features, x, 4);
    const p = [...indices].map((i, k) => weights[k]! * Math.hypot(...row(i).map((v, c) => v - x[c]!)) ** 2);
    const sum = p.reduce((a, b) => a + b);
    const entropy = -p.reduce((a, value) => a + (value / sum) * Math.log(value / sum + 1e-300), 0);
    expect(Math.exp(entropy)).toBeCloseTo(4, 3);
  });

  it('is in the middle of points that are all as far away, and of duplicates', () => {
    const corners = Float32Array.of(1, 0, -1, 0, 0, 1, 0, -1);
    const [x, y] = placed(placement(corners, Float32Array.of(0, 0), 2), corners);
    expect([Math.abs(x), Math.abs(y)]).toEqual([0, 0]);
    const twice = Float32Array.of(1, 1, 1, 1, 5, 5);
    expect(placed(placement(twice, Float32Array.of(1, 1)), [0, 0, 4, 2, 9, 9])).toEqual([2, 1]);
  });

  it('works far from everything, and tells how far', () => {
    const far = placement(features, new Float32Array(d).fill(1e6));
    expect(far.distance).toBeGreaterThan(1e6);
    for (const value of placed(far, positions)) expect(Number.isFinite(value)).toBe(true);
  });

  it('is refused where rows and x differ in length', () => {
    expect(() => placement(new Float32Array(10), new Float32Array(3))).toThrow(PlacementError);
  });
});

describe('a feature projected on a map by PCA', () => {
  // Two directions that stand out, so that the components are found to the last digits.
  const spread = features.map((value, i) => value * (i % d === 0 ? 9 : i % d === 1 ? 4 : 1));
  const scores = principalComponents(spread, n, d);
  const spreadRow = (i: number) => spread.slice(i * d, (i + 1) * d);

  it('that is one of the points lands on it, whichever way the map is mirrored', () => {
    const mirrored = scores.map((value, i) => (i % 2 === 0 ? value : -value));
    for (const positionsOfPca of [scores, mirrored])
      for (let i = 0; i < n; i++) {
        const [x, y] = placed(projection(spread, spreadRow(i)), positionsOfPca);
        expect(x).toBeCloseTo(positionsOfPca[2 * i]!, 3);
        expect(y).toBeCloseTo(positionsOfPca[2 * i + 1]!, 3);
      }
  });

  it('leaves the hull of the points where it lies beyond them: the rule is linear', () => {
    const [x0, y0] = placed(projection(spread, spreadRow(2)), scores);
    const [x1, y1] = placed(projection(spread, spreadRow(5)), scores);
    const [x, y] = placed(projection(spread, between(spreadRow(2), spreadRow(5), 3)), scores);
    expect(x).toBeCloseTo(x0 + 3 * (x1 - x0), 3);
    expect(y).toBeCloseTo(y0 + 3 * (y1 - y0), 3);
  });

  it('is refused where the rows are of another length', () => {
    expect(() => projection(features, new Float32Array(d + 2))).toThrow(PlacementError);
  });
});
