/** Values crossed to trainings, and what of them differs. */
import { describe, expect, it } from 'vitest';
import { PRESETS } from './config';
import { crossed, MOST_CROSSED, valuesOf, valuesText, varying, type Axis } from './cross';

const { train } = PRESETS.interactive;
const configs = (axes: readonly Axis[]) => {
  const all = crossed(train, axes);
  if (!all.ok) throw new Error(all.message);
  return all.configs;
};

describe('crossing', () => {
  it('gives one training for each combination, the first axis slowest', () => {
    const all = configs([
      { path: 'train.seed', values: [0, 1] },
      { path: 'train.contrast.framework', values: ['moco', 'byol'] },
      { path: 'train.clips.blur', values: [] },
    ]);
    expect(all.map(({ seed, contrast }) => [seed, contrast.framework])).toEqual([
      [0, 'moco'],
      [0, 'byol'],
      [1, 'moco'],
      [1, 'byol'],
    ]);
    expect(all[0]).toEqual(train);
    expect(all[3]).toEqual({ ...train, seed: 1, contrast: { ...train.contrast, framework: 'byol' } });
  });

  it('gives each once, and the base alone where nothing is crossed', () => {
    expect(configs([{ path: 'train.seed', values: [3, 3] }])).toEqual([{ ...train, seed: 3 }]);
    expect(configs([])).toEqual([train]);
  });

  it('refuses too many, and values that the schema refuses, by name', () => {
    const seeds = Array.from({ length: 101 }, (_, i) => i);
    const many = crossed(train, [
      { path: 'train.seed', values: seeds },
      { path: 'train.clips.batch', values: [4, 8] },
    ]);
    expect(many).toEqual({
      ok: false,
      message: expect.stringContaining(`202 trainings, at most ${MOST_CROSSED}`) as unknown,
    });
    expect(crossed(train, [{ path: 'train.encoder.size', values: [3.5] }])).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^Size: /) as unknown,
    });
  });
});

describe('typed values', () => {
  it('are lists and ranges, each once', () => {
    expect(valuesOf('train.seed', '0, 2 2;4-6')).toEqual({ ok: true, values: [0, 2, 4, 5, 6] });
    expect(valuesOf('train.optimiser.learningRate', '1e-3 0.003')).toEqual({
      ok: true,
      values: [0.001, 0.003],
    });
    expect(valuesOf('train.contrast.framework', 'moco byol')).toEqual({ ok: true, values: ['moco', 'byol'] });
    expect(valuesOf('train.seed', ' ')).toEqual({ ok: true, values: [] });
  });

  it('that the setting cannot have are named', () => {
    for (const wrong of ['-1', '0.5', 'x', '5-1']) {
      expect(valuesOf('train.seed', wrong)).toMatchObject({
        ok: false,
        message: expect.stringContaining(`Seed cannot be ${wrong}: `) as unknown,
      });
    }
    expect(valuesOf('train.colour', '1')).toEqual({ ok: false, message: 'train.colour is not a setting.' });
  });
});

it('what varies is named in the order of the schema, runs aside', () => {
  const all = [
    train,
    { ...train, seed: 1, runs: train.runs.slice(1) },
    { ...train, optimiser: { ...train.optimiser, learningRate: 0.01 } },
  ];
  expect(varying(all)).toEqual(['train.seed', 'train.optimiser.learningRate']);
  expect(valuesText(all[1]!, varying(all))).toBe('Seed 1 · Learning rate 0.003');
  expect(varying([train])).toEqual([]);
});
