/** What training computes on: the GPU or the CPU, as is wished for; the other one where that does not start, never without saying so. */
import * as tf from '@tensorflow/tfjs';
import { destroyFreeBuffers } from '../gpu/free_buffers';
import { openGpu, type AdapterReport, type GpuRefusal } from '../gpu/device';
import type { ComputeOn, Refusal } from '../protocol/train';

export interface TrainDevice {
  readonly report: AdapterReport;
  /** Of the CPU, where it stands in for the GPU: why. */
  readonly refusal?: Refusal;
  /** Of the GPU, where it stands in for the CPU: why. */
  readonly cpuRefusal?: string;
  /** Resolves with one sentence when the device is gone for good. */
  readonly lost: Promise<string>;
  /** Bytes that one buffer can have. */
  readonly largestBuffer: number;
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

type Opened = { ok: true; device: TrainDevice } | GpuRefusal;

/** What is wished for where it starts, else the other one, which then says why; a refusal says it of both. */
export async function openTrainDevice(on: ComputeOn): Promise<Opened> {
  if (on === 'gpu') {
    const gpu = await openGpuDevice();
    if (gpu.ok) return gpu;
    const { reason, message } = gpu;
    const cpu = await openCpuDevice();
    return cpu.ok
      ? { ok: true, device: { ...cpu.device, refusal: { reason, message } } }
      : neither(gpu, cpu.why);
  }
  const cpu = await openCpuDevice();
  if (cpu.ok) return cpu;
  const gpu = await openGpuDevice();
  return gpu.ok ? { ok: true, device: { ...gpu.device, cpuRefusal: cpu.why } } : neither(gpu, cpu.why);
}

function neither(gpu: GpuRefusal, why: string): GpuRefusal {
  return { ...gpu, message: `${gpu.message} Training on the CPU does not start either: ${why}` };
}

async function openGpuDevice(): Promise<Opened> {
  const opened = await openGpu();
  if (!opened.ok) return opened;
  const { gpu } = opened;
  const { report, lost } = gpu;
  const { maxBufferSize, maxStorageBufferBindingSize } = gpu.device.limits;
  return {
    ok: true,
    device: {
      report,
      lost,
      largestBuffer: Math.min(maxBufferSize, maxStorageBufferBindingSize),
      bytes: bytesOnGpu,
      trim: destroyFreeBuffers,
      takeError: () => gpu.takeError(),
      breathe: () => Promise.resolve(),
    },
  };
}

/** `why`: one sentence. */
async function openCpuDevice(): Promise<{ ok: true; device: TrainDevice } | { ok: false; why: string }> {
  try {
    const { openCpu } = await import('../cpu/device');
    const { report } = await openCpu();
    const device: TrainDevice = {
      report,
      lost: new Promise(() => undefined),
      largestBuffer: Infinity,
      bytes: () => tf.memory().numBytes,
      trim: () => undefined,
      takeError: () => undefined,
      breathe: () => new Promise((resolve) => setTimeout(resolve)),
    };
    return { ok: true, device };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}
