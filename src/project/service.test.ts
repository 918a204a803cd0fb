/** The map worker's answers: t-SNE in steps that can be held, PCA at once, and features it cannot take. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MapInput, MapLayout } from '../protocol/map';
import { randomStream } from '../random/stream';
import { alignment } from './procrustes';
import { explainedVariance, principalComponents } from './pca';
import { MapInputError, MapWorkerService } from './service';

const [N, D] = [24, 3];
/** Deviations 4, 2 and 0.5 along the axes. */
function features(seed: number, sign = 1): Float32Array {
  const stream = randomStream(95, seed);
  return Float32Array.from({ length: N * D }, (_, i) => sign * [4, 2, 0.5][i % D]! * stream.normal());
}

const input = (projection: MapInput['projection'], x = features(1), key = 'm'): MapInput => ({
  key,
  features: x,
  n: N,
  d: D,
  projection,
  perplexity: 5,
  seed: 0,
});

let reports: MapLayout[] = [];
function opened(): MapWorkerService {
  const service = new MapWorkerService();
  service.subscribe((layouts) => reports.push(...layouts));
  return service;
}

beforeEach(() => {
  reports = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => vi.useRealTimers());

const newest = () => reports.at(-1)!;

describe('t-SNE', () => {
  it('runs until it has settled', async () => {
    opened().update(input('tsne'));
    await vi.advanceTimersByTimeAsync(2000);
    expect(newest()).toMatchObject({ projection: 'tsne', settled: true, n: N, perplexity: 5 });
  });

  it('stands still while it is held, goes a step at a time, and then goes on', async () => {
    const service = opened();
    service.setPaused(true);
    service.update(input('tsne'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(newest()).toMatchObject({ iteration: 0, settled: false });
    service.step(10);
    await vi.advanceTimersByTimeAsync(1000);
    expect(newest()).toMatchObject({ iteration: 10 });
    service.setPaused(false);
    await vi.advanceTimersByTimeAsync(2000);
    expect(newest().settled).toBe(true);
  });

  it('comes to the same coordinates from the beginning, to the last bit, however often it was looked at on the way', async () => {
    const service = opened();
    service.update(input('tsne', features(1), 'at once'));
    await vi.advanceTimersByTimeAsync(2000);
    const { positions } = newest();
    service.setPaused(true);
    service.update(input('tsne', features(1), 'in steps'));
    for (let i = 0; i < 40; i++) {
      service.step(10);
      await vi.advanceTimersByTimeAsync(150);
    }
    service.setPaused(false);
    await vi.advanceTimersByTimeAsync(2000);
    expect(newest()).toMatchObject({ key: 'in steps', settled: true });
    expect(newest().positions).toEqual(positions);
  });

  it('does not turn under the eye when the features of a map that has settled change', async () => {
    const service = opened();
    service.update(input('tsne'));
    await vi.advanceTimersByTimeAsync(2000);
    const before = newest().positions;
    service.update(
      input(
        'tsne',
        features(1).map((value, i) => value + 0.01 * (i % 5)),
      ),
    );
    await vi.advanceTimersByTimeAsync(2000);
    const [a, b, c, d] = alignment(Float64Array.from(newest().positions), Float64Array.from(before));
    expect(Math.abs(Math.atan2(c, a))).toBeLessThan(1e-3);
    expect(a * d - b * c).toBeGreaterThan(0);
  });

  it('goes no faster than its pace', async () => {
    const service = opened();
    service.setPace(5);
    service.update(input('tsne'));
    await vi.advanceTimersByTimeAsync(2000);
    const { iteration } = newest() as MapLayout & { projection: 'tsne' };
    expect(iteration).toBeGreaterThanOrEqual(8);
    expect(iteration).toBeLessThanOrEqual(11);
  });
});

describe('PCA', () => {
  it('is there at once, with its shares of the variance', async () => {
    opened().update(input('pca'));
    await vi.advanceTimersByTimeAsync(200);
    const layout = newest() as MapLayout & { projection: 'pca' };
    expect(layout).toMatchObject({ projection: 'pca', settled: true });
    const scores = principalComponents(features(1), N, D);
    expect([...layout.positions].map(Math.abs)).toEqual([...Float32Array.from(scores, Math.abs)]);
    const [first, second] = layout.explained;
    expect(first).toBeGreaterThan(second);
    expect(first + second).toBeGreaterThan(0.9);
    expect(first + second).toBeLessThan(1);
    expect(explainedVariance(new Float32Array(N * D), new Float64Array(2 * N), N, D)).toEqual([0, 0]);
  });

  it('does not flip over when the features turn round, and follows a change of projection under the same key', async () => {
    const service = opened();
    service.update(input('pca'));
    await vi.advanceTimersByTimeAsync(200);
    const before = newest().positions;
    service.update(input('pca', features(1, -1)));
    await vi.advanceTimersByTimeAsync(200);
    const after = newest().positions;
    const dot = before.reduce((sum, value, i) => sum + value * after[i]!, 0);
    expect(dot).toBeGreaterThan(0);
    service.update(input('tsne'));
    await vi.advanceTimersByTimeAsync(2000);
    expect(newest()).toMatchObject({ key: 'm', projection: 'tsne' });
  });
});

it('names the map and what is wrong with its features', () => {
  const service = opened();
  expect(() => service.update({ ...input('pca'), n: 3 })).toThrow(MapInputError);
  expect(() => service.update({ ...input('pca'), d: 4 })).toThrow(/"m" has 72 values, expected 24 x 4/);
  expect(() => service.update(input('tsne', features(1).fill(NaN, 6, 7)))).toThrow(/point 2 of the map "m"/);
});
