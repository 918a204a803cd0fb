/** Times work on the device: medians of runs long enough for the clock. */
import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { longEnough } from '../src/gpu/long_enough';
import { submitRecorded } from '../src/gpu/recorder';

/** Milliseconds: of one sample at least, and of all samples about. */
const SAMPLE = 40;
const BUDGET = 500;
const FEWEST_SAMPLES = 3;
const MOST_SAMPLES = 15;
/** Work that takes this long, in milliseconds, is measured once. */
const LONG = 1000;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/**
 * Milliseconds that `work` takes once everything is compiled: `work` queues it, `finish` waits for what was queued.
 * Short work is queued several times before it is waited for, so that waiting is not what is measured.
 */
export async function milliseconds(
  work: () => void | Promise<void>,
  finish: () => Promise<unknown> = () => Promise.resolve(),
): Promise<number> {
  const sample = async (times: number) => {
    const began = performance.now();
    for (let i = 0; i < times; i++) await work();
    await finish();
    return (performance.now() - began) / times;
  };
  await sample(1);
  const { times, milliseconds: once } = await longEnough(sample, SAMPLE);
  if (once > LONG) return once;
  const samples = Math.min(MOST_SAMPLES, Math.max(FEWEST_SAMPLES, Math.floor(BUDGET / (once * times))));
  const found: number[] = [];
  for (let i = 0; i < samples; i++) found.push(await sample(times));
  return median(found);
}

/** Submits what tfjs has recorded, and waits until the device has done it. */
export async function finishTfjs(): Promise<void> {
  const backend = tf.backend() as WebGPUBackend;
  submitRecorded(backend);
  await backend.device.queue.onSubmittedWorkDone();
}

/** Milliseconds of work on tfjs's WebGPU backend; what it returns is disposed. */
export function tfjsMilliseconds(work: () => tf.TensorContainer): Promise<number> {
  return milliseconds(() => tf.dispose(tf.tidy(work)), finishTfjs);
}

/** Dispatches that `work` queues, on any device of this page. */
export async function countDispatches(work: () => Promise<unknown>): Promise<number> {
  const { prototype } = GPUComputePassEncoder;
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const original = prototype.dispatchWorkgroups;
  let count = 0;
  prototype.dispatchWorkgroups = function (this: GPUComputePassEncoder, ...size) {
    count += 1;
    return original.apply(this, size);
  };
  try {
    await work();
  } finally {
    prototype.dispatchWorkgroups = original;
  }
  return count;
}

/** What `measure` gives, or undefined and a remark why not. */
export async function orRemark(
  remarks: string[],
  what: string,
  measure: () => Promise<number>,
): Promise<number | undefined> {
  try {
    return await measure();
  } catch (error) {
    remarks.push(`${what}: ${error instanceof Error ? error.message.split('\n')[0]! : String(error)}`);
    return undefined;
  }
}
