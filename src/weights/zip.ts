/** Entries of a zip archive, found by its directory; each is read when asked for, stored ones without a copy. */
import { inflateSync } from 'fflate';

export class ZipError extends Error {
  override name = 'ZipError';
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
/** The record at the end and the longest comment behind it. */
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const IN_EXTRA_FIELD = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
/** Deflate cannot do better: a larger claim is false. */
const DEFLATE_LIMIT = 1032;

interface Entry {
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

export class ZipArchive {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #entries = new Map<string, Entry>();

  /** @throws ZipError when the directory is missing (the file was cut short) or points outside of the file. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { count, start } = this.#directory();
    let at = start;
    for (let i = 0; i < count; i++) at = this.#readEntry(at);
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** Bytes of an entry once unpacked; undefined when there is no such entry. */
  sizeOf(name: string): number | undefined {
    return this.#entries.get(name)?.size;
  }

  /** A view of the archive where the entry is stored, else unpacked. @throws ZipError */
  read(name: string): Uint8Array {
    const entry = this.#entries.get(name);
    if (!entry) throw new ZipError(`The archive has no entry "${name}".`);
    const { method, packed, size, offset } = entry;
    this.#expect(offset, LOCAL_HEADER, 30, `the header of "${name}"`);
    const start =
      offset + 30 + this.#view.getUint16(offset + 26, true) + this.#view.getUint16(offset + 28, true);
    this.#within(start, packed, `"${name}"`);
    const data = this.#bytes.subarray(start, start + packed);
    if (method === STORED && packed === size) return data;
    if (method !== DEFLATED || size > packed * DEFLATE_LIMIT)
      throw new ZipError(`Entry "${name}" claims ${size} bytes from ${packed}, packed by method ${method}.`);
    const unpacked = inflated(data, name);
    if (unpacked.byteLength !== size)
      throw new ZipError(`Entry "${name}" has ${unpacked.byteLength} bytes, ${size} are claimed.`);
    return unpacked;
  }

  #directory(): { count: number; start: number } {
    const last = this.#bytes.byteLength - END_BYTES;
    for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
      if (this.#view.getUint32(at, true) !== END) continue;
      const count = this.#view.getUint16(at + 10, true);
      const start = this.#view.getUint32(at + 16, true);
      return count === 0xffff || start === IN_EXTRA_FIELD ? this.#directory64(at - 20) : { count, start };
    }
    throw new ZipError('The archive has no directory at its end: the file was cut short.');
  }

  #directory64(locator: number): { count: number; start: number } {
    this.#expect(locator, LOCATOR_64, 20, 'the locator of the directory');
    const at = Number(this.#view.getBigUint64(locator + 8, true));
    this.#expect(at, END_64, 56, 'the end of the directory');
    return {
      count: Number(this.#view.getBigUint64(at + 32, true)),
      start: Number(this.#view.getBigUint64(at + 48, true)),
    };
  }

  /** Where the next entry of the directory starts. */
  #readEntry(at: number): number {
    this.#expect(at, DIRECTORY_ENTRY, 46, 'an entry of the directory');
    const view = this.#view;
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      view.getUint16(at + field, true),
    ) as [number, number, number];
    this.#within(at + 46, nameLength + extraLength, 'an entry of the directory');
    const name = new TextDecoder().decode(this.#bytes.subarray(at + 46, at + 46 + nameLength));
    const [size, packed, offset] = this.#wide(
      [24, 20, 42].map((field) => view.getUint32(at + field, true)),
      at + 46 + nameLength,
      extraLength,
    ) as [number, number, number];
    this.#entries.set(name, { method: view.getUint16(at + 10, true), packed, size, offset });
    return at + 46 + nameLength + extraLength + commentLength;
  }

  /** Replaces values that did not fit into 32 bits by those of the zip64 extra field, which has them in the same order. */
  #wide(values: number[], start: number, length: number): number[] {
    if (!values.includes(IN_EXTRA_FIELD)) return values;
    for (let at = start; at + 4 <= start + length; at += 4 + this.#view.getUint16(at + 2, true)) {
      if (this.#view.getUint16(at, true) !== 1) continue;
      let next = at + 4;
      return values.map((value) => {
        if (value !== IN_EXTRA_FIELD) return value;
        this.#within(next, 8, 'a size');
        next += 8;
        return Number(this.#view.getBigUint64(next - 8, true));
      });
    }
    return values;
  }

  #expect(at: number, signature: number, bytes: number, what: string): void {
    this.#within(at, bytes, what);
    if (this.#view.getUint32(at, true) !== signature)
      throw new ZipError(`There is something else where ${what} should be, at byte ${at}.`);
  }

  #within(start: number, bytes: number, what: string): void {
    if (start < 0 || start + bytes > this.#bytes.byteLength) {
      throw new ZipError(
        `The archive has ${this.#bytes.byteLength} bytes, ${what} would lie at ${start} to ${start + bytes}: the file was cut short.`,
      );
    }
  }
}

function inflated(data: Uint8Array, name: string): Uint8Array {
  try {
    return inflateSync(data);
  } catch (error) {
    throw new ZipError(`Entry "${name}" cannot be unpacked: ${(error as Error).message}.`);
  }
}
