/** A checkpoint of either kind, PyTorch's or safetensors, as named tensors whose numbers are read only when asked for. */
import type { ElementName } from './elements';
import { readSafetensors } from './safetensors';
import { readTorchFile, TorchTensor } from './torch_file';

export class CheckpointFileError extends Error {
  override name = 'CheckpointFileError';
}

export interface CheckpointTensor {
  readonly dtype: ElementName;
  readonly shape: readonly number[];
  /** Row-major, as float32. */
  floats(): Float32Array;
}

export interface CheckpointFile {
  readonly format: 'PyTorch' | 'safetensors';
  /** The model's tensors by their names in the file. */
  readonly tensors: ReadonlyMap<string, CheckpointTensor>;
  /** What lies beside the model, e.g. `epoch`, `optimizer_state`. */
  readonly beside: readonly string[];
  /** Of a safetensors file; empty otherwise. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Where files keep the model when they hold more than it: SlowFast and pytorchvideo, Hara and most others, the rest. */
const MODEL_KEYS = ['model_state', 'state_dict', 'model'];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** Protocol 2, then the magic number of `torch.save` before 1.6 as a long of ten bytes. */
const LEGACY = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9];
/** The instruction that opens a pickle, and its newest protocol. */
const PICKLE = 0x80;
const NEWEST_PROTOCOL = 5;
const BRACE = 0x7b;

/** @throws an error with one sentence: what kind of file it is not, what was refused, or where it ends too early. */
export function openCheckpoint(bytes: Uint8Array): CheckpointFile {
  const startsWith = (signature: readonly number[]) => signature.every((byte, i) => bytes[i] === byte);
  if (startsWith(ZIP)) return ofTorch(readTorchFile(bytes));
  if (startsWith(LEGACY)) {
    throw new CheckpointFileError(
      "This is PyTorch's format from before version 1.6, which is not read here. In Python: torch.save(torch.load(path, map_location='cpu'), 'new.pth') with PyTorch 1.6 or later, then take new.pth.",
    );
  }
  if (bytes[0] === PICKLE && bytes[1]! >= 2 && bytes[1]! <= NEWEST_PROTOCOL) {
    throw new CheckpointFileError(
      "This is a Python pickle, which is not read here: torch.save before version 1.6 writes such files, Caffe2 and NumPy as well. In Python, load it with what wrote it, then torch.save(state_dict, 'new.pth') with PyTorch 1.6 or later, and take new.pth.",
    );
  }
  if (bytes[8] === BRACE) return ofSafetensors(bytes);
  throw new CheckpointFileError(
    'This is neither a PyTorch checkpoint (a zip written by torch.save) nor a safetensors file.',
  );
}

function ofSafetensors(bytes: Uint8Array): CheckpointFile {
  const { tensors, metadata } = readSafetensors(bytes);
  const named = [...tensors].map(([name, { dtype, shape, data }]): [string, CheckpointTensor] => [
    name,
    { dtype, shape, floats: () => (data instanceof Float32Array ? data : Float32Array.from(data, Number)) },
  ]);
  return { format: 'safetensors', tensors: new Map(named), beside: [], metadata };
}

function ofTorch(saved: unknown): CheckpointFile {
  if (!(saved instanceof Map))
    throw new CheckpointFileError('The file holds no dictionary of tensors: save a state_dict().');
  const root = saved as ReadonlyMap<unknown, unknown>;
  const within = MODEL_KEYS.map((key) => root.get(key)).find(
    (value) => value instanceof Map && tensorsOf(value).size > 0,
  );
  const model = (within ?? root) as ReadonlyMap<unknown, unknown>;
  const tensors = tensorsOf(model);
  const beside = [...root].filter(([, value]) => value !== within && !(value instanceof TorchTensor));
  const names = beside.map(([key]) => String(key));
  if (tensors.size === 0) {
    throw new CheckpointFileError(
      `The file holds ${names.join(', ') || 'nothing'}, but no tensors there or under ${MODEL_KEYS.join(', ')}.`,
    );
  }
  return { format: 'PyTorch', tensors, beside: names, metadata: {} };
}

function tensorsOf(values: ReadonlyMap<unknown, unknown>): Map<string, TorchTensor> {
  const tensors = new Map<string, TorchTensor>();
  for (const [name, value] of values) {
    if (typeof name === 'string' && value instanceof TorchTensor) tensors.set(name, value);
  }
  return tensors;
}
