/** t-SNE of many points: near neighbours and a tree, held against all pairs. */
import { afterEach, expect, test, vi } from 'vitest';
import type { MapLayout } from '../protocol/map';
import { randomStream } from '../random/stream';
import { jointProbabilities, squaredDistances } from './affinities';
import { exactKl } from './gradient';
import { nearestNeighbours } from './neighbours';
import { ExactObjective, preparedTree } from './objective';
import { drained } from './pca';
import { Repulsion } from './repulsion';
import { MapWorkerService } from './service';
import { sparseProbabilities } from './sparse_affinities';
import { Tsne } from './tsne';

const seed = Math.floor(Math.random() * 1e6);
const stream = randomStream(97, seed);
const normals = (count: number) => Float32Array.from({ length: count }, () => stream.normal());

/** Points about `clusters` centres. */
function clustered(n: number, d: number, clusters: number): Float32Array {
  const centres = normals(clusters * d).map((value) => 3 * value);
  return normals(n * d).map((value, i) => value + centres[(Math.floor(i / d) % clusters) * d + (i % d)]!);
}

/** Length of the difference, as part of the length of what is wanted. */
function relative(got: Float64Array, want: Float64Array): number {
  const length = (values: Float64Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return length(got.map((value, i) => value - want[i]!)) / length(want);
}

afterEach(() => void vi.restoreAllMocks());

test.each([
  [5, 3, 4],
  [67, 7, 9],
  [131, 2, 1],
  [200, 33, 45],
])('%i points of %i values: their %i nearest neighbours are those of all distances', (n, d, k) => {
  const x = normals(n * d);
  const { indices, distances } = drained(nearestNeighbours(x, n, d, k));
  const all = squaredDistances(x, n, d);
  for (let i = 0; i < n; i++) {
    const mine = [...indices.subarray(i * k, (i + 1) * k)];
    expect(new Set(mine).size).toBe(k);
    expect(mine).not.toContain(i);
    const others = [...all.subarray(i * n, (i + 1) * n)].filter((_, j) => j !== i).sort((a, b) => a - b);
    const near = [...distances.subarray(i * k, (i + 1) * k)].sort((a, b) => a - b);
    near.forEach((value, at) => expect(value, `seed ${seed}`).toBeCloseTo(others[at]!, 8));
    mine.forEach((j, at) => expect(distances[i * k + at]).toBeCloseTo(all[i * n + j]!, 8));
  }
});

test('points that coincide have each other as neighbours, at distance 0', () => {
  const { distances } = drained(nearestNeighbours(new Float32Array(9 * 4).fill(7), 9, 4, 3));
  expect([...distances]).toEqual(Array(27).fill(0));
});

test('P of so many neighbours that they are all points is the whole P', () => {
  const [n, d, perplexity] = [41, 6, 15];
  const x = normals(n * d);
  const whole = jointProbabilities(x, n, d, perplexity);
  const { starts, others, values } = drained(sparseProbabilities(x, n, d, perplexity));
  expect(values.length).toBe((n * (n - 1)) / 2);
  for (let i = 0; i < n; i++)
    for (let pair = starts[i]!; pair < starts[i + 1]!; pair++)
      expect(values[pair], `seed ${seed}`).toBeCloseTo(whole[i * n + others[pair]!]!, 9);
});

test('P of few neighbours sums to 1', () => {
  const { values } = drained(sparseProbabilities(normals(300 * 5), 300, 5, 4));
  expect(values.length).toBeLessThan(300 * 12);
  expect(2 * values.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
});

// Before clusters form, while they do, and far apart.
test.each([1e-4, 1, 20, 300])('in a layout of deviation %f the tree pushes as all pairs do', (deviation) => {
  const n = 901;
  const y = Float64Array.from(normals(2 * n), (value) => deviation * value);
  // Some in one place.
  y.copyWithin(2, 0, 2).copyWithin(4, 0, 40);
  const want = new Float64Array(2 * n);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [dx, dy] = [y[2 * i]! - y[2 * j]!, y[2 * i + 1]! - y[2 * j + 1]!];
      const kernel = 1 / (1 + dx * dx + dy * dy);
      if (i !== j) sum += kernel;
      want[2 * i]! += kernel * kernel * dx;
      want[2 * i + 1]! += kernel * kernel * dy;
    }
  }
  const force = new Float64Array(2 * n).fill(NaN);
  expect(Math.abs(new Repulsion(n).at(y, force) / sum - 1), `seed ${seed}`).toBeLessThan(1e-3);
  expect(relative(force, want), `seed ${seed}`).toBeLessThan(0.02);
});

