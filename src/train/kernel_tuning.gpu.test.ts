/** Kernels are measured between the steps of a training that lasts, one tiling a step, and the losses stay as they were. */
import { beforeAll, expect, test } from 'vitest';
import { openGpu } from '../gpu/device';
import { randomStream } from '../random/stream';
import { PRESETS } from '../runs/config';
import { noiseVideo } from '../video/noise';
import type { TrainConfig } from './config';
import { KernelTuning } from './kernel_tuning';
import type { KernelTuningReport } from './kernel_tuning_report';
import { Trainer } from './trainer';

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

const base = PRESETS.interactive.train;
const small: TrainConfig = {
  ...base,
  encoder: { ...base.encoder, width: 0.0625, frames: 2, size: 8 },
  time: { ...base.time, directions: 3, hidden: 8 },
  contrast: { ...base.contrast, headHidden: 8, headOut: 8 },
  clips: { ...base.clips, batch: 3 },
  runs: [{ variant: 'transform', orthogonal: true }],
};

const set = ['a', 'b', 'c', 'd'].map((id, seed) => ({
  id,
  frames: noiseVideo(randomStream(31, seed), { count: 20, height: 12, width: 16 }),
}));

async function train(between: () => Promise<unknown>): Promise<number[]> {
  const trainer = new Trainer(small, set.length);
  const losses: number[] = [];
  for (let step = 0; step < 2; step++) {
    losses.push((await trainer.step(set)).runs[0]!.loss);
    await between();
  }
  trainer.dispose();
  return losses;
}

test('a training that lasts has its kernels measured between steps, and its losses keep every bit', async () => {
  const losses = await train(() => Promise.resolve());
  const tuning = new KernelTuning();
  tuning.begin();
  for (let step = 1; step < 20; step++) expect(await tuning.afterStep()).toBeUndefined();
  // Each step measures a tiling, and says so: of all tilings of the three passes of every convolution that has run.
  const first = await tuning.afterStep();
  expect(first).toMatchObject({ done: 1 });
  const { total } = first!;
  expect(total).toBeGreaterThan(20);
  // What was begun goes on with the first step of the next training.
  tuning.begin();
  let newest: KernelTuningReport | undefined = first;
  let tilings = 1;
  for (; !newest?.tuned && tilings < 40; tilings++) {
    newest = await tuning.afterStep();
    expect(newest).toMatchObject({ done: tilings + 1, total });
  }
  expect(tilings).toBeGreaterThanOrEqual(6);
  tuning.set('off');
  expect(await tuning.afterStep()).toBeUndefined();
  tuning.set('now');
  const dones: number[] = [];
  expect(
    await train(async () => {
      const report = await tuning.afterStep();
      if (report) dones.push(report.done);
    }),
  ).toEqual(losses);
  // A whole convolution a step.
  expect(dones).toHaveLength(2);
  expect(dones[0]).toBeGreaterThanOrEqual(6);
  expect(dones[1]! - dones[0]!).toBeGreaterThanOrEqual(6);
}, 120_000);

test('what was measured of other kernels is passed over', async () => {
  const tuning = new KernelTuning();
  tuning.take({ version: -1, tilings: { nonsense: 'of another version' } });
  tuning.set('now');
  const report = await tuning.afterStep();
  expect(Object.keys(report!.tuned!.tilings)).not.toContain('nonsense');
});
