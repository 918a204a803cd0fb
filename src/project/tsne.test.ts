import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { readSafetensors } from '../weights/safetensors';
import { jointProbabilities } from './affinities';
import { exactGradient, exactKl, workspace } from './gradient';
import { principalComponents } from './pca';
import { alignment, transformed } from './procrustes';
import { Tsne } from './tsne';

const FIXTURE = '../shared/fixtures/tsne.safetensors';

function gaussian(n: number, d: number, seed: number): Float32Array {
  const stream = randomStream(95, seed);
  return Float32Array.from({ length: n * d }, () => stream.normal());
}

/** Videos that drift through feature space: n points on `videos` smooth paths. */
function paths(videos: number, each: number, d: number, seed: number): Float32Array {
  const stream = randomStream(94, seed);
  const x = new Float32Array(videos * each * d);
  for (let v = 0; v < videos; v++) {
    const [from, to] = [0, 1].map(() => Array.from({ length: d }, () => 4 * stream.normal()));
    for (let i = 0; i < each; i++)
      for (let k = 0; k < d; k++)
        x[(v * each + i) * d + k] = from![k]! + ((to![k]! - from![k]!) * i) / each + 0.1 * stream.normal();
  }
  return x;
}

function settle(tsne: Tsne): void {
  while (!tsne.settled) tsne.step();
}

/** Mean distance between the same points of two layouts, as part of the larger one's diameter. */
function moved(a: Float64Array, b: Float64Array): number {
  let [sum, diameter] = [0, 0];
  for (let i = 0; i < a.length; i += 2) {
    sum += Math.hypot(a[i]! - b[i]!, a[i + 1]! - b[i + 1]!);
    for (let j = 0; j < i; j += 2)
      diameter = Math.max(diameter, Math.hypot(a[i]! - a[j]!, a[i + 1]! - a[j + 1]!));
  }
  return sum / (a.length / 2) / diameter;
}

test.skipIf(!existsSync(FIXTURE))(
  'P, KL and gradient are those of scikit-learn (where ../shared is there)',
  () => {
    const { tensors } = readSafetensors(readFileSync(FIXTURE));
    const at = (name: string) => tensors.get(name)!.data as Float32Array;
    const n = 60;
    const p = jointProbabilities(at('input/x'), n, 10, 12);
    const worst = (got: ArrayLike<number>, want: Float32Array) => {
      const scale = Math.max(...want.map(Math.abs));
      return Math.max(...want.map((value, i) => Math.abs(got[i]! - value))) / scale;
    };
    expect(worst(p, at('output/p'))).toBeLessThan(1e-3);
    const work = workspace(n);
    const y = Float64Array.from(at('input/y'));
    exactGradient(p, y, n, 1, work);
    expect(Math.abs(exactKl(p, y, n) / at('output/kl')[0]! - 1)).toBeLessThan(1e-3);
    expect(worst(work.gradient, at('output/gradient'))).toBeLessThan(1e-3);
  },
);

test('the perplexity that is told is the one that is used: as asked for below N, else (N − 1) / 3', () => {
  const d = 6;
  for (const [n, asked, used] of [
    [40, 15, 15],
    [24, 10, 10],
    [24, 23, 23],
    [24, 23.5, 23 / 3],
    [24, 30, 23 / 3],
  ] as const) {
    const x = gaussian(n, d, 4);
    const [cold, warm] = [new Tsne(x, n, d, asked, 7), new Tsne(x, n, d, 5, 7)];
    warm.update(x, d, asked);
    for (const tsne of [cold, warm]) {
      for (let i = 0; i < 3; i++) tsne.step();
      expect(tsne.perplexity).toBe(used);
      expect(tsne.kl).toBeCloseTo(exactKl(jointProbabilities(x, n, d, used), tsne.y, n), 12);
      expect(tsne.kl).not.toBeCloseTo(exactKl(jointProbabilities(x, n, d, used + 1), tsne.y, n), 3);
    }
  }
});

test('every point has the perplexity asked for, and P is a symmetric distribution', () => {
  const n = 50;
  const p = jointProbabilities(gaussian(n, 6, 1), n, 6, 9);
  expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) expect(p[i * n + j]).toBe(p[j * n + i]);
});