test('all points in one place push no one', () => {
  const force = new Float64Array(1400).fill(NaN);
  expect(new Repulsion(700).at(new Float64Array(1400).fill(3), force)).toBeCloseTo(700 * 699, 3);
  expect(force.every((value) => Math.abs(value) < 1e-9)).toBe(true);
});

test('the gradient by neighbours and tree is the exact one, exaggerated or not', () => {
  const [n, d, perplexity] = [500, 10, 10];
  const x = clustered(n, d, 10);
  const exact = new ExactObjective(x, n, d, perplexity);
  const tree = drained(preparedTree(x, n, d, perplexity));
  const y = Float64Array.from(normals(2 * n), (value) => 10 * value);
  for (const exaggeration of [1, 12]) {
    const want = exact.gradient(y, exaggeration);
    expect(relative(tree.gradient(y, exaggeration), want), `seed ${seed}`).toBeLessThan(0.03);
  }
  expect(Math.abs(tree.kl(y) / exact.kl(y) - 1), `seed ${seed}`).toBeLessThan(0.02);
});

test('a map by neighbours and tree ends at the KL of the exact one, to 2 %', () => {
  const [n, d, perplexity] = [400, 10, 10];
  const x = clustered(n, d, 8);
  const p = jointProbabilities(x, n, d, perplexity);
  // Where a single map ends is luck, about 1 % of the KL of exact ones: the means of eight differ by about 0.5 %.
  const meanKl = (mostExact: number) => {
    const ends = Array.from({ length: 8 }, (_, start) => {
      const tsne = new Tsne(x, n, d, perplexity, start, mostExact);
      while (!tsne.ready) tsne.prepare();
      while (!tsne.settled) tsne.step();
      return exactKl(p, tsne.y, n);
    });
    return ends.reduce((a, b) => a + b, 0) / ends.length;
  };
  expect(Math.abs(meanKl(0) / meanKl(n) - 1), `seed ${seed}`).toBeLessThan(0.02);
}, 60_000);

test('a map of many points is prepared in slices, shows where it starts, and takes the steps asked for meanwhile', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  // Every look at the clock is a millisecond later.
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (clock += 1));
  const [n, d] = [640, 20];
  const features = normals(n * d);
  const reports: MapLayout[] = [];
  const service = new MapWorkerService();
  service.subscribe((layouts) => reports.push(...layouts));
  service.setPaused(true);
  service.update({ key: 'm', features, n, d, projection: 'tsne', perplexity: 5, seed: 0 });
  service.step(3);
  await vi.advanceTimersByTimeAsync(2000);
  vi.useRealTimers();
  expect(reports.length).toBeGreaterThan(1);
  expect(reports[0]).toMatchObject({ iteration: 0, settled: false, kl: Infinity });
  expect(reports[0]).toHaveProperty('prepared');
  expect(new Set(reports[0]!.positions).size).toBeGreaterThan(n);
  expect(reports.at(-1)).toMatchObject({ iteration: 3, settled: false });
  expect(reports.at(-1)).not.toHaveProperty('prepared');
});

test('features that come while others are prepared have their turn after them', () => {
  const [n, d] = [30, 4];
  const tsne = new Tsne(normals(n * d), n, d, 5, 0, 0);
  tsne.update(normals(n * d), d, 6);
  tsne.update(normals(n * d), d, 7);
  while (!tsne.ready) tsne.prepare();
  expect(tsne.perplexity).toBe(5);
  while (tsne.prepared < 1) tsne.prepare();
  expect(tsne.perplexity).toBe(7);
});
