/** A step in slow motion is the plain step to the last bit, and what it tells of itself adds up. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import type { FrameworkName } from '../contrast/config';
import { openGpu } from '../gpu/device';
import { randomStream } from '../random/stream';
import { PRESETS } from '../runs/config';
import { noiseVideo } from '../video/noise';
import type { TrainConfig } from './config';
import { slowStep } from './slow_step';
import type { RunTrace } from './trace_report';
import { Trainer } from './trainer';

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

const base = PRESETS.interactive.train;
const small: TrainConfig = {
  ...base,
  encoder: { ...base.encoder, width: 0.0625, frames: 4, size: 16 },
  time: { ...base.time, directions: 5, hidden: 12 },
  contrast: { ...base.contrast, headHidden: 12, headOut: 8, predictorHidden: 10, prototypes: 7 },
  clips: { ...base.clips, batch: 4 },
  optimiser: { ...base.optimiser, warmupSteps: 0 },
};

const noise = (seed: number) => noiseVideo(randomStream(95, seed));
const videos = Array.from({ length: 12 }, (_, i) => ({ id: `v${i}`, frames: noise(i) }));

function configOf(framework: FrameworkName, queries: 'first' | 'each', perVideo: number): TrainConfig {
  return {
    ...small,
    contrast: { ...small.contrast, framework, queries },
    clips: { ...small.clips, perVideo },
  };
}

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

/** Similarities of query r with its positives and with all that it was compared with. */
function row({ comparison }: RunTrace, r: number) {
  const { positives, perQuery, others, width } = comparison!;
  const own = Array.from(positives.subarray(r * perQuery, (r + 1) * perQuery));
  const rest = Array.from(others.subarray(r * width, (r + 1) * width)).filter((s) => !Number.isNaN(s));
  return { own, rest };
}

const cases: [FrameworkName, 'first' | 'each', number][] = [
  ['moco', 'first', 2],
  ['moco', 'each', 3],
  ['byol', 'each', 3],
  ['simclr', 'first', 3],
  ['swav', 'first', 2],
];

test.each(cases)(
  '%s, %s clip the query, P = %i: slow and plain steps are the same',
  async (framework, queries, p) => {
    const config = configOf(framework, queries, p);
    const [plain, slow] = [new Trainer(config, videos.length), new Trainer(config, videos.length)];
    const leftOver: number[] = [];
    for (let i = 0; i < 2; i++) {
      const expected = await plain.step(videos);
      const { result, trace } = await slowStep(slow, videos);
      leftOver.push(tf.memory().numTensors);
      expect(result).toEqual(expected);
      expect(trace).toMatchObject({ step: i + 1, perVideo: p, chance: expected.chance });
      for (const [place, run] of trace.runs.entries()) {
        const { loss, comparison } = run;
        expect(loss).toBe(expected.runs[place]!.loss);
        expect(mean(comparison!.losses)).toBeCloseTo(loss, 4);
        expect(comparison!.losses).toHaveLength(comparison!.queries.length);
      }
    }
    for (const id of plain.runIds) expect(await slow.state(id)).toEqual(await plain.state(id));
    // Nothing is kept beyond the first step, which keeps its queries.
    expect(leftOver[1]).toBe(leftOver[0]);
    plain.dispose();
    slow.dispose();
  },
);

