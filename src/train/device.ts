/** What training computes on: the GPU; the CPU where there is none, or where it is wished for. Never the second without saying so. */
import * as tf from '@tensorflow/tfjs';
import { destroyFreeBuffers } from '../gpu/free_buffers';
import { openGpu, type AdapterReport, type GpuRefusal } from '../gpu/device';
import type { ComputeOn, Refusal } from '../protocol/train';

export interface TrainDevice {
  readonly report: AdapterReport;
  /** Of the CPU, where it stands in for the GPU: why. */
  readonly refusal?: Refusal;
  /** Resolves with one sentence when the device is gone for good. */
  readonly lost: Promise<string>;
  /** Held on it now, in and out of use. */
  bytes(): number;
  /** Gives back what is held out of use. */
  trim(): void;
  /** The first error since the last call that nobody was told of. */
  takeError(): string | undefined;
  /** Between two steps, so that what the page asks is heard: the CPU computes without ever waiting for anything. */
  breathe(): Promise<void>;
}

/** Of tfjs's WebGPU backend: everything it has allocated, in and out of use. */
export function bytesOnGpu(): number {
  return (tf.memory() as tf.MemoryInfo & { numBytesAllocatedInGPU: number }).numBytesAllocatedInGPU;
}

/** A refusal is that of the GPU, and says why the CPU does not train either. */
export async function openTrainDevice(
  on: ComputeOn,
): Promise<{ ok: true; device: TrainDevice } | GpuRefusal> {
  if (on === 'cpu') return { ok: true, device: await openCpuDevice() };
  const opened = await openGpu();
  if (opened.ok) {
    const { gpu } = opened;
    const { report, lost } = gpu;
    const takeError = () => gpu.takeError();
    return {
      ok: true,
      device: {
        report,
        lost,
        bytes: bytesOnGpu,
        trim: destroyFreeBuffers,
        takeError,
        breathe: () => Promise.resolve(),
      },
    };
  }
  const { reason, message } = opened;
  try {
    return { ok: true, device: { ...(await openCpuDevice()), refusal: { reason, message } } };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { ...opened, message: `${message} Training on the CPU does not start either: ${cause}` };
  }
}

/** @throws Error with a sentence where the browser does not start WebAssembly. */
async function openCpuDevice(): Promise<TrainDevice> {
  const { openCpu } = await import('../cpu/device');
  const { report } = await openCpu();
  return {
    report,
    lost: new Promise(() => undefined),
    bytes: () => tf.memory().numBytes,
    trim: () => undefined,
    takeError: () => undefined,
    breathe: () => new Promise((resolve) => setTimeout(resolve)),
  };
}
