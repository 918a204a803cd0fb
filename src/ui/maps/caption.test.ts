/** What stands under a map on paper. */
import { expect, test } from 'vitest';
import type { Measured } from '../../evaluate/score';
import type { MapLayout } from '../../protocol/map';
import type { SpaceMap } from '../../session/state';
import { captionOf, type MapFacts } from './caption';

const score = (value: number): Measured => ({
  kind: 'score',
  value,
  low: value - 0.1,
  high: value + 0.1,
  controls: [
    { name: 'untrained', value: 0.1, low: 0, high: 0.2 },
    { name: 'shuffled t', value: -0.02 },
    { name: 't alone', value: 1 },
  ],
  units: 2,
});

const map: SpaceMap = {
  step: 1200,
  segments: ['a', 'a', 'b'].map((videoId, start) => ({ videoId, start })),
  layout: {
    key: 'transform/fPrime',
    projection: 'tsne',
    positions: new Float32Array(6),
    n: 3,
    settled: true,
    iteration: 400,
    perplexity: 10,
    kl: 0.231,
  },
};

const withPerplexity = (perplexity: number): SpaceMap => ({
  ...map,
  layout: { ...(map.layout as MapLayout & { projection: 'tsne' }), perplexity },
});

const facts: MapFacts = {
  map,
  run: 'V3 transform, orthogonal',
  space: 'fPrime',
  seed: 3,
  mapSeed: 7,
  time: score(0.5),
  order: score(0.3),
};

test('says run, space, seed, step, projection, and the scores with interval and controls', () => {
  expect(captionOf(facts)).toEqual({
    title: 'f′ (time-aware) of V3 transform, orthogonal',
    lines: [
      'seed 3 · step 1,200 · t-SNE, perplexity 10, map seed 7, KL 0.23 · 3 segments of 2 videos',
      'R² of t 0.50 [0.40, 0.60] · untrained 0.10 [0.00, 0.20] · shuffled t −0.02 · t alone 1.00',
      'Kendall’s τ 0.30 [0.20, 0.40] · untrained 0.10 [0.00, 0.20] · shuffled t −0.02 · t alone 1.00',
      'Brackets: 95 %, bootstrap over 2 videos. f′ is given t: its order alone proves nothing, be it far beyond that of the untrained encoder. Sizes of clusters and distances mean little.',
    ],
  });
});

test('a score without an interval says why, and one that looks as if it had no width has more decimals', () => {
  const noInterval = 'No interval: all 2 videos score alike.';
  const time = { ...score(0), low: undefined, high: undefined, noInterval } as Measured;
  const order = { ...score(0.998), low: 0.997, high: 0.9994, controls: [] } as Measured;
  const { lines } = captionOf({ ...facts, time, order });
  expect(lines[1]).toContain('R² of t 0.00 no interval · untrained');
  expect(lines[2]).toBe('Kendall’s τ 0.998 [0.997, 0.999]');
  expect(lines[3]).toContain(`Brackets: 95 %, bootstrap over 2 videos. ${noInterval} f′ is given t`);
});

test('a perplexity that is none of the settings is told as it is used', () => {
  expect(captionOf({ ...facts, map: withPerplexity(23 / 3) }).lines[0]).toContain('t-SNE, perplexity 7.67,');
});

test('a map of before training says that its order is no finding', () => {
  expect(captionOf({ ...facts, map: { ...map, step: 0 } }).lines.at(-1)).toContain('no finding');
});

test('says what is missing and why', () => {
  const { lines } = captionOf({ ...facts, time: { kind: 'none', reason: 'Too few.' }, order: undefined });
  expect(lines[1]).toBe('R² of t: none. Too few.');
  expect(lines[2]).toBe('Kendall’s τ: not measured.');
  expect(lines[3]).not.toContain('Brackets');
});

test('says where a map is not settled, a part only, scored at another step, or from the record', () => {
  const moving = { ...map, layout: { ...map.layout, settled: false } } as SpaceMap;
  const { lines } = captionOf({ ...facts, map: moving, zoom: 2.5, scoredAt: 1205 });
  expect(lines[0]).toContain('not settled after 400 steps');
  expect(lines[0]).toContain('part of the map, 2.5 times as close');
  expect(lines[1]).toContain('[0.40, 0.60], at step 1,205 ·');
  // How far the newest layout is says nothing of the one of then.
  expect(captionOf({ ...facts, fromRecord: true }).lines[0]).toBe(
    'seed 3 · step 1,200 · t-SNE, from the record · 3 segments of 2 videos',
  );
});

test('of PCA says the variance, and nothing of clusters', () => {
  const layout = { ...map.layout, projection: 'pca', explained: [0.5, 0.25] } as SpaceMap['layout'];
  const { lines } = captionOf({ ...facts, map: { ...map, layout } });
  expect(lines[0]).toContain('PCA, 50 % and 25 % of the variance');
  expect(lines[3]).not.toContain('clusters');
});