test('MoCo: similarities are cosines of z over the temperature, and make the losses of InfoNCE', async () => {
  const trainer = new Trainer(configOf('moco', 'first', 3), videos.length);
  for (let i = 0; i < 2; i++) await trainer.step(videos);
  const keysBefore = (await trainer.state('transform')).state.queue!;
  const { trace } = await slowStep(trainer, videos);
  const run = trace.runs.find(({ id }) => id === 'transform')!;
  const { query, key, comparison, queue } = run;
  const unit = ({ z, channels }: { z: Float32Array; channels: number }, n: number) => {
    const x = Array.from(z.subarray(n * channels, (n + 1) * channels));
    const length = Math.hypot(...x);
    return x.map((value) => value / length);
  };
  const dot = (a: readonly number[], b: ArrayLike<number>) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const { temperature } = trace.contrast;
  let wins = 0;
  comparison!.queries.forEach((clip, r) => {
    expect(query.clips[r]).toBe(clip);
    const q = unit(query, r);
    const { own, rest } = row(run, r);
    own.forEach((s, p) => {
      const place = comparison!.positiveClips[r]![p]!;
      expect(trace.clips[place]!.videoId).toBe(trace.clips[clip]!.videoId);
      expect(s).toBeCloseTo(dot(q, unit(key!, key!.clips.indexOf(place))) / temperature, 4);
    });
    // Newest first, while the state has them oldest first.
    expect(rest).toHaveLength(keysBefore.filled);
    rest.forEach((s, j) => {
      const at = (keysBefore.filled - 1 - j) * keysBefore.channels;
      expect(s).toBeCloseTo(dot(q, keysBefore.keys.subarray(at, at + keysBefore.channels)) / temperature, 4);
    });
    if (mean(own) > Math.max(...rest)) wins += 1;
    const negatives = rest.reduce((sum, s) => sum + Math.exp(s), 0);
    const losses = own.map((s) => -Math.log(Math.exp(s) / (Math.exp(s) + negatives)));
    expect(comparison!.losses[r]).toBeCloseTo(mean(losses), 4);
  });
  expect(run.top1).toBe(wins / comparison!.queries.length);
  // Where the negatives came from: the keys of the steps before, newest first.
  expect(queue!.held.map((origin) => origin!.step)).toEqual(
    [2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1].slice(0, queue!.held.length),
  );
  trainer.dispose();
});

test('f′ − f is what the time module adds, and 0 for base; the update tells of every part', async () => {
  const trainer = new Trainer(small, videos.length);
  // The first step has nothing to be wrong about: its gradient is 0.
  const { trace: first } = await slowStep(trainer, videos);
  const before = await trainer.state('transform');
  const { trace } = await slowStep(trainer, videos);
  const [plain, moved] = trace.runs as [RunTrace, RunTrace];
  expect(plain.query.fPrime).toEqual(plain.query.f);
  expect(plain.query.coefficients).toBeUndefined();
  expect(moved.query.width).toBe(5);
  // With orthonormal directions the shift is as long as its magnitudes.
  for (const [n] of moved.query.clips.entries()) {
    const part = (x: Float32Array, width: number) => x.subarray(n * width, (n + 1) * width);
    const f = part(moved.query.f, trace.dim);
    const shift = part(moved.query.fPrime, trace.dim).map((x, d) => x - f[d]!);
    expect(Math.hypot(...shift)).toBeCloseTo(Math.hypot(...part(moved.query.coefficients!, 5)), 4);
  }
  expect(moved.update.map(({ part }) => part)).toEqual([
    'stem',
    'layer 1',
    'layer 2',
    'layer 3',
    'layer 4',
    'time module',
    'head',
  ]);
  expect(plain.update.map(({ part }) => part)).not.toContain('time module');
  const after = await trainer.state('transform');
  const all = (x: Float32Array, y?: Float32Array) =>
    Math.sqrt(x.reduce((sum, value, i) => sum + (value - (y?.[i] ?? 0)) ** 2, 0));
  const total = (pick: (part: RunTrace['update'][number]) => number) => Math.hypot(...moved.update.map(pick));
  const [was, is] = [before.state.query.parameters, after.state.query.parameters];
  expect(total(({ weights }) => weights)).toBeCloseTo(all(was), 3);
  expect(total(({ moved: by }) => by)).toBeCloseTo(all(is, was), 5);
  expect(total(({ lag }) => lag!)).toBeCloseTo(all(after.state.key!.parameters, is), 5);
  // The key branch closed (1 − m) of the gap that the step before had left.
  moved.update.forEach(({ keyMoved }, i) => {
    expect(keyMoved!).toBeCloseTo((1 - trace.keyMomentum) * first.runs[1]!.update[i]!.lag!, 5);
  });
  for (const { gradient, parameters } of moved.update) expect(gradient > 0 && parameters > 0).toBe(true);
  trainer.dispose();
});

