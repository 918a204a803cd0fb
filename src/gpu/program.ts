/** One WGSL program on the tensors of tfjs's WebGPU backend: declarations, uniforms, and dispatches short enough for any adapter. */
import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { recordClearing, recordDispatch } from './recorder';

export { webgpuBackend } from './recorder';

/** Threads of a workgroup. */
export const WORKGROUP = 64;
/** Of one dispatch. A software adapter takes a third of a second for it; one that runs for seconds can lose the device. */
export const MOST_FLOPS = 0.75e9;

/** Elements that one array element of the shader holds: `array<f32>` or `array<vec4<f32>>`. */
export type Width = 1 | 4;

/** Of a vector in WGSL, by their index. */
export const COMPONENTS = ['x', 'y', 'z', 'w'];

export interface Input {
  /** Name of the storage array in the code. */
  readonly name: string;
  /** float32 or int32; int32 by width 1 only. */
  readonly tensor: tf.TensorInfo;
  readonly width: Width;
}

/** f32; the code writes it by this name, and may read what it has written. */
export interface Output {
  readonly name: string;
  readonly shape: readonly number[];
  readonly width: Width;
  /** Written in place instead of into a new tensor. It must not be an input too. */
  readonly into?: tf.TensorInfo;
  /** Filled with zeros beforehand, which costs next to nothing: the code writes the rest only. */
  readonly cleared?: boolean;
}

interface Code {
  /** WGSL extensions that the code enables; the device must have them. */
  readonly extensions?: readonly string[];
  /** Names the code: programs of one key must have the same code, names, widths and uniforms. */
  readonly key: string;
  readonly inputs: readonly Input[];
  /** Floating-point operations of one thread, where they are many: a longer program is split into several dispatches. */
  readonly flopsPerThread?: number;
  /** `uniforms.<name>`, i32 each. */
  readonly integers?: Readonly<Record<string, number>>;
  /** `uniforms.<name>`, f32 each. */
  readonly floats?: Readonly<Record<string, number>>;
  /** True when integers or floats differ from step to step, as learning rates do. */
  readonly varying?: boolean;
}

export interface Program extends Code {
  /** f32; the code writes it as `result`. */
  readonly output: Omit<Output, 'name'>;
  /** `run` is called once for every index below this. */
  readonly threads: number;
  /** WGSL with a `fn run(index : i32)`. */
  readonly code: () => string;
}

export interface MultiProgram extends Code {
  readonly outputs: readonly Output[];
  readonly threads: number;
  /** WGSL with a `fn run(index : i32)`. */
  readonly code: () => string;
}

/** Threads of a workgroup work together, by workgroup memory and barriers, or as a quad. */
export interface GroupProgram extends Code {
  readonly outputs: readonly Output[];
  readonly groups: number;
  /** Threads of a workgroup; WORKGROUP when left out. */
  readonly lanes?: number;
  /** WGSL with a `fn run(group : i32, lane : i32)`; every lane of 0 … lanes − 1 runs it, so that barriers are uniform. */
  readonly code: () => string;
}

function declarations({ inputs, integers = {}, floats = {} }: Code, outputs: readonly Output[]): string {
  const elementOf = ({ tensor, width }: Input) =>
    tensor.dtype === 'int32' ? 'i32' : width === 4 ? 'vec4<f32>' : 'f32';
  return `
    struct Uniforms {
      ${Object.keys(integers)
        .map((name) => `${name} : i32,`)
        .join(' ')}
      ${Object.keys(floats)
        .map((name) => `${name} : f32,`)
        .join(' ')}
      first : i32, end : i32,
    }
    @group(0) @binding(0) var<uniform> uniforms : Uniforms;
    ${inputs
      .map(
        (input, i) =>
          `@group(0) @binding(${1 + i}) var<storage, read> ${input.name} : array<${elementOf(input)}>;`,
      )
      .join('\n')}
    ${outputs
      .map(
        ({ name, width }, i) =>
          `@group(0) @binding(${1 + inputs.length + i}) var<storage, read_write> ${name} : array<${width === 4 ? 'vec4<f32>' : 'f32'}>;`,
      )
      .join('\n')}
    fn workgroupIndex(group : vec3<u32>, groups : vec3<u32>) -> i32 {
      return i32(group.y * groups.x + group.x);
    }`;
}

const entry = (lanes: number) => `
    @compute @workgroup_size(${lanes})
    fn main(@builtin(workgroup_id) group : vec3<u32>, @builtin(num_workgroups) groups : vec3<u32>,
      @builtin(local_invocation_index) lane : u32)`;

