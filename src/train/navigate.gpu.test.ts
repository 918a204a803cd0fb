/** The train worker's answer to the navigator, held to what it embeds: the same segment at its own second is its f'. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Segment, TrainEvent } from '../protocol/train';
import { randomStream } from '../random/stream';
import { PRESETS } from '../runs/config';
import type { RunConfig } from '../time/config';
import { noiseVideo } from '../video/noise';
import type { TrainConfig } from './config';
import { TrainWorkerService } from './service';

const M = 5;
const RUNS: RunConfig[] = [
  { variant: 'base', orthogonal: true },
  { variant: 'addition', orthogonal: true },
  { variant: 'attention', orthogonal: true },
  { variant: 'transform', orthogonal: true },
  { variant: 'transform', orthogonal: false },
  { variant: 'cate', orthogonal: true },
];
const base = PRESETS.interactive.train;
const config: TrainConfig = {
  ...base,
  encoder: { ...base.encoder, width: 0.0625, frames: 4, size: 16 },
  time: { ...base.time, directions: M, hidden: 12, unit: 'clips' },
  contrast: { ...base.contrast, headHidden: 12, headOut: 8 },
  clips: { ...base.clips, batch: 4 },
  optimiser: { ...base.optimiser, warmupSteps: 0 },
  runs: RUNS,
};
const VIDEOS = ['a', 'b', 'c', 'd', 'e', 'f'];

const noise = (seed: number) => noiseVideo(randomStream(98, seed));

type EmbeddingEvent = TrainEvent & { kind: 'embedding' };

const service = new TrainWorkerService();
const embeddings: EmbeddingEvent[] = [];

beforeAll(async () => {
  const { port1, port2 } = new MessageChannel();
  service.connect(port2);
  service.subscribe((event) => {
    if (event.kind === 'embedding') embeddings.push(event);
    if (event.kind === 'failed') throw new Error(event.message);
  });
  expect(await service.open('gpu')).toMatchObject({ ok: true });
  VIDEOS.forEach((id, i) => port1.postMessage({ kind: 'add', id, frames: noise(i) }));
  await service.setMap({ videoIds: VIDEOS.slice(0, 2), segments: 4, everySteps: 100 });
  await service.prepare(config, VIDEOS);
  await service.run(2);
  await service.embed();
});

const newest = () => embeddings.at(-1)!;
const rowsOf = (flat: Float32Array, width: number) =>
  Array.from({ length: flat.length / width }, (_, i) => [...flat.subarray(i * width, (i + 1) * width)]);
const largest = (values: readonly number[]) => Math.max(...values.map(Math.abs));
const apart = (a: readonly number[], b: readonly number[]) => largest(a.map((value, i) => value - b[i]!));

const TIMED = ['addition', 'attention', 'transform', 'transform-free', 'cate'];

describe.each(TIMED)('%s', (runId) => {
  test("at a segment's own second it is the f' of the embedding, to 1e-5", async () => {
    const { segments, runs, step } = newest();
    const run = runs.find(({ id }) => id === runId)!;
    for (const [i, segment] of segments.entries()) {
      const seconds = Float32Array.of(segment.start + 5, segment.start, segment.start + 20);
      const answer = await service.navigate(runId, segment, seconds);
      expect(answer).toMatchObject({ runId, segment, dim: run.dim, embeddedAt: step, step });
      const [later, own, latest] = rowsOf(answer.fPrime, run.dim);
      const embedded = rowsOf(run.fPrime, run.dim)[i]!;
      expect([...answer.f]).toEqual(rowsOf(run.f, run.dim)[i]);
      expect(apart(own!, embedded)).toBeLessThan(1e-5 * largest(embedded));
      // Other seconds are elsewhere, or the line above would say nothing.
      expect(apart(later!, own!)).toBeGreaterThan(1e-4 * largest(embedded));
      expect(apart(latest!, later!)).toBeGreaterThan(1e-4 * largest(embedded));
    }
  });

  test("f, coefficients and directions make f' by the variant's own equation", async () => {
    const [segment] = newest().segments;
    const seconds = Float32Array.from({ length: 9 }, (_, i) => i / 2);
    const answer = await service.navigate(runId, segment!, seconds);
    const { f, dim, width, basis } = answer;
    const directed = runId !== 'addition' && runId !== 'cate';
    expect(width).toBe(directed ? M : dim);
    expect(basis?.length).toBe(directed ? dim * M : undefined);
    const coefficients = rowsOf(answer.coefficients, width);
    rowsOf(answer.fPrime, dim).forEach((fPrime, s) => {
      const expected = [...f].map((value, k) => {
        if (!basis) return value + coefficients[s]![k]!;
        const moved = coefficients[s]!.reduce((sum, a, i) => sum + a * basis[k * M + i]!, 0);
        return runId === 'attention' ? value * moved : value + moved;
      });
      expect(apart(fPrime, expected)).toBeLessThan(1e-4 * Math.max(1, largest(expected)));
    });
    if (runId === 'attention')
      for (const w of coefficients) expect(w.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
  });
});

describe('what cannot be navigated is told in one sentence', () => {
  const ask = (runId: string, segment: Segment) => service.navigate(runId, segment, Float32Array.of(0, 1));

  test('base, a segment that is not on the maps, a run that is not there', async () => {
    const [segment] = newest().segments;
    await expect(ask('base', segment!)).rejects.toThrow(/base has no time module.*\.$/);
    await expect(ask('transform', { videoId: 'a', start: 0.123 })).rejects.toThrow(/not on the maps.*\.$/);
    await expect(ask('nothing', segment!)).rejects.toThrow(/not on the maps of this run.*\.$/);
  });

  test('it leaves no tensor behind, answered or refused', async () => {
    const [segment] = newest().segments;
    const before = tf.memory().numTensors;
    await ask('transform-free', segment!);
    await ask('base', segment!).catch(() => undefined);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('while it trains it is answered between two steps, with the step of its weights', async () => {
  const { segments, step: embeddedAt } = newest();
  const training = service.run(3);
  const answer = await service.navigate('transform', segments[0]!, Float32Array.of(0, 1));
  await training;
  expect(answer.embeddedAt).toBe(embeddedAt);
  expect(answer.step).toBeGreaterThan(embeddedAt);
  expect(answer.step).toBeLessThanOrEqual(embeddedAt + 3);
});

test('new weights have nothing to navigate until they are embedded', async () => {
  const [segment] = newest().segments;
  await service.setMap({ videoIds: [], segments: 4, everySteps: 100 });
  await service.prepare(config, VIDEOS);
  await expect(service.navigate('transform', segment!, Float32Array.of(0))).rejects.toThrow(
    /not embedded\.$/,
  );
});
