/** PyTorch's files: one that PyTorch 1.13 itself wrote, and hostile or broken ones made here byte by byte. */
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { openCheckpoint } from './checkpoint_file';
import { readTorchFile } from './torch_file';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...strToU8(part)] : part)));

const PROTO = [0x80, 2];
const END = '.';
/** BINUNICODE. */
const text = (value: string) => [0x58, value.length, 0, 0, 0, ...strToU8(value)];
/** BININT. */
const int = (value: number) => [0x4a, ...new Uint8Array(Int32Array.of(value).buffer)];
const tuple = (...items: number[][]) => [0x28, ...items.flat(), 0x74];
const name = (module: string, member: string) => [0x63, ...strToU8(`${module}\n${member}\n`)];

/** A tensor over storage 0 as torch.save writes it. */
function tensor(count: number, offset: number, shape: number[], strides: number[], type = 'FloatStorage') {
  const storage = [...tuple(text('storage'), name('torch', type), text('0'), text('cpu'), int(count)), 0x51];
  return [
    ...name('torch._utils', '_rebuild_tensor_v2'),
    ...tuple(storage, int(offset), tuple(...shape.map(int)), tuple(...strides.map(int))),
    0x52,
  ];
}

/** {"w": tensor} beside a storage of 4 floats. */
function fileOf(value: number[], storage = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer)): Uint8Array {
  const pickle = bytes(PROTO, [0x7d], text('w'), value, [0x73], END);
  return zipSync({ 'a/data.pkl': pickle, 'a/data/0': storage }, { level: 0 });
}

test('reads what PyTorch wrote: every element type, strides, parameters, and what lies beside the model', () => {
  const file = openCheckpoint(Uint8Array.from(Buffer.from(WRITTEN_BY_TORCH, 'base64')));
  const values = Object.fromEntries(
    [...file.tensors].map(([key, each]) => [key, [each.dtype, each.shape, [...each.floats()]]]),
  );
  expect(values).toEqual({
    plain: ['F32', [2, 3], [-0.5, -0.25, 0, 0.25, 0.5, 0.75]],
    strided: ['F32', [2, 2], [-0.25, 0.5, 0, 0.75]],
    half: ['F16', [3], [1.5, -(2 ** -24), 65504]],
    bfloat: ['BF16', [2], [-3.140625, 2 ** 100]],
    double: ['F64', [1], [Math.fround(0.1)]],
    long: ['I64', [2], [-2, 7]],
    byte: ['U8', [1], [255]],
    scalar: ['F32', [], [2.5]],
    parameter: ['F32', [2], [1, 2]],
  });
  expect(file.beside).toEqual(['epoch', 'lr', 'seed', 'offset', 'name', 'none', 'flags']);
});

test('reads plain values exactly', () => {
  const saved = readTorchFile(Uint8Array.from(Buffer.from(WRITTEN_BY_TORCH, 'base64'))) as Map<
    string,
    unknown
  >;
  const rest = Object.fromEntries([...saved].filter(([key]) => key !== 'model_state'));
  expect(rest).toEqual({
    epoch: 3,
    lr: 0.1,
    seed: 2n ** 70n,
    offset: -5,
    name: 'é',
    none: null,
    flags: [true, [1, 300, 70000]],
  });
});

test.each(['model_state', 'state_dict', 'model'])('finds the model under %s', (key) => {
  const model = [0x7d, ...text('w'), ...tensor(4, 1, [3], [1]), 0x73];
  const pickle = bytes(PROTO, [0x7d], text(key), model, [0x73], text('epoch'), int(9), [0x73], END);
  const floats = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
  const file = openCheckpoint(zipSync({ 'a/data.pkl': pickle, 'a/data/0': floats }, { level: 0 }));
  expect([...file.tensors.get('w')!.floats()]).toEqual([2, 3, 4]);
  expect(file.beside).toEqual(['epoch']);
});

test('reads a file that was packed again with compression', () => {
  const floats = new Uint8Array(Float32Array.from({ length: 400 }, (_, i) => i % 3).buffer);
  const pickle = bytes(PROTO, [0x7d], text('w'), tensor(400, 1, [2, 3], [3, 1]), [0x73], END);
  const packed = zipSync({ 'a/data.pkl': pickle, 'a/data/0': floats }, { level: 9 });
  expect([...openCheckpoint(packed).tensors.get('w')!.floats()]).toEqual([1, 2, 0, 1, 2, 0]);
});