/** A storage array that ends inside a vector could not be bound as one. */
function checkWidths(key: string, arrays: readonly { name: string; width: Width; size: number }[]): void {
  for (const { name, width, size } of arrays) {
    if (size % width === 0) continue;
    throw new RangeError(
      `${key}: "${name}" of width ${width} must be a multiple of it, got ${size} elements.`,
    );
  }
}

function record(
  backend: WebGPUBackend,
  program: Code,
  outputs: readonly Output[],
  workgroups: number,
  lanes: number,
  uniformsOf: (firstGroup: number, endGroup: number) => readonly [number, number],
  code: () => string,
): tf.TensorInfo[] {
  const { key, inputs, flopsPerThread = 0, integers = {}, floats = {}, extensions = [] } = program;
  const sizeOf = (shape: readonly number[]) => tf.util.sizeFromShape([...shape]);
  checkWidths(key, [
    ...inputs.map(({ name, width, tensor }) => ({ name, width, size: sizeOf(tensor.shape) })),
    ...outputs.map(({ name, width, shape }) => ({ name, width, size: sizeOf(shape) })),
  ]);
  const written = outputs.map(({ shape, into }) => into ?? backend.makeTensorInfo([...shape], 'float32'));
  outputs.forEach(({ cleared }, i) => {
    if (cleared) recordClearing(backend, written[i]!);
  });
  const shaderKey = `${key}|${inputs.map(({ width }) => width).join('')}|${outputs.map(({ width }) => width).join('')}`;
  const dispatches = Math.ceil((workgroups * lanes * flopsPerThread) / MOST_FLOPS) || 1;
  const groupsEach = Math.ceil(workgroups / dispatches);
  const enabled = extensions.map((extension) => `enable ${extension};\n`).join('');
  const integerValues = Object.values(integers);
  const floatValues = Object.values(floats);
  for (let first = 0; first === 0 || first < workgroups; first += groupsEach) {
    const end = Math.min(first + groupsEach, workgroups);
    // WebGPU wants uniform buffers of 16 bytes and more; a struct of scalars has no padding inside.
    const words = new ArrayBuffer(4 * Math.max(4, integerValues.length + floatValues.length + 2));
    new Int32Array(words).set(integerValues);
    new Float32Array(words, 4 * integerValues.length).set(floatValues);
    new Int32Array(words, 4 * (integerValues.length + floatValues.length)).set(uniformsOf(first, end));
    recordDispatch(backend, {
      key: shaderKey,
      code: () => `${enabled}${declarations(program, outputs)}\n${code()}`,
      reads: inputs.map(({ tensor }) => tensor),
      writes: written,
      uniforms: words,
      constant: !program.varying,
      workgroups: end - first,
    });
  }
  return written.map((info, i) => ({ ...info, shape: [...outputs[i]!.shape] }));
}

/** Queues the program; what it writes can be read once the queue has run. Gives its outputs, in their order. */
export function runPrograms(backend: WebGPUBackend, program: MultiProgram): tf.TensorInfo[] {
  const { outputs, threads, code } = program;
  const range = (first: number, end: number) =>
    [first * WORKGROUP, Math.min(end * WORKGROUP, threads)] as const;
  return record(
    backend,
    program,
    outputs,
    Math.ceil(threads / WORKGROUP),
    WORKGROUP,
    range,
    () => `
    ${code()}
    ${entry(WORKGROUP)} {
      let index = workgroupIndex(group, groups) * ${WORKGROUP} + i32(lane) + uniforms.first;
      if (index < uniforms.end) { run(index); }
    }`,
  );
}

/** The same for a program of one output. */
export function runProgram(backend: WebGPUBackend, program: Program): tf.TensorInfo {
  return runPrograms(backend, { ...program, outputs: [{ name: 'result', ...program.output }] })[0]!;
}

/** The same for a program whose threads work together. Groups beyond the last find nothing to do: `group` is clamped, so `run` must write the same twice. */
export function runGroups(backend: WebGPUBackend, program: GroupProgram): tf.TensorInfo[] {
  const { outputs, groups, lanes = WORKGROUP, code } = program;
  return record(
    backend,
    program,
    outputs,
    groups,
    lanes,
    (first, end) => [first, end],
    () => `
    ${code()}
    ${entry(lanes)} {
      run(min(workgroupIndex(group, groups) + uniforms.first, uniforms.end - 1), i32(lane));
    }`,
  );
}

/** `count` copies of a piece of code, unrolled. */
export function unrolled(count: number, piece: (i: number) => string, separator = '\n'): string {
  return Array.from({ length: count }, (_, i) => piece(i)).join(separator);
}

/** The widest arrays that this many channels, the fastest dimension, allow. */
export function widthOf(channels: number): Width {
  return channels % 4 === 0 ? 4 : 1;
}
