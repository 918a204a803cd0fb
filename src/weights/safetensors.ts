/**
 * The safetensors format: 8 bytes little-endian header length, a JSON header, the data.
 * Read as data only: every offset is checked against the file before anything is allocated.
 */
import { fromBrainFloat, fromHalf } from './elements';

export type TensorData = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array;

export interface StoredTensor {
  readonly dtype: 'F32' | 'F64' | 'I64' | 'I32' | 'U8';
  readonly shape: readonly number[];
  readonly data: TensorData;
}

export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

export class SafetensorsError extends Error {
  override name = 'SafetensorsError';
}

/** Half-width floats are widened when they are read: nothing here computes in them. */
const VIEWS = {
  F16: Uint16Array,
  BF16: Uint16Array,
  F32: Float32Array,
  F64: Float64Array,
  I64: BigInt64Array,
  I32: Int32Array,
  U8: Uint8Array,
} as const;
const MAX_HEADER_BYTES = 100_000_000;

interface HeaderEntry {
  dtype: keyof typeof VIEWS;
  shape: number[];
  data_offsets: [number, number];
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function parseEntry(name: string, value: unknown, dataBytes: number): HeaderEntry {
  const entry = value as Partial<HeaderEntry> | null;
  if (typeof entry !== 'object' || entry === null)
    throw new SafetensorsError(`Tensor "${name}": its header entry is not an object.`);
  if (typeof entry.dtype !== 'string' || !(entry.dtype in VIEWS)) {
    throw new SafetensorsError(
      `Tensor "${name}": type ${String(entry.dtype)} is not one of ${Object.keys(VIEWS).join(', ')}.`,
    );
  }
  if (!Array.isArray(entry.shape) || !entry.shape.every(isCount))
    throw new SafetensorsError(`Tensor "${name}": its shape is not a list of counts.`);
  const [begin, end] = entry.data_offsets ?? [];
  if (!isCount(begin) || !isCount(end) || begin > end || end > dataBytes) {
    throw new SafetensorsError(
      `Tensor "${name}": its data lies outside the file (${String(begin)} to ${String(end)} of ${dataBytes} bytes).`,
    );
  }
  const bytes = entry.shape.reduce((a, b) => a * b, 1) * VIEWS[entry.dtype].BYTES_PER_ELEMENT;
  if (bytes !== end - begin) {
    throw new SafetensorsError(
      `Tensor "${name}": shape [${entry.shape.join(', ')}] takes ${bytes} bytes, the file has ${end - begin}.`,
    );
  }
  return entry as HeaderEntry;
}

/** @throws SafetensorsError naming the tensor and what is wrong with it. The tensors own their memory; F16 and BF16 come as F32. */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  if (bytes.byteLength < 8)
    throw new SafetensorsError(`A safetensors file has at least 8 bytes; this one has ${bytes.byteLength}.`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(Math.min(bytes.byteLength - 8, MAX_HEADER_BYTES))) {
    throw new SafetensorsError(
      `The header claims ${length} bytes, the file has ${bytes.byteLength}: not a safetensors file, or cut short.`,
    );
  }
  const dataStart = 8 + Number(length);
  let header: Record<string, unknown>;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, dataStart))) as Record<string, unknown>;
  } catch {
    throw new SafetensorsError('The header is not JSON: not a safetensors file.');
  }
  const tensors = new Map<string, StoredTensor>();
  const metadata: Record<string, string> = {};
  let claimed = 0;
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') {
      for (const [key, text] of Object.entries(value as Record<string, unknown>))
        metadata[key] = String(text);
      continue;
    }
    const { dtype, shape, data_offsets } = parseEntry(name, value, bytes.byteLength - dataStart);
    claimed += data_offsets[1] - data_offsets[0];
    if (claimed > bytes.byteLength - dataStart)
      throw new SafetensorsError(`Tensor "${name}": its data overlaps that of another tensor.`);
    // A copy, because a view would have to start on a multiple of the element size (and Buffer's own slice would be a view).
    const { buffer } = Uint8Array.from(
      bytes.subarray(dataStart + data_offsets[0], dataStart + data_offsets[1]),
    );
    tensors.set(name, storedTensor(dtype, shape, buffer));
  }
  return { tensors, metadata };
}

function storedTensor(
  dtype: keyof typeof VIEWS,
  shape: readonly number[],
  buffer: ArrayBuffer,
): StoredTensor {
  if (dtype !== 'F16' && dtype !== 'BF16') return { dtype, shape, data: new VIEWS[dtype](buffer) };
  const widen = dtype === 'F16' ? fromHalf : fromBrainFloat;
  return { dtype: 'F32', shape, data: Float32Array.from(new Uint16Array(buffer), widen) };
}
