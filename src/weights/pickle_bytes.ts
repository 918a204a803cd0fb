/** A cursor over the bytes of a pickle: every read is checked against what is left. Little-endian but for floats. */

export class PickleError extends Error {
  override name = 'PickleError';
}

/** No whole number in a checkpoint is longer; a claim of more is an attempt to make us work. */
const MAX_LONG_BYTES = 1024;

export class PickleBytes {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    return this.#bytes[this.#take(1)]!;
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  uint64(): number {
    return Number(this.#view.getBigUint64(this.#take(8), true));
  }

  float64(): number {
    return this.#view.getFloat64(this.#take(8), false);
  }

  /** A view of the next `size` bytes. */
  raw(size: number): Uint8Array {
    const start = this.#take(size);
    return this.#bytes.subarray(start, start + size);
  }

  text(size: number): string {
    return new TextDecoder().decode(this.raw(size));
  }

  /** Up to the end of the line, which is left out. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0) this.fail('a name has no end');
    const text = this.text(end - this.#at);
    this.#at = end + 1;
    return text;
  }

  /** Two's complement of `size` bytes; a number where that is exact. */
  whole(size: number): number | bigint {
    if (size > MAX_LONG_BYTES) this.fail(`a whole number of ${size} bytes is claimed`);
    let value = 0n;
    this.raw(size).forEach((byte, i) => (value |= BigInt(byte) << BigInt(8 * i)));
    const signed = BigInt.asIntN(8 * size, value);
    const exact = Number(signed);
    return Number.isSafeInteger(exact) ? exact : signed;
  }

  fail(what: string): never {
    throw new PickleError(`The pickle is not readable at byte ${this.#at}: ${what}.`);
  }

  /** Start of the next `size` bytes, which are there. */
  #take(size: number): number {
    const start = this.#at;
    const left = this.#bytes.byteLength - start;
    if (size > left) this.fail(`${size} bytes are claimed, ${left} are left`);
    this.#at += size;
    return start;
  }
}
