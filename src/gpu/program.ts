/** Runs one WGSL program on the tensors of tfjs's WebGPU backend. */
import * as tf from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** Threads of a workgroup; no program here shares workgroup memory, so that it only has to fill the hardware's groups. */
const WORKGROUP = 64;
/** Of one dispatch. A software adapter takes a third of a second for it; one that runs for seconds can lose the device. */
const MOST_FLOPS = 0.75e9;

/** Elements that one array element of the shader holds: `array<f32>` or `array<vec4<f32>>`. */
export type Width = 1 | 4;

export interface Input {
  /** Name of the storage array in the code. */
  readonly name: string;
  readonly tensor: tf.TensorInfo;
  readonly width: Width;
}

export interface Program {
  /** Names the code: programs of one key must have the same code, widths and uniforms. */
  readonly key: string;
  readonly inputs: readonly Input[];
  /** f32; the code writes it as `result`. */
  readonly output: { readonly shape: readonly number[]; readonly width: Width };
  /** `run` is called once for every index below this. */
  readonly threads: number;
  /** Floating-point operations of one thread, where they are many: a longer program is split into several dispatches. */
  readonly flopsPerThread?: number;
  /** `uniforms.<name>`, i32 each. */
  readonly integers?: Readonly<Record<string, number>>;
  /** `uniforms.<name>`, f32 each. */
  readonly floats?: Readonly<Record<string, number>>;
  /** WGSL with a `fn run(index : i32)`. */
  readonly code: () => string;
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

/** One dimension: the code does its own indexing, and the backend's cache of pipelines must not see the shape. */
function flat({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
  return { dataId, shape: [tf.util.sizeFromShape(shape)], dtype };
}

/** Queues the program; what it writes can be read once the queue has run. */
export function runProgram(backend: WebGPUBackend, program: Program): tf.TensorInfo {
  const { key, inputs, output, threads, flopsPerThread = 0, integers = {}, floats = {}, code } = program;
  // Two dimensions, so that no input ever has the same shape: see `flat`.
  const outputShape = [1, tf.util.sizeFromShape([...output.shape])];
  const declared = [
    ...Object.keys(integers).map((name) => `${name} : i32, `),
    ...Object.keys(floats).map((name) => `${name} : f32, `),
  ];
  const groups = Math.ceil(threads / WORKGROUP);
  const dispatches = Math.ceil((threads * flopsPerThread) / MOST_FLOPS) || 1;
  const groupsEach = Math.ceil(groups / dispatches);
  let info: tf.TensorInfo | undefined;
  for (let first = 0; first === 0 || first < groups; first += groupsEach) {
    const last = Math.min(first + groupsEach, groups);
    info = backend.runWebGPUProgram(
      {
        variableNames: inputs.map(({ name }) => name),
        variableComponents: inputs.map(({ width }) => width),
        outputShape,
        outputComponent: output.width,
        uniforms: `${declared.join('')}firstThread : i32, endThread : i32,`,
        workgroupSize: [WORKGROUP, 1, 1],
        dispatchLayout: { x: [0, 1] },
        dispatch: [last - first, 1, 1],
        shaderKey: `${key}|${inputs.map(({ width }) => width).join('')}|${output.width}`,
        getUserCode: () => `
          ${code()}
          fn main(thread : i32) {
            let index = thread + uniforms.firstThread;
            if (index < uniforms.endThread) { run(index); }
          }`,
      },
      inputs.map(({ tensor }) => flat(tensor)),
      'float32',
      [
        ...Object.values(integers).map((value) => ({ type: 'int32', data: [value] })),
        ...Object.values(floats).map((value) => ({ type: 'float32', data: [value] })),
        { type: 'int32', data: [first * WORKGROUP] },
        { type: 'int32', data: [Math.min(last * WORKGROUP, threads)] },
      ],
      info,
    );
  }
  return { ...info!, shape: [...output.shape] };
}

/** `count` copies of a piece of code, unrolled. */
export function unrolled(count: number, piece: (i: number) => string, separator = '\n'): string {
  return Array.from({ length: count }, (_, i) => piece(i)).join(separator);
}

/** The widest arrays that this many channels, the fastest dimension, allow. */
export function widthOf(channels: number): Width {
  return channels % 4 === 0 ? 4 : 1;
}