const system = [...name('posix', 'system'), ...tuple(text('echo owned')), 0x52];
test.each([
  ['a call of os.system', fileOf(system), /posix\.system.*refused/],
  [
    'the same by the newer instruction',
    fileOf([...text('os'), ...text('system'), 0x93, ...tuple(text('id')), 0x52]),
    /os\.system/,
  ],
  ['builtins.eval', fileOf([...name('builtins', 'eval'), ...tuple(text('1')), 0x52]), /builtins\.eval/],
  ['a whole model', fileOf(name('torchvision.models', 'VideoResNet')), /torchvision\.models\.VideoResNet/],
  [
    'a name that JavaScript objects inherit',
    fileOf(name('torch', 'constructor')),
    /torch\.constructor.*refused/,
  ],
  [
    'a storage class that is called',
    fileOf([...name('torch', 'FloatStorage'), ...tuple(), 0x52]),
    /cannot be called/,
  ],
  ['an unknown instruction', fileOf([0x69]), /instruction 0x69/],
  ['more storage than there is', fileOf(tensor(2_000_000_000, 0, [4], [1])), /8000000000 are claimed/],
  [
    'a shape larger than its storage',
    fileOf(tensor(4, 0, [65536, 65536], [0, 0])),
    /65536, 65536.*4 elements/,
  ],
  ['strides that reach outside', fileOf(tensor(4, 2, [2, 2], [2, 1])), /does not fit/],
  ['a negative offset', fileOf(tensor(4, -1, [2], [1])), /not lists of counts/],
  ['an unknown storage', fileOf(tensor(4, 0, [4], [1], 'QInt8Storage')), /torch\.QInt8Storage/],
  ['a pickle that ends too early', fileOf([0x58, 0xff, 0xff, 0xff, 0x7f]), /2147483647 bytes are claimed/],
  ['a value that was never kept', fileOf([0x68, 9]), /value 9 is used before/],
  ['a stack that is empty', fileOf([0x30, 0x30, 0x30]), /a value is missing/],
])('refuses %s, naming it', (_, file, message) => {
  expect(() => openCheckpoint(file)).toThrow(message);
});

test('refuses every cut of a file, and never with anything but a sentence', () => {
  const whole = fileOf(tensor(4, 0, [2, 2], [2, 1]));
  expect([...openCheckpoint(whole).tensors.get('w')!.floats()]).toEqual([1, 2, 3, 4]);
  for (let length = 0; length < whole.length; length++) {
    const cut = whole.subarray(0, length);
    expect(() => openCheckpoint(cut)).toThrow(/cut short|neither a PyTorch/);
  }
});

test('refuses directories that point elsewhere or claim what cannot be', () => {
  const whole = fileOf(tensor(4, 0, [2, 2], [2, 1]));
  const end = whole.length - 22;
  const changed = (at: number, value: number) => {
    const copy = whole.slice();
    new DataView(copy.buffer).setUint32(at, value, true);
    return copy;
  };
  const directory = new DataView(whole.buffer).getUint32(end + 16, true);
  expect(() => openCheckpoint(changed(end + 16, 5))).toThrow(/something else/);
  expect(() => openCheckpoint(changed(end + 16, 0xffffffff))).toThrow(/something else|cut short/);
  expect(() => openCheckpoint(changed(directory + 20, 0x7fffffff))).toThrow(/cut short/);
  expect(() => openCheckpoint(changed(directory + 24, 0x7fffffff))).toThrow(/claims 2147483647 bytes/);
  expect(() => openCheckpoint(changed(directory + 42, 7))).toThrow(/something else/);
});

