/**
 * Records dispatches and copies into the command buffer of tfjs's WebGPU backend, in order with its own. Other than
 * its programs, these may write several buffers, or one that exists; and they cost less on the processor.
 */
import * as tf from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** What the backend (pinned, frozen upstream) keeps of the command buffer it is recording. Private there. */
interface Recording {
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  /** Tensors that must outlive the submission: disposing one only marks it. */
  readonly commandQueueOwnedIds: WeakSet<object>;
  readonly uniformPendingDisposal: GPUBuffer[];
  dispatchCountInPass: number;
}

interface Pipelines {
  readonly byKey: Map<string, GPUComputePipeline>;
  /** By how many buffers are read, and how many written. */
  readonly layouts: Map<string, GPUBindGroupLayout>;
  /** Constant ones by their content: shapes are the same at every step. */
  readonly uniforms: Map<string, GPUBuffer>;
}

const pipelinesOf = new WeakMap<GPUDevice, Pipelines>();

/** Uniforms kept for good; more than this many are shapes that keep changing. */
const MOST_UNIFORMS = 4096;

export interface Shader {
  /** Names the code, with all that it depends on. */
  readonly key: string;
  readonly code: () => string;
  readonly reads: readonly tf.TensorInfo[];
  readonly writes: readonly tf.TensorInfo[];
  /** 32-bit words of the uniform struct; empty: none is bound. */
  readonly uniforms: ArrayBuffer;
  /** True when the same words come back at later steps. */
  readonly constant: boolean;
  readonly workgroups: number;
}

/** The active backend. @throws Error when it is not WebGPU: nothing here runs elsewhere. */
export function webgpuBackend(asking: string): WebGPUBackend {
  const backend = tf.backend();
  if (!(backend instanceof WebGPUBackend)) {
    throw new Error(
      `${asking} needs tfjs on WebGPU, and the "${tf.getBackend()}" backend is active: call openGpu() first.`,
    );
  }
  return backend;
}

function recordingOf(backend: WebGPUBackend): Recording {
  return backend as unknown as Recording;
}

function cachesOf(device: GPUDevice): Pipelines {
  let caches = pipelinesOf.get(device);
  if (!caches) {
    caches = { byKey: new Map(), layouts: new Map(), uniforms: new Map() };
    pipelinesOf.set(device, caches);
  }
  return caches;
}

function bindGroupLayout(device: GPUDevice, reads: number, writes: number): GPUBindGroupLayout {
  const { layouts } = cachesOf(device);
  const key = `${reads} ${writes}`;
  let layout = layouts.get(key);
  if (!layout) {
    const types: GPUBufferBindingType[] = [
      'uniform',
      ...Array.from({ length: reads }, () => 'read-only-storage' as const),
      ...Array.from({ length: writes }, () => 'storage' as const),
    ];
    layout = device.createBindGroupLayout({
      entries: types.map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type },
      })),
    });
    layouts.set(key, layout);
  }
  return layout;
}

function pipelineOf(device: GPUDevice, { key, code, reads, writes }: Shader): GPUComputePipeline {
  const { byKey } = cachesOf(device);
  let pipeline = byKey.get(key);
  if (!pipeline) {
    pipeline = device.createComputePipeline({
      label: key,
      layout: device.createPipelineLayout({
        bindGroupLayouts: [bindGroupLayout(device, reads.length, writes.length)],
      }),
      compute: { module: device.createShaderModule({ label: key, code: code() }) },
    });
    byKey.set(key, pipeline);
  }
  return pipeline;
}

function uniformBuffer(backend: WebGPUBackend, words: ArrayBuffer, constant: boolean): GPUBuffer {
  const { device } = backend;
  const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const { uniforms } = cachesOf(device);
  const key = constant ? new Uint32Array(words).join() : '';
  const known = uniforms.get(key);
  if (known) return known;
  const keep = constant && uniforms.size < MOST_UNIFORMS;
  const buffer = keep
    ? device.createBuffer({ size: words.byteLength, usage })
    : backend.bufferManager.acquireBuffer(words.byteLength, usage);
  device.queue.writeBuffer(buffer, 0, words);
  if (keep) uniforms.set(key, buffer);
  else recordingOf(backend).uniformPendingDisposal.push(buffer);
  return buffer;
}

/** The buffer of a tensor, uploaded or allocated where it is not yet, and held until the submission. */
function bufferOf(backend: WebGPUBackend, { dataId }: tf.TensorInfo): GPUBuffer {
  backend.uploadToGPU(dataId);
  recordingOf(backend).commandQueueOwnedIds.add(dataId);
  return backend.tensorMap.get(dataId).resource as GPUBuffer;
}

/** A grid of workgroups no dimension of which is longer than the device allows; the last row may reach beyond the end. */
function grid(device: GPUDevice, workgroups: number): [number, number] {
  const rows = Math.ceil(workgroups / device.limits.maxComputeWorkgroupsPerDimension);
  return [Math.ceil(workgroups / rows), rows];
}

/** Submits everything recorded so far, tfjs's own too; tensors disposed of meanwhile are released with it. */
export function submitRecorded(backend: WebGPUBackend): void {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}

/** Queues one dispatch. What a written tensor held on the processor is forgotten. */
export function recordDispatch(backend: WebGPUBackend, shader: Shader): void {
  const { device } = backend;
  const pipeline = pipelineOf(device, shader);
  // Uploads may end the compute pass: all of them come before it.
  const buffers = [...shader.reads, ...shader.writes].map((tensor) => bufferOf(backend, tensor));
  for (const { dataId } of shader.writes) {
    (backend.tensorMap.get(dataId) as { values: unknown }).values = null;
  }
  const bindGroup = device.createBindGroup({
    layout: bindGroupLayout(device, shader.reads.length, shader.writes.length),
    entries: [uniformBuffer(backend, shader.uniforms, shader.constant), ...buffers].map(
      (buffer, binding) => ({
        binding,
        resource: { buffer },
      }),
    ),
  });
  const recording = recordingOf(backend);
  backend.ensureCommandEncoderReady();
  recording.computePassEncoder ??= recording.commandEncoder!.beginComputePass();
  recording.computePassEncoder.setPipeline(pipeline);
  recording.computePassEncoder.setBindGroup(0, bindGroup);
  recording.computePassEncoder.dispatchWorkgroups(...grid(device, shader.workgroups));
  recording.dispatchCountInPass += 1;
  if (recording.dispatchCountInPass >= tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
}

/** Queues that a float32 tensor is filled with zeros, which is no dispatch. */
export function recordClearing(backend: WebGPUBackend, tensor: tf.TensorInfo): void {
  const buffer = bufferOf(backend, tensor);
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  recordingOf(backend).commandEncoder!.clearBuffer(buffer);
}

export interface Copy {
  readonly from: tf.TensorInfo;
  readonly to: tf.TensorInfo;
  /** Elements. */
  readonly fromOffset: number;
  readonly toOffset: number;
  readonly length: number;
}

/** Queues copies between float32 tensors, which are no dispatches. Source and target are different tensors. */
export function recordCopies(backend: WebGPUBackend, copies: readonly Copy[]): void {
  const buffers = copies.map(({ from, to }) => [bufferOf(backend, from), bufferOf(backend, to)] as const);
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  copies.forEach(({ fromOffset, toOffset, length }, i) => {
    const [from, to] = buffers[i]!;
    recordingOf(backend).commandEncoder!.copyBufferToBuffer(
      from,
      fromOffset * 4,
      to,
      toOffset * 4,
      length * 4,
    );
  });
}
