/** One whole training step of the default preset, with our kernels and with tfjs's operators; and GPU memory over many steps. */
import { tuneConvolutions, adoptMeasuredTilings } from '../src/gpu/conv3d_tuner';
import { PRESETS } from '../src/runs/config';
import { runId, type RunConfig } from '../src/time/config';
import { bytesOnGpu } from '../src/train/device';
import { costOf } from '../src/train/plan';
import { Trainer } from '../src/train/trainer';
import type { MemoryRow, StepRow } from './report';
import { scenes, stepMilliseconds } from './steps';
import { withStockOperators } from './stock_operators';
import { countDispatches, orRemark } from './timing';

const STEPS = 9;
const STOCK_STEPS = 3;
/** More steps, over which memory must not grow. */
const LATER_STEPS = 20;
const FIRST_STEPS = 10;
const MANY_STEPS = 1000;

export async function stepRows(remarks: string[]): Promise<StepRow[]> {
  const videos = scenes();
  const { train } = PRESETS.interactive;
  const sets: (readonly RunConfig[])[] = [train.runs, ...train.runs.map((run) => [run])];
  const rows: StepRow[] = [];
  for (const runs of sets) {
    const config = { ...train, runs: [...runs] };
    const planBytes = costOf(config, videos.length).gpuBytes;
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
    const named = runs.map(runId);
    const tfjsMs = await orRemark(remarks, `step of ${named.join(' and ')}, tfjs`, () =>
      withStockOperators(() => stepMilliseconds(step, STOCK_STEPS)),
    );
    trainer.dispose();
    rows.push({
      preset: 'interactive',
      runs: named,
      oursMs,
      tfjsMs,
      dispatches,
      planBytes,
      gpuBytes,
      gpuBytesLater,
    });
  }
  return rows;
}

/** Whether memory stays as it is, over more steps than anybody would watch of the interactive preset. */
export async function memoryRow(): Promise<MemoryRow> {
  const { train } = PRESETS.interactive;
  const config = {
    ...train,
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
  const dispatches = await countDispatches(() => trainer.step(videos));
  const gpuBytesLater = bytesOnGpu();
  trainer.dispose();
  return {
    steps: MANY_STEPS,
    dispatches,
    stepMs,
    planBytes: costOf(config, videos.length).gpuBytes,
    gpuBytes,
    gpuBytesLater,
  };
}