test('frameworks without a momentum branch or a queue have none to tell of', async () => {
  for (const framework of ['simclr', 'swav'] as const) {
    const trainer = new Trainer(configOf(framework, 'first', 2), videos.length);
    const { trace } = await slowStep(trainer, videos);
    for (const run of trace.runs) {
      expect(run).toMatchObject({ key: undefined, queue: undefined });
      expect(run.query.clips).toEqual(trace.clips.map((_, place) => place));
      for (const { lag } of run.update) expect(lag).toBeUndefined();
    }
    expect(await trainer.queue('base', 10)).toBeUndefined();
    trainer.dispose();
  }
});

test('the queue tells where its keys came from, newest first, and how many are of the query’s own video', async () => {
  // Longer than the set: 3 steps of 4 videos are an epoch, so that own keys of the step before the last are in it.
  const config = { ...configOf('moco', 'first', 3), contrast: { ...small.contrast, queue: 40 } };
  const trainer = new Trainer(config, videos.length);
  expect((await trainer.queue('base', 10))!).toMatchObject({ filled: 0, origins: [], queries: [] });
  for (let i = 0; i < 6; i++) await trainer.step(videos);
  const { queue: held } = (await trainer.state('transform')).state;
  const whole = (await trainer.queue('transform', 100))!;
  expect(whole).toMatchObject({ step: 6, length: 40, filled: 40, unknown: 0 });
  expect(whole.origins.map((origin) => origin!.step)).toEqual(
    [6, 5, 4, 3, 2].flatMap((step) => Array<number>(8).fill(step)),
  );
  const { lastClips } = trainer;
  expect(whole.queries).toEqual(lastClips.filter(({ clip }) => clip === 0));
  // Row 39 is the newest key: the last clip of the last video.
  expect(whole.origins[0]).toEqual(lastClips.at(-1));
  whole.queries.forEach(({ videoId }, r) => {
    const own = whole.origins.filter((origin) => origin!.videoId === videoId && origin!.step < 6).length;
    expect(whole.ofOwnVideo[r]).toBe(own);
  });
  expect(mean(whole.ofOwnVideo)).toBeGreaterThan(0);
  expect(whole.cosines).toHaveLength(4 * 40);
  for (const cosine of whole.cosines) expect(Math.abs(cosine)).toBeLessThan(1.0001);
  // Of the newest 3 only, the same numbers; counted over all.
  const few = (await trainer.queue('transform', 3))!;
  expect(few.ofOwnVideo).toEqual(whole.ofOwnVideo);
  few.cosines.subarray(3, 6).forEach((cosine, j) => expect(cosine).toBeCloseTo(whole.cosines[40 + j]!, 5));

  // A saved run goes on: its keys are there, where they came from is not known until new ones have come in.
  const { state } = await trainer.state('transform');
  const resumed = new Trainer({ ...config, runs: [config.runs[1]!] }, videos.length, {
    saved: new Map([['transform', state]]),
  });
  const then = (await resumed.queue('transform', 100))!;
  expect(then).toMatchObject({ filled: held!.filled, unknown: 40, queries: [], ofOwnVideo: [] });
  const { trace } = await slowStep(resumed, videos);
  expect(trace.runs[0]!.queue!.held).toEqual(Array(40).fill(undefined));
  expect(trace.runs[0]!.queue!.left).toHaveLength(8);
  expect(trace.runs[0]!.queue!.entered.map(({ step }) => step)).toEqual(Array(8).fill(7));
  expect((await resumed.queue('transform', 100))!.unknown).toBe(32);
  trainer.dispose();
  resumed.dispose();
});
