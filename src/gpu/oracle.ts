/**
 * For tests: holds what runs on WebGPU against the same thing on tfjs's CPU backend. A shader that fails leaves its
 * output as it was, and buffers are recycled, so it could show the right numbers of the run before: every buffer that
 * could be handed out is filled with NaN first, and error scopes are open while it runs.
 */
import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { RandomStream } from '../random/stream';

/** Numbers that a test hands to both backends. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export function normals(stream: RandomStream, shape: readonly number[], mean = 0): Numbers {
  const values = Float32Array.from(
    { length: tf.util.sizeFromShape([...shape]) },
    () => mean + stream.normal(),
  );
  return { shape, values };
}

interface BufferPool {
  readonly freeBuffers: ReadonlyMap<string, readonly GPUBuffer[]>;
}

/** Fills every buffer that the backend would hand out again with NaN. */
function poisonFreeBuffers(): void {
  const { bufferManager, device } = tf.backend() as WebGPUBackend;
  for (const buffers of (bufferManager as unknown as BufferPool).freeBuffers.values()) {
    for (const buffer of buffers) {
      const writable = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
      if ((buffer.usage & writable) !== writable) continue;
      device.queue.writeBuffer(buffer, 0, new Float32Array(buffer.size / 4).fill(NaN));
    }
  }
}

const FILTERS = ['validation', 'out-of-memory', 'internal'] as const;

/** What `work` gives, each tensor read back. @throws Error with the device's message when it raised one. */
async function underErrorScopes(
  device: GPUDevice,
  work: () => Promise<Float32Array[]>,
): Promise<Float32Array[]> {
  for (const filter of FILTERS) device.pushErrorScope(filter);
  const results = await work();
  for (let i = 0; i < FILTERS.length; i++) {
    const error = await device.popErrorScope();
    if (error) throw new Error(`The device reported: ${error.message}`);
  }
  return results;
}

type Work = (inputs: tf.Tensor[]) => tf.Tensor[];

async function readAll(inputs: readonly Numbers[], work: Work): Promise<Float32Array[]> {
  const tensors = tf.tidy(() => work(inputs.map(({ shape, values }) => tf.tensor(values, [...shape]))));
  const read = await Promise.all(tensors.map((tensor) => tensor.data()));
  tf.dispose(tensors);
  // Copies: the backend keeps what it has read.
  return read.map((values) => Float32Array.from(values));
}

/** Results of `work` on the CPU backend. */
export async function onCpu(inputs: readonly Numbers[], work: Work): Promise<Float32Array[]> {
  await tf.setBackend('cpu');
  const results = await readAll(inputs, work);
  await tf.setBackend('webgpu');
  return results;
}

/**
 * Results of `work` on WebGPU, twice, the second time into buffers full of NaN.
 * @throws Error when the two differ in any bit, or the device reported an error.
 */
export async function onWebGpu(inputs: readonly Numbers[], work: Work): Promise<Float32Array[]> {
  const { device } = tf.backend() as WebGPUBackend;
  return underErrorScopes(device, async () => {
    const once = await readAll(inputs, work);
    poisonFreeBuffers();
    const again = await readAll(inputs, work);
    once.forEach((values, which) => {
      const bits = new Uint32Array(values.buffer);
      const bitsAgain = new Uint32Array(again[which]!.buffer);
      const at = bits.findIndex((word, i) => word !== bitsAgain[i]);
      if (at >= 0) {
        throw new Error(
          `Result ${which} is ${values[at]} at ${at} the first time and ${again[which]![at]} the second: it must be the same.`,
        );
      }
    });
    return again;
  });
}

/** Largest difference, as a part of the largest magnitude that is wanted; NaN counts as infinite. */
export function worstDifference(got: Float32Array, want: Float32Array): number {
  if (got.length !== want.length) throw new Error(`${got.length} values, wanted ${want.length}.`);
  let scale = 1e-30;
  let worst = 0;
  want.forEach((value, i) => {
    scale = Math.max(scale, Math.abs(value));
    const difference = Math.abs(got[i]! - value);
    worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  });
  return worst / scale;
}
