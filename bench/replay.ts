/**
 * What a recorded training step could win at most: the dispatches of one step, replayed with the pipelines and bind groups they
 * had, against the step itself, which makes tensors, gradients and bind groups anew.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { milliseconds } from './timing';

interface Dispatch {
  pipeline: GPUComputePipeline;
  bindGroups: (GPUBindGroup | undefined)[];
  size: [number, number?, number?];
}

/** Dispatches that one submission holds. */
const DISPATCHES_A_SUBMISSION = 64;

/** The backend's pool (pinned, frozen upstream). Private there. */
interface Pool {
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
}

/** Bytes up to which a buffer may hold what loops go by: uniforms, tables. */
const SMALL = 65_536;

/** Runs `work` without a small buffer being handed out twice meanwhile; they are back in the pool with `giveBack`. */
async function keepingSmallBuffers(
  pool: Pool,
  work: () => Promise<unknown>,
): Promise<{ readonly giveBack: () => void }> {
  const release = pool.releaseBuffer.bind(pool);
  const held: [GPUBuffer, boolean | undefined][] = [];
  pool.releaseBuffer = (buffer, reuse) => {
    if (buffer.size <= SMALL) held.push([buffer, reuse]);
    else release(buffer, reuse);
  };
  try {
    await work();
  } finally {
    pool.releaseBuffer = release;
  }
  return { giveBack: () => held.forEach(([buffer, reuse]) => release(buffer, reuse)) };
}

/** The dispatches that `work` queues, with all that they were bound to. */
async function recorded(work: () => Promise<unknown>): Promise<Dispatch[]> {
  const { prototype } = GPUComputePassEncoder;
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { setPipeline, setBindGroup, dispatchWorkgroups } = prototype;
  const found: Dispatch[] = [];
  let pipeline: GPUComputePipeline | undefined;
  let bindGroups: (GPUBindGroup | undefined)[] = [];
  prototype.setPipeline = function (this: GPUComputePassEncoder, next) {
    pipeline = next;
    return setPipeline.call(this, next);
  };
  // Offsets that change with the dispatch are used by none of ours and none of tfjs's.
  prototype.setBindGroup = function (this: GPUComputePassEncoder, ...bound: [number, GPUBindGroup]) {
    bindGroups = [...bindGroups];
    bindGroups[bound[0]] = bound[1];
    return Reflect.apply(setBindGroup, this, bound) as undefined;
  };
  prototype.dispatchWorkgroups = function (this: GPUComputePassEncoder, ...size) {
    found.push({ pipeline: pipeline!, bindGroups, size });
    return dispatchWorkgroups.apply(this, size);
  };
  try {
    await work();
  } finally {
    Object.assign(prototype, { setPipeline, setBindGroup, dispatchWorkgroups });
  }
  return found;
}

function queue(device: GPUDevice, dispatches: readonly Dispatch[]): void {
  for (let first = 0; first < dispatches.length; first += DISPATCHES_A_SUBMISSION) {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { pipeline, bindGroups, size } of dispatches.slice(first, first + DISPATCHES_A_SUBMISSION)) {
      pass.setPipeline(pipeline);
      bindGroups.forEach((group, index) => pass.setBindGroup(index, group));
      pass.dispatchWorkgroups(...size);
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
  }
}

/**
 * Milliseconds of a replay of what `step` queues: to be held against those of the step. The numbers that the replay computes are
 * none, as tensors that were used twice in the step hold what came last; sizes and counts, hence the work, are those of the step.
 * @throws Error when the device refuses a dispatch.
 */
export async function replayMilliseconds(
  { device, bufferManager }: WebGPUBackend,
  step: () => Promise<unknown>,
): Promise<number> {
  let dispatches: Dispatch[] = [];
  const { giveBack } = await keepingSmallBuffers(bufferManager, async () => {
    dispatches = await recorded(step);
  });
  device.pushErrorScope('validation');
  const ms = await milliseconds(
    () => queue(device, dispatches),
    () => device.queue.onSubmittedWorkDone(),
  );
  const error = await device.popErrorScope();
  giveBack();
  if (error) throw new Error(`replay: ${error.message}`);
  return ms;
}
