/** What a training takes is held against what there is before anything is allocated: refused, or asked about. */
import { expect, test } from 'vitest';
import { PRESETS } from '../runs/config';
import { costOf } from './plan';
import { questionOf, refusalOf } from './room';

const GIB = 2 ** 30;
const { interactive, paperMoco } = PRESETS;

test('the preset of the paper is asked about on a device of 16 GiB, the interactive one nowhere', () => {
  const paper = costOf(paperMoco.train, 64);
  expect(questionOf(paper, { memory: 16 * GIB })).toMatch(
    /^This training takes about \d\d\.\d GiB of memory, and the browser tells of 16 GiB on this device, for all that runs there\. Fewer videos/,
  );
  expect(questionOf(paper, { memory: undefined })).toMatch(/more than many devices have/);
  expect(questionOf(paper, { memory: 32 * GIB })).toBeUndefined();
  expect(questionOf(costOf(paperMoco.train, 4), { memory: 16 * GIB })).toBeUndefined();
  expect(questionOf(costOf(interactive.train, 64), { memory: 2 * GIB })).toBeUndefined();
});

test('a buffer larger than the adapter can make is refused, with both sizes', () => {
  const paper = costOf(paperMoco.train, 64);
  const { frames, size } = paperMoco.train.encoder;
  // The largest tensor of a Slow R50: 64 channels after the stem, at half the size, or 256 at a quarter.
  const { batch } = paper;
  expect(paper.largestBuffer).toBe(batch * 256 * frames * (size / 4) ** 2 * 4);
  expect(refusalOf(paper, { largestBuffer: paper.largestBuffer })).toBeUndefined();
  expect(refusalOf({ largestBuffer: 2 * GIB }, { largestBuffer: GIB / 8 })).toMatch(
    /^One buffer of this training would take 2 GiB, and the adapter holds 0\.1 GiB in one at most\. Fewer videos/,
  );
});
