import { expect, test } from 'vitest';
import { claimedBytes, unreadableContainer } from './container';

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const blob = (...parts: (string | number[] | Uint8Array<ArrayBuffer>)[]) =>
  new Blob(parts.map((part) => (typeof part === 'string' ? bytes(part) : Uint8Array.from(part))));

test('an AVI is told by its RIFF header, with the codec of its video stream', async () => {
  const avi = blob('RIFF\x00\x10\x00\x00AVI LIST\x00\x00\x00\x00hdrlstrh\x38\x00\x00\x00vidsXVID');
  const found = await unreadableContainer(avi);
  expect(found?.name).toBe('an AVI file');
  expect(found?.holds).toContain('DivX or Xvid');
  expect(found?.holds).toContain('(here XVID)');
  expect((await unreadableContainer(blob('RIFF\x00\x10\x00\x00AVI ')))?.holds).not.toContain('here');
});

test('other containers that cannot be read are named', async () => {
  expect((await unreadableContainer(blob('FLV\x01\x05')))?.name).toContain('FLV');
  expect((await unreadableContainer(blob([0, 0, 1, 0xba, 0x44])))?.name).toContain('MPEG');
  expect((await unreadableContainer(blob('OggS', new Uint8Array(24), [0x80], 'theora')))?.name).toContain(
    'Ogg',
  );
  expect((await unreadableContainer(blob('GIF89a')))?.name).toContain('GIF');
});

test('what can be read, and what is no container, is left to the demuxer', async () => {
  for (const head of [
    'RIFF\x24\x00\x00\x00WAVEfmt ',
    '\x00\x00\x00\x14ftypisom',
    'hello\n',
    '',
    '\x1aE\xdf\xa3',
  ]) {
    expect(await unreadableContainer(blob(head))).toBeUndefined();
  }
});

const box = (type: string, content: number, size = content + 8) =>
  new Uint8Array([0, 0, size >> 8, size & 255, ...bytes(type), ...new Uint8Array(content)]);

test('MP4 boxes tell how long the file should be', async () => {
  const whole = blob(box('ftyp', 12), box('moov', 100), box('mdat', 300));
  expect(await claimedBytes(whole)).toBe(whole.size);
  expect(await claimedBytes(whole.slice(0, 200))).toBe(whole.size);
  expect(await claimedBytes(whole.slice(0, 50))).toBe(20 + 108);
  // The header of the next box is cut.
  expect(await claimedBytes(whole.slice(0, 131))).toBe(20 + 108 + 8);
  // Size 0: to the end of the file. Size 1: 64 bits behind the type.
  expect(await claimedBytes(blob(box('ftyp', 12), box('mdat', 30, 0)))).toBe(58);
  const large = blob(box('ftyp', 12), [0, 0, 0, 1], 'mdat', [0, 0, 0, 2, 0, 0, 0, 0]);
  expect(await claimedBytes(large)).toBe(20 + 2 ** 33);
});

test('a Matroska segment tells how long the file should be, unless it was recorded live', async () => {
  const header = [0x1a, 0x45, 0xdf, 0xa3, 0x83, 1, 2, 3];
  const segment = [0x18, 0x53, 0x80, 0x67];
  expect(await claimedBytes(blob(header, segment, [0x41, 0x00], new Uint8Array(10)))).toBe(8 + 4 + 2 + 256);
  const live = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
  expect(await claimedBytes(blob(header, segment, live, new Uint8Array(10)))).toBeUndefined();
  expect(await claimedBytes(blob(header, [0xec, 0x81, 0]))).toBeUndefined();
});

test('other bytes claim nothing', async () => {
  expect(await claimedBytes(blob('hello, this is text'))).toBeUndefined();
  expect(await claimedBytes(blob(''))).toBeUndefined();
});
