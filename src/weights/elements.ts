/** Element types of stored tensors, each widened or rounded to float32, which is what everything here computes in. */

interface ElementType {
  readonly bytes: number;
  readonly isFloat: boolean;
  /** One element at a byte offset, little-endian. */
  readonly at: (view: DataView, offset: number) => number;
}

/** By safetensors' names. */
export const ELEMENTS = {
  F64: { bytes: 8, isFloat: true, at: (view, offset) => view.getFloat64(offset, true) },
  F32: { bytes: 4, isFloat: true, at: (view, offset) => view.getFloat32(offset, true) },
  F16: { bytes: 2, isFloat: true, at: (view, offset) => fromHalf(view.getUint16(offset, true)) },
  BF16: { bytes: 2, isFloat: true, at: (view, offset) => fromBrainFloat(view.getUint16(offset, true)) },
  I64: { bytes: 8, isFloat: false, at: (view, offset) => Number(view.getBigInt64(offset, true)) },
  I32: { bytes: 4, isFloat: false, at: (view, offset) => view.getInt32(offset, true) },
  I16: { bytes: 2, isFloat: false, at: (view, offset) => view.getInt16(offset, true) },
  I8: { bytes: 1, isFloat: false, at: (view, offset) => view.getInt8(offset) },
  U8: { bytes: 1, isFloat: false, at: (view, offset) => view.getUint8(offset) },
  BOOL: { bytes: 1, isFloat: false, at: (view, offset) => view.getUint8(offset) },
} as const satisfies Record<string, ElementType>;
export type ElementName = keyof typeof ELEMENTS;

/** IEEE 754 binary16: sign, 5 bits of exponent, 10 of fraction. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
export function fromBrainFloat(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}