test("refuses PyTorch's old format by name, with what to do; and files of another kind", () => {
  const old = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
  expect(() => openCheckpoint(Uint8Array.from(old))).toThrow(/before version 1\.6.*torch\.save\(torch\.load/);
  // Of another protocol, and one that torch did not write.
  for (const pickle of [
    [0x80, 0x04, 0x95, 0x0a],
    [0x80, 0x02, 0x7d, 0x71],
  ])
    expect(() => openCheckpoint(Uint8Array.from(pickle))).toThrow(/Python pickle.*torch\.save\(state_dict/);
  expect(() => openCheckpoint(strToU8('<!doctype html><html>'))).toThrow(/neither a PyTorch checkpoint/);
  expect(() => openCheckpoint(zipSync({ 'photo.jpg': new Uint8Array(3) }))).toThrow(/no data\.pkl/);
  expect(() => openCheckpoint(fileOf(text('no tensor')))).toThrow(/holds w, but no tensors/);
});

/** torch.save of PyTorch 1.13: a dictionary of plain values and, under model_state, tensors of nine kinds. */
const WRITTEN_BY_TORCH = `
UEsDBAAACAgAAAAAAAAAAAAAAAAAAAAAAAAKABgAZi9kYXRhLnBrbEZCFABaWlpaWlpaWlpaWlpaWlpaWlpaWoACfXEAKFgFAAAAZXBvY2hxAU
sDWAIAAABscnECRz+5mZmZmZmaWAQAAABzZWVkcQOKCQAAAAAAAAAAQFgGAAAAb2Zmc2V0cQRK+////1gEAAAAbmFtZXEFWAIAAADDqXEGWAQA
AABub25lcQdOWAUAAABmbGFnc3EIiF1xCShLAU0sAUpwEQEAZYZxClgLAAAAbW9kZWxfc3RhdGVxC2Njb2xsZWN0aW9ucwpPcmRlcmVkRGljdA
pxDClScQ0oWAUAAABwbGFpbnEOY3RvcmNoLl91dGlscwpfcmVidWlsZF90ZW5zb3JfdjIKcQ8oKFgHAAAAc3RvcmFnZXEQY3RvcmNoCkZsb2F0
U3RvcmFnZQpxEVgBAAAAMHESWAMAAABjcHVxE0sGdHEUUUsASwJLA4ZxFUsDSwGGcRaJaAwpUnEXdHEYUnEZWAcAAABzdHJpZGVkcRpoDygoaB
BoEWgSaBNLBnRxG1FLAUsCSwKGcRxLAUsDhnEdiWgMKVJxHnRxH1JxIFgEAAAAaGFsZnEhaA8oKGgQY3RvcmNoCkhhbGZTdG9yYWdlCnEiWAEA
AAAxcSNoE0sDdHEkUUsASwOFcSVLAYVxJoloDClScSd0cShScSlYBgAAAGJmbG9hdHEqaA8oKGgQY3RvcmNoCkJGbG9hdDE2U3RvcmFnZQpxK1
gBAAAAMnEsaBNLAnRxLVFLAEsChXEuSwGFcS+JaAwpUnEwdHExUnEyWAYAAABkb3VibGVxM2gPKChoEGN0b3JjaApEb3VibGVTdG9yYWdlCnE0
WAEAAAAzcTVoE0sBdHE2UUsASwGFcTdLAYVxOIloDClScTl0cTpScTtYBAAAAGxvbmdxPGgPKChoEGN0b3JjaApMb25nU3RvcmFnZQpxPVgBAA
AANHE+aBNLAnRxP1FLAEsChXFASwGFcUGJaAwpUnFCdHFDUnFEWAQAAABieXRlcUVoDygoaBBjdG9yY2gKQnl0ZVN0b3JhZ2UKcUZYAQAAADVx
R2gTSwF0cUhRSwBLAYVxSUsBhXFKiWgMKVJxS3RxTFJxTVgGAAAAc2NhbGFycU5oDygoaBBoEVgBAAAANnFPaBNLAXRxUFFLACkpiWgMKVJxUX
RxUlJxU1gJAAAAcGFyYW1ldGVycVRjdG9yY2guX3V0aWxzCl9yZWJ1aWxkX3BhcmFtZXRlcgpxVWgPKChoEGgRWAEAAAA3cVZoE0sCdHFXUUsA
SwKFcVhLAYVxWYloDClScVp0cVtScVyIaAwpUnFdh3FeUnFfdXUuUEsHCJPnbKnFAwAAxQMAAFBLAwQAAAgIAAAAAAAAAAAAAAAAAAAAAAAACA
AFAGYvZGF0YS8wRkIBAFoAAAC/AACAvgAAAAAAAIA+AAAAPwAAQD9QSwcIz87iCBgAAAAYAAAAUEsDBAAACAgAAAAAAAAAAAAAAAAAAAAAAAAI
ADIAZi9kYXRhLzFGQi4AWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWgA+AYD/e1BLBwhnjqmiBgAAAAYAAA
BQSwMEAAAICAAAAAAAAAAAAAAAAAAAAAAAAAgABABmL2RhdGEvMkZCAABJwIBxUEsHCAqHdkoEAAAABAAAAFBLAwQAAAgIAAAAAAAAAAAAAAAA
AAAAAAAACAAGAGYvZGF0YS8zRkICAFpampmZmZmZuT9QSwcIyFOm9ggAAAAIAAAAUEsDBAAACAgAAAAAAAAAAAAAAAAAAAAAAAAIAEIAZi9kYX
RhLzRGQj4AWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlr+/////////wcAAAAA
AAAAUEsHCOdeeN8QAAAAEAAAAFBLAwQAAAgIAAAAAAAAAAAAAAAAAAAAAAAACAA6AGYvZGF0YS81RkI2AFpaWlpaWlpaWlpaWlpaWlpaWlpaWl
paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWv9QSwcIAAAA/wEAAAABAAAAUEsDBAAACAgAAAAAAAAAAAAAAAAAAAAAAAAIAAkAZi9k
YXRhLzZGQgUAWlpaWloAACBAUEsHCC66HMIEAAAABAAAAFBLAwQAAAgIAAAAAAAAAAAAAAAAAAAAAAAACAAGAGYvZGF0YS83RkICAFpaAACAPw
AAAEBQSwcIdqU/LggAAAAIAAAAUEsDBAAACAgAAAAAAAAAAAAAAAAAAAAAAAAJAEEAZi92ZXJzaW9uRkI9AFpaWlpaWlpaWlpaWlpaWlpaWlpa
WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlozClBLBwjRnmdVAgAAAAIAAABQSwECAAAAAAgIAAAAAAAAk+dsqcUDAA
DFAwAACgAAAAAAAAAAAAAAAAAAAAAAZi9kYXRhLnBrbFBLAQIAAAAACAgAAAAAAADPzuIIGAAAABgAAAAIAAAAAAAAAAAAAAAAABUEAABmL2Rh
dGEvMFBLAQIAAAAACAgAAAAAAABnjqmiBgAAAAYAAAAIAAAAAAAAAAAAAAAAAGgEAABmL2RhdGEvMVBLAQIAAAAACAgAAAAAAAAKh3ZKBAAAAA
QAAAAIAAAAAAAAAAAAAAAAANYEAABmL2RhdGEvMlBLAQIAAAAACAgAAAAAAADIU6b2CAAAAAgAAAAIAAAAAAAAAAAAAAAAABQFAABmL2RhdGEv
M1BLAQIAAAAACAgAAAAAAADnXnjfEAAAABAAAAAIAAAAAAAAAAAAAAAAAFgFAABmL2RhdGEvNFBLAQIAAAAACAgAAAAAAAAAAAD/AQAAAAEAAA
AIAAAAAAAAAAAAAAAAAOAFAABmL2RhdGEvNVBLAQIAAAAACAgAAAAAAAAuuhzCBAAAAAQAAAAIAAAAAAAAAAAAAAAAAFEGAABmL2RhdGEvNlBL
AQIAAAAACAgAAAAAAAB2pT8uCAAAAAgAAAAIAAAAAAAAAAAAAAAAAJQGAABmL2RhdGEvN1BLAQIAAAAACAgAAAAAAADRnmdVAgAAAAIAAAAJAA
AAAAAAAAAAAAAAANgGAABmL3ZlcnNpb25QSwYGLAAAAAAAAAAeAy0AAAAAAAAAAAAKAAAAAAAAAAoAAAAAAAAAHwIAAAAAAABSBwAAAAAAAFBL
BgcAAAAAcQkAAAAAAAABAAAAUEsFBgAAAAAKAAoAHwIAAFIHAAAAAA==`;
