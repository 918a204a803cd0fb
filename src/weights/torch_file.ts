/** PyTorch's files (`torch.save` since 1.6): a zip of a pickle that names tensors, and of one raw storage each. */
import { ELEMENTS, type ElementName } from './elements';
import { PickleGlobal, readPickle } from './pickle';
import { sizeOf } from './parameters';
import { ZipArchive } from './zip';

export class TorchFileError extends Error {
  override name = 'TorchFileError';
}

/** Storage classes by the names that pickles give them, and the element types behind. */
const STORAGES: Readonly<Record<string, ElementName>> = {
  'torch.DoubleStorage': 'F64',
  'torch.FloatStorage': 'F32',
  'torch.HalfStorage': 'F16',
  'torch.BFloat16Storage': 'BF16',
  'torch.LongStorage': 'I64',
  'torch.IntStorage': 'I32',
  'torch.ShortStorage': 'I16',
  'torch.CharStorage': 'I8',
  'torch.ByteStorage': 'U8',
  'torch.BoolStorage': 'BOOL',
};

interface Storage {
  readonly archive: ZipArchive;
  readonly entry: string;
  readonly type: ElementName;
  /** Elements. */
  readonly count: number;
}

/** A tensor whose numbers are read only when asked for. */
export class TorchTensor {
  readonly dtype: ElementName;
  readonly shape: readonly number[];
  readonly #storage: Storage;
  /** Elements, from the start of the storage and from one index to the next. */
  readonly #offset: number;
  readonly #strides: readonly number[];

  /** @throws TorchFileError when shape and strides reach outside of the storage. */
  constructor(storage: Storage, offset: number, shape: readonly number[], strides: readonly number[]) {
    const size = sizeOf(shape);
    const last = shape.reduce((at, length, axis) => at + (length - 1) * strides[axis]!, offset);
    if (size > storage.count || (size > 0 && last >= storage.count)) {
      throw new TorchFileError(
        `A tensor [${shape.join(', ')}] with strides [${strides.join(', ')}] from element ${offset} does not fit into its storage of ${storage.count} elements.`,
      );
    }
    this.dtype = storage.type;
    this.shape = shape;
    this.#storage = storage;
    this.#offset = offset;
    this.#strides = strides;
  }

  /** The values row-major, whatever the strides were, as float32. */
  floats(): Float32Array {
    const bytes = this.#storage.archive.read(this.#storage.entry);
    const result = new Float32Array(sizeOf(this.shape));
    if (this.dtype === 'F32' && this.#isContiguous()) {
      const start = this.#offset * 4;
      new Uint8Array(result.buffer).set(bytes.subarray(start, start + result.byteLength));
      return result;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { bytes: width, at } = ELEMENTS[this.dtype];
    const index = this.shape.map(() => 0);
    let element = this.#offset;
    for (let i = 0; i < result.length; i++) {
      result[i] = at(view, element * width);
      for (let axis = index.length - 1; axis >= 0; axis--) {
        element += this.#strides[axis]!;
        if (++index[axis]! < this.shape[axis]!) break;
        element -= index[axis]! * this.#strides[axis]!;
        index[axis] = 0;
      }
    }
    return result;
  }

  #isContiguous(): boolean {
    let expected = 1;
    for (let axis = this.shape.length - 1; axis >= 0; axis--) {
      if (this.shape[axis] !== 1 && this.#strides[axis] !== expected) return false;
      expected *= this.shape[axis]!;
    }
    return true;
  }
}

/**
 * The object that was saved: dictionaries as Map, tensors as TorchTensor. The tensors read from `bytes`: keep it as it is.
 * @throws ZipError, PickleError or TorchFileError, each with one sentence that says what is wrong or refused.
 */
export function readTorchFile(bytes: Uint8Array): unknown {
  const archive = new ZipArchive(bytes);
  const pickle = archive.names.find((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickle === undefined)
    throw new TorchFileError('This zip archive has no data.pkl: it was not written by torch.save.');
  const root = pickle.slice(0, -'data.pkl'.length);
  if (archive.sizeOf(`${root}byteorder`) !== undefined) {
    const order = new TextDecoder().decode(archive.read(`${root}byteorder`));
    if (order !== 'little') throw new TorchFileError(`The file's byte order is ${order}, expected little.`);
  }
  return readPickle(archive.read(pickle), {
    globals: GLOBALS,
    persistent: (id) => storageOf(archive, root, id),
  });
}

/** ('storage', class, key, device, elements). */
function storageOf(archive: ZipArchive, root: string, id: unknown): Storage {
  const [kind, storage, key, , count] = Array.isArray(id) ? (id as unknown[]) : [];
  const type = storage instanceof PickleGlobal ? STORAGES[storage.name] : undefined;
  if (kind !== 'storage' || !type || typeof key !== 'string' || !isCount(count))
    throw new TorchFileError('The file refers to something that is not a storage of numbers.');
  const entry = `${root}data/${key}`;
  const held = archive.sizeOf(entry);
  if (held === undefined) throw new TorchFileError(`The storage ${entry} is missing.`);
  const claimed = count * ELEMENTS[type].bytes;
  if (claimed > held)
    throw new TorchFileError(`The storage ${entry} has ${held} bytes, ${claimed} are claimed.`);
  return { archive, entry, type, count };
}

function rebuildTensor(args: readonly unknown[]): TorchTensor {
  const [storage, offset, shape, strides] = args;
  if (!isStorage(storage) || !isCount(offset) || !isCounts(shape) || !isCounts(strides))
    throw new TorchFileError('A tensor has no storage, or its shape or strides are not lists of counts.');
  if (shape.length !== strides.length)
    throw new TorchFileError(`A tensor has ${shape.length} dimensions and ${strides.length} strides.`);
  return new TorchTensor(storage, offset, shape, strides);
}

function isStorage(value: unknown): value is Storage {
  return (
    typeof value === 'object' && value !== null && 'archive' in value && value.archive instanceof ZipArchive
  );
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isCount);
}

/** From nothing, or from a list of [key, value]. */
function orderedDictionary([pairs]: readonly unknown[]): Map<unknown, unknown> {
  return new Map(Array.isArray(pairs) ? (pairs as [unknown, unknown][]) : []);
}

/** All that a pickle may name, and what it means as data. */
const GLOBALS: ReadonlyMap<string, PickleGlobal> = new Map(
  [
    new PickleGlobal('collections.OrderedDict', orderedDictionary),
    new PickleGlobal('torch.Size', ([sizes]) => sizes),
    new PickleGlobal('torch._utils._rebuild_tensor_v2', rebuildTensor),
    new PickleGlobal('torch._utils._rebuild_parameter', ([tensor]) => tensor),
    ...Object.keys(STORAGES).map((name) => new PickleGlobal(name)),
  ].map((known) => [known.name, known]),
);