test('the gradient is that of finite differences, exaggerated or not', () => {
  const n = 17;
  const seed = Math.floor(Math.random() * 1e9);
  const p = jointProbabilities(gaussian(n, 5, seed), n, 5, 5);
  const y = Float64Array.from(gaussian(n, 2, seed + 1));
  const work = workspace(n);
  exactGradient(p, y, n, 1, work);
  const gradient = Float64Array.from(work.gradient);
  for (let i = 0; i < 2 * n; i += 5) {
    const at = (by: number) =>
      exactKl(
        p,
        y.map((value, k) => (k === i ? value + by : value)),
        n,
      );
    expect(Math.abs(gradient[i]! - (at(1e-5) - at(-1e-5)) / 2e-5), `seed ${seed}`).toBeLessThan(1e-7);
  }
});

test('two clusters end apart, the same seed gives the same map, another seed another', () => {
  const n = 40;
  const x = gaussian(n, 8, 3).map((value, i) => value + (i < (n / 2) * 8 ? 6 : -6));
  const map = (seed: number) => {
    const tsne = new Tsne(x, n, 8, 8, seed);
    settle(tsne);
    return tsne;
  };
  const first = map(1);
  const side = (i: number) =>
    Math.sign(
      first.y[2 * i]! * (first.y[0]! - first.y[n]!) + first.y[2 * i + 1]! * (first.y[1]! - first.y[n + 1]!),
    );
  expect(new Set(Array.from({ length: n / 2 }, (_, i) => side(i))).size).toBe(1);
  expect(side(0)).not.toBe(side(n - 1));
  expect(map(1).y).toEqual(first.y);
  expect(map(2).y).not.toEqual(first.y);
  expect(first.kl).toBeLessThan(1);
});

test('a map whose features change a little moves a little; a cold start would not', () => {
  const [videos, each, d] = [4, 20, 12];
  const n = videos * each;
  const x = paths(videos, each, d, 5);
  const warm = new Tsne(x, n, d, 10, 0);
  settle(warm);
  const before = Float64Array.from(warm.y);
  const stream = randomStream(93, 1);
  const changed = x.map((value) => value + 0.1 * stream.normal());
  warm.update(changed, d, 10);
  settle(warm);
  expect(moved(before, transformed(warm.y, alignment(warm.y, before)))).toBeLessThan(0.1);
  const cold = new Tsne(changed, n, d, 10, 7);
  settle(cold);
  expect(moved(before, cold.y)).toBeGreaterThan(0.1);
});

test('points that coincide, a perplexity too large and constant features give finite maps', () => {
  for (const x of [
    new Float32Array(30).fill(2),
    Float32Array.from({ length: 30 }, (_, i) => (i < 15 ? 1 : 2)),
  ]) {
    const tsne = new Tsne(x, 10, 3, 50, 0);
    settle(tsne);
    expect(tsne.perplexity).toBe(3);
    expect(tsne.y.every(Number.isFinite)).toBe(true);
  }
});

test('principal components find the directions of largest variance in order', () => {
  const n = 300;
  const stream = randomStream(92, 2);
  const x = Float32Array.from({ length: n * 3 }, (_, i) => [5, 2, 0.1][i % 3]! * stream.normal());
  const scores = principalComponents(x, n, 3);
  for (let i = 0; i < n; i += 29) {
    expect(Math.abs(Math.abs(scores[2 * i]!) - Math.abs(x[3 * i]!))).toBeLessThan(1);
    expect(Math.abs(Math.abs(scores[2 * i + 1]!) - Math.abs(x[3 * i + 1]!))).toBeLessThan(1);
  }
});

test('alignment undoes turning, mirroring, growing and shifting', () => {
  const y = Float64Array.from(gaussian(12, 2, 8));
  const centred = transformed(y, [1, 0, 0, 1]);
  for (const m of [
    [0.6, -0.8, 0.8, 0.6],
    [0.6, 0.8, 0.8, -0.6],
  ] as const) {
    const turned = transformed(y, [3 * m[0], 3 * m[1], 3 * m[2], 3 * m[3]]).map((value) => value + 7);
    transformed(turned, alignment(turned, y)).forEach((value, i) =>
      expect(value).toBeCloseTo(centred[i]!, 9),
    );
  }
});
