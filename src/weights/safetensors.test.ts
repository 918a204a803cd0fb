import { expect, test } from 'vitest';
import { readSafetensors, SafetensorsError } from './safetensors';

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
