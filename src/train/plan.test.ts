import { expect, test } from 'vitest';
import { PRESETS } from '../runs/config';
import { costOf } from './plan';

const config = PRESETS.interactive.train;

test('runs that differ in the time module have the same encoder and different totals', () => {
  const [base, transform] = costOf(config, 96).runs;
  expect(base!.encoderParameters).toBe(transform!.encoderParameters);
  expect(transform!.parameters).toBeGreaterThan(base!.parameters);
});

test('arithmetic grows with the batch, the clips and the number of runs', () => {
  const flops = (change: Partial<typeof config>, clips: Partial<typeof config.clips> = {}) =>
    costOf({ ...config, ...change, clips: { ...config.clips, ...clips } }, 96).flops;
  expect(flops({ runs: config.runs.slice(0, 1) })).toBe(flops({}) / 2);
  expect(flops({}, { batch: 16 })).toBe(flops({}) * 2);
  // One more key: 3 + 2 forward passes' worth instead of 3 + 1.
  expect(flops({}, { perVideo: 3 })).toBe((flops({}) * 5) / 4);
});

test('what cannot work is said in a sentence that names the numbers', () => {
  expect(costOf(config, 3).problems).toEqual([expect.stringMatching(/3 ready, 4 at least/)]);
  const wide = { ...config, time: { ...config.time, directions: 64 } };
  expect(costOf(wide, 96).problems).toEqual([expect.stringMatching(/64 directions.*D = 64/)]);
  const twice = { ...config, runs: [config.runs[0]!, config.runs[0]!] };
  expect(costOf(twice, 96).problems).toEqual([expect.stringMatching(/same variant/)]);
  expect(costOf(config, 96).problems).toEqual([]);
});

test('a queue longer than the set warns of false negatives; the fitted one does not', () => {
  const long = { ...config, contrast: { ...config.contrast, queue: 400 } };
  expect(costOf(long, 96).warnings).toEqual([expect.stringMatching(/400 keys.*88/)]);
  expect(costOf(config, 96).warnings).toEqual([]);
});
