import { expect, test } from 'vitest';
import { readSafetensors, SafetensorsError, type StoredTensor } from './safetensors';
import { writeSafetensors } from './safetensors_write';

function file(header: unknown, data: Uint8Array = new Uint8Array()): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

test('reads a tensor that does not start on a multiple of its element size, and the metadata', () => {
  const data = new Uint8Array(13);
  data.set(new Uint8Array(new Float32Array([1.5, -2, 3]).buffer), 1);
  const read = readSafetensors(
    file(
      {
        __metadata__: { kind: 'x' },
        a: { dtype: 'U8', shape: [1], data_offsets: [0, 1] },
        b: { dtype: 'F32', shape: [3], data_offsets: [1, 13] },
      },
      data,
    ),
  );
  expect([...read.tensors.get('b')!.data]).toEqual([1.5, -2, 3]);
  expect(read.metadata).toEqual({ kind: 'x' });
});

test.each([
  ['a header longer than the file', new Uint8Array([255, 255, 255, 0, 0, 0, 0, 0, 1]), /claims/],
  ['a header that is not JSON', new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0, 120]), /not JSON/],
  ['data outside the file', file({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }), /"a".*outside/],
  [
    'a shape that disagrees with its bytes',
    file({ a: { dtype: 'F32', shape: [3], data_offsets: [0, 8] } }, new Uint8Array(8)),
    /"a".*12 bytes.*8/,
  ],
  [
    'data that two tensors share',
    file(
      {
        a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
        b: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
      },
      new Uint8Array(8),
    ),
    /"b".*overlaps/,
  ],
  ['an unknown type', file({ a: { dtype: 'Q4', shape: [], data_offsets: [0, 0] } }), /"a".*Q4/],
])('refuses %s, naming what is wrong', (_, bytes, message) => {
  expect(() => readSafetensors(bytes)).toThrow(SafetensorsError);
  expect(() => readSafetensors(bytes)).toThrow(message);
});

test('reads from a Node Buffer too, whose slice does not copy', () => {
  const bytes = Buffer.concat([
    Buffer.alloc(3),
    file(
      { a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } },
      new Uint8Array(new Float32Array([4, 5]).buffer),
    ),
  ]);
  expect([...readSafetensors(bytes.subarray(3)).tensors.get('a')!.data]).toEqual([4, 5]);
});

test('widens half-width floats', () => {
  const halves = Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x7c00);
  const brain = Uint16Array.of(0x3f80, 0xc049);
  const data = new Uint8Array([...new Uint8Array(halves.buffer), ...new Uint8Array(brain.buffer)]);
  const { tensors } = readSafetensors(
    file(
      {
        a: { dtype: 'F16', shape: [5], data_offsets: [0, 10] },
        b: { dtype: 'BF16', shape: [2], data_offsets: [10, 14] },
      },
      data,
    ),
  );
  expect(tensors.get('a')).toEqual({
    dtype: 'F32',
    shape: [5],
    data: Float32Array.of(1, -2, 65504, 2 ** -24, Infinity),
  });
  expect([...tensors.get('b')!.data]).toEqual([1, -3.140625]);
});

test('what is written reads back, each tensor on a multiple of its element size', () => {
  const tensors = new Map<string, StoredTensor>([
    ['bytes', { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 3) }],
    ['part', { dtype: 'F32', shape: [1, 2], data: Float32Array.of(9, 0.1, -0, 9).subarray(1, 3) }],
    ['count', { dtype: 'I64', shape: [], data: BigInt64Array.of(-5n) }],
    ['none', { dtype: 'F32', shape: [0, 4], data: new Float32Array() }],
  ]);
  const metadata = { format: 'pt', name: 'été "1"' };
  const bytes = writeSafetensors(tensors, metadata);
  const read = readSafetensors(bytes);
  expect(new Map(read.tensors)).toEqual(tensors);
  expect(read.metadata).toEqual(metadata);
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<
    string,
    { data_offsets: [number, number] }
  >;
  expect(length % 8).toBe(0);
  for (const [name, { data }] of tensors)
    expect(header[name]!.data_offsets[0] % data.BYTES_PER_ELEMENT).toBe(0);
});
