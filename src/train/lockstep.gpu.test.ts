/** Runs come and go while others train: whoever joins later has, in the end, the very numbers of one that was there from the start. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { openGpu } from '../gpu/device';
import { randomStream } from '../random/stream';
import { PRESETS } from '../runs/config';
import type { RunConfig } from '../time/config';
import { noiseVideo } from '../video/noise';
import type { TrainConfig } from './config';
import { Trainer } from './trainer';

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

const base: RunConfig = { variant: 'base', orthogonal: true };
const transform: RunConfig = { variant: 'transform', orthogonal: true };
const addition: RunConfig = { variant: 'addition', orthogonal: true };

const { train } = PRESETS.interactive;
const small = (runs: RunConfig[]): TrainConfig => ({
  ...train,
  runs,
  encoder: { ...train.encoder, width: 0.0625, frames: 4, size: 16 },
  time: { ...train.time, directions: 5, hidden: 12 },
  contrast: { ...train.contrast, headHidden: 12, headOut: 8 },
  clips: { ...train.clips, batch: 4 },
  optimiser: { ...train.optimiser, warmupSteps: 3, totalSteps: 9 },
});

const noise = (seed: number) => noiseVideo(randomStream(96, seed));
const videos = Array.from({ length: 14 }, (_, i) => ({ id: `v${i}`, frames: noise(i) }));
/** Two more arrive after the second step. */
const setAt = (step: number) => (step < 2 ? videos.slice(0, 12) : videos);
const all = (id: string) => videos.find((video) => video.id === id)?.frames;
const segments = videos.slice(0, 2).map(({ frames }) => ({ frames, start: 0.5 }));

test('a run that joins later is bit-equal to one from the start, though the set grew meanwhile', async () => {
  const whole = new Trainer(small([base, transform]), 12);
  const joined = new Trainer(small([base]), 12);
  const wanted = new Map<number, { loss: number; top1: number }>();
  for (let i = 0; i < 4; i++) {
    const { step, runs } = await whole.step(setAt(i));
    wanted.set(
      step,
      runs.find(({ id }) => id === 'transform')!,
    );
    if (i < 3) await joined.step(setAt(i));
  }

  expect(joined.problemWith([transform, base], all)).toBeUndefined();
  joined.setRuns([transform, base]);
  expect(joined.behind).toEqual({ ids: ['transform'], step: 0, of: 3 });
  await expect(joined.step(videos)).rejects.toThrow(/expected all runs at step 3, got transform at step 0/);
  expect((await joined.embed(segments, () => undefined)).map(({ id }) => id)).toEqual(['base']);
  for (let step = 1; step <= 3; step++) {
    const taken = await joined.catchUp(all);
    expect(taken).toEqual({ ids: ['transform'], step, of: 3, runs: [wanted.get(step)] });
  }
  expect(joined.behind).toBeUndefined();
  const { step, runs } = await joined.step(setAt(3));
  expect(runs.map(({ id }) => id)).toEqual(['transform', 'base']);
  expect(runs[0]).toEqual(wanted.get(step));
  for (const id of ['base', 'transform']) expect(await joined.state(id)).toEqual(await whole.state(id));
  whole.dispose();
  joined.dispose();
});

test('a run that leaves gives its memory back and changes nothing for the others, half caught up or not', async () => {
  const alone = new Trainer(small([transform]), 12);
  for (let i = 0; i < 2; i++) await alone.step(setAt(0));
  const trainer = new Trainer(small([transform]), 12);
  await trainer.step(setAt(0));
  const tensors: number[] = [];
  for (let i = 0; i < 2; i++) {
    trainer.setRuns([base, transform]);
    await trainer.catchUp(all);
    expect(trainer.behind).toBeUndefined();
    trainer.setRuns([addition, transform]);
    expect(trainer.behind).toEqual({ ids: ['addition'], step: 0, of: 1 });
    trainer.setRuns([transform]);
    tensors.push(tf.memory().numTensors);
  }
  expect(tensors[1]).toBe(tensors[0]);
  expect(trainer.config.runs).toEqual([transform]);
  await trainer.step(setAt(0));
  expect(await trainer.state('transform')).toEqual(await alone.state('transform'));
  await expect(trainer.state('addition')).rejects.toThrow(/no run "addition", only transform/);
  alone.dispose();
  trainer.dispose();
});

test('a run cannot join, and says why, where its batches could not be the same', async () => {
  const trainer = new Trainer(small([base]), 12);
  await trainer.step(setAt(0));
  const without = (gone: string) => (id: string) => (id === gone ? undefined : all(id));
  expect(trainer.problemWith([base, transform], without('v3'))).toMatch(
    /V3 transform, orthogonal cannot join this training on the same batches, because a video of its earlier batches was removed/,
  );
  // One that never was in a batch's set may go.
  expect(trainer.problemWith([base, transform], without('v13'))).toBeUndefined();
  expect(trainer.problemWith([base], without('v3'))).toBeUndefined();

  trainer.setRuns([base, transform]);
  await expect(trainer.catchUp(without('v3'))).rejects.toThrow(
    /transform cannot catch up: the videos of step 1/,
  );
  expect(trainer.behind).toEqual({ ids: ['transform'], step: 0, of: 1 });
  await trainer.catchUp(all);

  const { state } = await trainer.state('base');
  const resumed = new Trainer(small([base]), 12, { saved: new Map([['base', state]]) });
  expect(resumed.problemWith([base, transform], all)).toMatch(
    /because the batches of its first steps are not known here/,
  );
  trainer.dispose();
  resumed.dispose();
});
