/** One whole training step of the default preset, with our kernels and with tfjs's operators; and GPU memory over many steps. */
import { tuneConvolutions, adoptMeasuredTilings } from '../src/gpu/conv3d_tuner';
import { PRESETS } from '../src/runs/config';
import { webgpuBackend } from '../src/gpu/program';
import { runId, type RunConfig } from '../src/time/config';
import { bytesOnGpu } from '../src/train/device';
import { costOf } from '../src/train/plan';
import { Trainer } from '../src/train/trainer';
import type { MemoryRow, StepRow } from './report';
import { scenes, stepMilliseconds } from './steps';
import { withStockOperators } from './stock_operators';
import { replayMilliseconds } from './replay';
import { countDispatches, milliseconds, orRemark } from './timing';

const STEPS = 9;
/** More steps, over which memory must not grow. */
const LATER_STEPS = 20;
const FIRST_STEPS = 10;
const MANY_STEPS = 1000;

const { train } = PRESETS.interactive;

/** What is trained in one step: the preset as it is, and each of its runs alone. */
export const STEP_SETS: readonly (readonly RunConfig[])[] = [train.runs, ...train.runs.map((run) => [run])];

export async function stepRow(runs: readonly RunConfig[], remarks: string[]): Promise<StepRow> {
  const videos = scenes();
  const config = { ...train, runs: [...runs] };
  const trainer = new Trainer(config, videos.length);
  const step = () => trainer.step(videos);
  await step();
  await tuneConvolutions();
  adoptMeasuredTilings();
  const oursMs = await stepMilliseconds(step, STEPS);
  const dispatches = await countDispatches(step);
  const gpuBytes = bytesOnGpu();
  for (let i = 0; i < LATER_STEPS; i++) await step();
  const gpuBytesLater = bytesOnGpu();
  const what = `step of ${runs.map(runId).join(' and ')}`;
  const replayMs = await orRemark(remarks, `replay of a ${what}`, () =>
    replayMilliseconds(webgpuBackend('bench'), step),
  );
  const onTfjs = () => withStockOperators(() => milliseconds(async () => void (await step())));
  const isPreset = runs.length === train.runs.length;
  const tfjs = isPreset ? { tfjsMs: await orRemark(remarks, `${what}, tfjs`, onTfjs) } : {};
  trainer.dispose();
  return {
    preset: 'interactive',
    runs: runs.map(runId),
    oursMs,
    replayMs,
    ...tfjs,
    dispatches,
    planBytes: costOf(config, videos.length).gpuBytes,
    gpuBytes,
    gpuBytesLater,
  };
}

/** Whether memory stays as it is, over more steps of one run than anybody would wait for in the interactive preset. */
export async function memoryRow(): Promise<MemoryRow> {
  const config = {
    ...train,
    runs: train.runs.slice(-1),
    encoder: { ...train.encoder, width: 0.0625, frames: 4, size: 16 },
    clips: { ...train.clips, batch: 4 },
  };
  const videos = scenes();
  const trainer = new Trainer(config, videos.length);
  for (let i = 0; i < FIRST_STEPS; i++) await trainer.step(videos);
  const gpuBytes = bytesOnGpu();
  const began = performance.now();
  for (let i = FIRST_STEPS; i < MANY_STEPS; i++) await trainer.step(videos);
  const stepMs = (performance.now() - began) / (MANY_STEPS - FIRST_STEPS);
  const step = () => trainer.step(videos);
  const dispatches = await countDispatches(step);
  const gpuBytesLater = bytesOnGpu();
  const replayMs = await replayMilliseconds(webgpuBackend('bench'), step);
  trainer.dispose();
  return {
    steps: MANY_STEPS,
    dispatches,
    stepMs,
    replayMs,
    planBytes: costOf(config, videos.length).gpuBytes,
    gpuBytes,
    gpuBytesLater,
  };
}
