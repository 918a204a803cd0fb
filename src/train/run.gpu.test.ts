import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { FRAMEWORKS, type FrameworkName } from '../contrast/config';
import { openGpu } from '../gpu/device';
import { randomStream } from '../random/stream';
import { PRESETS } from '../runs/config';
import { noiseVideo } from '../video/noise';
import type { TrainConfig } from './config';
import { Trainer } from './trainer';

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

const base = PRESETS.interactive.train;
const small: TrainConfig = {
  ...base,
  encoder: { ...base.encoder, width: 0.0625, frames: 4, size: 16 },
  time: { ...base.time, directions: 5, hidden: 12 },
  contrast: { ...base.contrast, headHidden: 12, headOut: 8 },
  clips: { ...base.clips, batch: 4 },
  optimiser: { ...base.optimiser, warmupSteps: 0 },
};

const noise = (seed: number) => noiseVideo(randomStream(97, seed));
const videos = Array.from({ length: 12 }, (_, i) => ({ id: `v${i}`, frames: noise(i) }));
const segments = videos.slice(0, 2).flatMap(({ frames }) => [0, 1, 2].map((start) => ({ frames, start })));

async function losses(config: TrainConfig, steps: number): Promise<number[][]> {
  const trainer = new Trainer(config, videos.length);
  const seen: number[][] = [];
  for (let i = 0; i < steps; i++) seen.push((await trainer.step(videos)).runs.map(({ loss }) => loss));
  trainer.dispose();
  return seen;
}

test('the same seed gives the same losses to the last bit; another seed gives others', async () => {
  const first = await losses(small, 4);
  expect(await losses(small, 4)).toEqual(first);
  expect(await losses({ ...small, seed: 1 }, 4)).not.toEqual(first);
});

test('a run learns the same whether it trains alone or beside others', async () => {
  const together = await losses(small, 4);
  const alone = await losses({ ...small, runs: small.runs.slice(1) }, 4);
  expect(alone.map(([loss]) => loss)).toEqual(together.map(([, loss]) => loss));
});

test('the loss starts at 0 with an empty queue and is finite and moving afterwards', async () => {
  const [first, ...rest] = await losses(small, 5);
  expect(first).toEqual([0, 0]);
  for (const step of rest) for (const loss of step) expect(Number.isFinite(loss) && loss > 0).toBe(true);
  expect(new Set(rest.map(([loss]) => loss)).size).toBe(rest.length);
});

test('before training every run has the same f; base has f alone, transform moves it with t', async () => {
  const trainer = new Trainer(small, videos.length);
  const [b, t] = await trainer.embed(segments, () => undefined);
  expect(b!.f).toEqual(t!.f);
  expect(b!.fPrime).toEqual(b!.f);
  expect(t!.fPrime).not.toEqual(t!.f);
  // At one second for all, two segments at that second keep their f'; the others move.
  expect(t!.fPrimeAtConstantT).not.toEqual(t!.fPrime);
  await trainer.step(videos);
  await trainer.step(videos);
  const [bAfter, tAfter] = await trainer.embed(segments, () => undefined);
  expect(bAfter!.f).not.toEqual(b!.f);
  expect(bAfter!.f).not.toEqual(tAfter!.f);
  trainer.dispose();
});

test('steps keep nothing: tensors and bytes on the GPU stay as they are', async () => {
  const trainer = new Trainer(small, videos.length);
  for (let i = 0; i < 3; i++) await trainer.step(videos);
  const before = tf.memory();
  for (let i = 0; i < 4; i++) await trainer.step(videos);
  const after = tf.memory() as tf.MemoryInfo & { numBytesAllocatedInGPU: number };
  expect(after.numTensors).toBe(before.numTensors);
  expect(after.numBytesAllocatedInGPU).toBe((before as typeof after).numBytesAllocatedInGPU);
  const left = tf.memory().numTensors;
  trainer.dispose();
  expect(tf.memory().numTensors).toBeLessThan(left);
});

const FRAMEWORK_NAMES = Object.keys(FRAMEWORKS) as FrameworkName[];

function threeClips(framework: FrameworkName, queries: 'first' | 'each'): TrainConfig {
  return {
    ...small,
    contrast: { ...small.contrast, framework, queries, predictorHidden: 10, prototypes: 7 },
    clips: { ...small.clips, perVideo: 3 },
  };
}

test.each(FRAMEWORK_NAMES)(
  '%s trains base and transform on three clips a video, and one seed gives the same losses to the last bit',
  async (framework) => {
    const config = threeClips(framework, 'first');
    const first = await losses(config, 3);
    for (const loss of first.flat()) expect(Number.isFinite(loss)).toBe(true);
    expect(first[2]).not.toEqual(first[1]);
    expect(await losses(config, 3)).toEqual(first);
  },
);

test.each(FRAMEWORK_NAMES)('%s with every clip in turn as the query', async (framework) => {
  const trainer = new Trainer(threeClips(framework, 'each'), videos.length);
  const steps = [await trainer.step(videos), await trainer.step(videos)];
  trainer.dispose();
  for (const { runs, chance } of steps) {
    expect(Number.isFinite(chance)).toBe(true);
    for (const { loss, top1 } of runs) {
      expect(Number.isFinite(loss)).toBe(true);
      expect(top1).toBeGreaterThanOrEqual(0);
      expect(top1).toBeLessThanOrEqual(1);
    }
  }
});

test('every clip in turn puts every key into the queue', async () => {
  const filled = async (queries: 'first' | 'each') => {
    const trainer = new Trainer(threeClips('moco', queries), videos.length);
    const { queueFilled } = await trainer.step(videos);
    trainer.dispose();
    return queueFilled;
  };
  expect([await filled('first'), await filled('each')]).toEqual([4 * 2, 4 * 3]);
});

test('as many directions as dimensions are refused with a sentence', () => {
  const wide = { ...small, time: { ...small.time, directions: 32 } };
  expect(() => new Trainer(wide, videos.length)).toThrow(/32 directions do not fit into D = 32/);
});
