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

test('every clip as the query in turn costs P learning passes and as many keys', () => {
  const cost = (change: Partial<typeof config.contrast>) =>
    costOf(
      { ...config, contrast: { ...config.contrast, ...change }, clips: { ...config.clips, perVideo: 4 } },
      96,
    );
  const [first, each] = [cost({ queries: 'first' }), cost({ queries: 'each' })];
  expect(each.flops / first.flops).toBeCloseTo((3 * 4 + 4) / (3 + 3));
  // Every key enters the queue.
  expect([first.queue, each.queue]).toEqual([6 * 8 * 3, 6 * 8 * 4]);
  // Without a momentum branch every clip is learnt from anyway.
  const simclr = { framework: 'simclr' } as const;
  expect(cost({ ...simclr, queries: 'each' }).flops).toBe(cost({ ...simclr, queries: 'first' }).flops);
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
