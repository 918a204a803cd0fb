/** A reference case: given and expected tensors of one computation, and how far the app's own code may be from them. */
import * as tf from '@tensorflow/tfjs';
import { readSafetensors, type StoredTensor } from '../weights/safetensors';
import { Settings } from './settings';

export interface Case {
  readonly name: string;
  readonly kind: string;
  readonly config: Settings;
  readonly tolerance: number;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** What the app computed, by the names of the case (`output/f`, `grad/…`, `after/…`, `after_key/…`), in PyTorch's layouts. */
export type Answer = ReadonlyMap<string, ArrayLike<number>>;

export interface Verdict {
  readonly case: string;
  readonly kind: string;
  /** Largest error: max |got − want| / max(max |want|, 1e-6). NaN counts as infinite. */
  readonly worst: number;
  /** The tensor it was found in. */
  readonly tensor: string;
  readonly tolerance: number;
  readonly pass: boolean;
  /** Why the case could not be computed. */
  readonly error?: string;
}

const ASKED = /^(output|grad|after|after_key)\//;

export function readCase(name: string, bytes: Uint8Array): Case {
  const { tensors, metadata } = readSafetensors(bytes);
  const config = new Settings(JSON.parse(metadata.config ?? '{}') as Record<string, unknown>);
  return { name, kind: metadata.kind ?? '', config, tolerance: Number(metadata.tolerance), tensors };
}

/** The float32 values of a tensor. @throws Error naming it when it is missing or not F32. */
export function values(tensors: ReadonlyMap<string, StoredTensor>, name: string): Float32Array {
  const tensor = tensors.get(name);
  if (!(tensor?.data instanceof Float32Array)) throw new Error(`The case has no F32 tensor "${name}".`);
  return tensor.data;
}

/** The whole numbers of a tensor. @throws Error naming it when it is missing or holds floating-point numbers. */
export function wholeNumbers(tensors: ReadonlyMap<string, StoredTensor>, name: string): Int32Array {
  const tensor = tensors.get(name);
  if (!tensor || tensor.dtype.startsWith('F'))
    throw new Error(`The case has no tensor "${name}" of whole numbers.`);
  return Int32Array.from(tensor.data as ArrayLike<number | bigint>, Number);
}

/** A tensor of the case on the device; the caller disposes it. */
export function tensorOf(tensors: ReadonlyMap<string, StoredTensor>, name: string): tf.Tensor {
  return tf.tensor(values(tensors, name), shapeOf(tensors, name));
}

/** What the case asks for: names of its `output/`, `grad/`, `after/` and `after_key/` tensors that begin with `prefix`. */
export function asked({ tensors }: Pick<Case, 'tensors'>, prefix: string): string[] {
  return [...tensors.keys()].filter((name) => ASKED.test(name) && name.startsWith(prefix));
}

export function shapeOf(tensors: ReadonlyMap<string, StoredTensor>, name: string): number[] {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`The case has no tensor "${name}".`);
  return [...tensor.shape];
}

/** Tensors whose names begin with `prefix`, without it. */
export function under(tensors: ReadonlyMap<string, StoredTensor>, prefix: string): Map<string, StoredTensor> {
  return new Map(
    [...tensors]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
  );
}

function errorOf(got: ArrayLike<number> | undefined, want: StoredTensor): number {
  if (got?.length !== want.data.length) return Infinity;
  let scale = 1e-6;
  let worst = 0;
  for (let i = 0; i < got.length; i++) {
    const expected = Number(want.data[i]);
    const difference = Math.abs(got[i]! - expected);
    scale = Math.max(scale, Math.abs(expected));
    worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }
  return worst / scale;
}

/** Every tensor that the case asks for must have been answered. */
export function judge(given: Case, answer: Answer): Verdict {
  let worst = 0;
  let tensor = '';
  for (const [name, want] of given.tensors) {
    if (!ASKED.test(name)) continue;
    const error = errorOf(answer.get(name), want);
    if (tensor === '' || error > worst) [worst, tensor] = [error, name];
  }
  return {
    case: given.name,
    kind: given.kind,
    worst,
    tensor,
    tolerance: given.tolerance,
    pass: tensor !== '' && worst <= given.tolerance,
  };
}

/** The verdict on a case that could not be read or computed: a failure with its reason. */
export function failed(
  { name, kind, tolerance }: Pick<Case, 'name' | 'kind' | 'tolerance'>,
  error: unknown,
): Verdict {
  const reason = error instanceof Error ? error.message : String(error);
  return { case: name, kind, worst: Infinity, tensor: '', tolerance, pass: false, error: reason };
}
