/** Gives back what tfjs's WebGPU backend keeps for the next tensor of just that size: after other shapes, there will be none. */
import { submitRecorded, webgpuBackend } from './recorder';

/** The backend's pool (pinned, frozen upstream). Private there. */
interface Pool {
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesAllocated: number;
}

/** Destroys the buffers out of use, once the device has what was queued on them. @throws Error when the backend is not WebGPU. */
export function destroyFreeBuffers(): void {
  const backend = webgpuBackend('destroyFreeBuffers()');
  // Tensors disposed of meanwhile are held until the submission.
  submitRecorded(backend);
  const pool = backend.bufferManager as unknown as Pool;
  for (const buffers of pool.freeBuffers.values()) {
    for (const buffer of buffers.splice(0)) {
      buffer.destroy();
      pool.numFreeBuffers -= 1;
      pool.numBytesAllocated -= buffer.size;
    }
  }
}
