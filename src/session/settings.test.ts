/** Changes of the configuration: what is let through, what is refused, and how it is said. */
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../runs/config';
import { isLater, parseConfig, runsFollow, sameTraining, withSetting } from './settings';
import type { Stage } from './stage';
import type { SessionState } from './state';

const config = PRESETS.interactive;

describe('a change of one setting', () => {
  it('changes that setting and nothing else', () => {
    const change = withSetting(config, 'train.encoder.size', 64);
    expect(change).toEqual({
      ok: true,
      config: { ...config, train: { ...config.train, encoder: { ...config.train.encoder, size: 64 } } },
    });
    expect(config.train.encoder.size).toBe(32);
  });

  it('reaches into the list of runs', () => {
    const change = withSetting(config, 'train.runs.1.orthogonal', false);
    expect(change.ok && change.config.train.runs).toEqual([
      config.train.runs[0],
      { ...config.train.runs[1], orthogonal: false },
    ]);
  });

  it('refuses a number out of range, naming the setting, the bound and what it was', () => {
    expect(withSetting(config, 'train.encoder.width', 7)).toEqual({
      ok: false,
      message: 'train.encoder.width must be at most 1; it was 7.',
    });
    expect(withSetting(config, 'map.perplexity', 1)).toMatchObject({
      message: 'map.perplexity must be at least 2; it was 1.',
    });
  });

  it('refuses a path that is no setting, and does not make one of it', () => {
    expect(withSetting(config, 'train.encoder.colour', 1)).toEqual({
      ok: false,
      message:
        'train.encoder.colour is not a setting: train.encoder has architecture, width, frames and size.',
    });
    expect(withSetting(config, 'encoder.size', 64)).toEqual({
      ok: false,
      message:
        'encoder.size is not a setting here; it belongs under train: {"train":{"encoder":{"size":…}}}.',
    });
    expect(withSetting(config, '__proto__', 1)).toMatchObject({
      message: '__proto__ is not a setting: the configuration has train and map.',
    });
    expect(withSetting(config, 'train.runs.9.variant', 'base')).toEqual({
      ok: false,
      message: 'train.runs.9.variant is not a setting: check its spelling.',
    });
  });

  it('refuses no runs at all', () => {
    expect(withSetting(config, 'train.runs', []).ok).toBe(false);
  });
});

describe('a whole configuration', () => {
  it('comes back as it was', () => {
    expect(parseConfig(JSON.parse(JSON.stringify(config)))).toEqual({ ok: true, config });
  });

  it('names an unknown key', () => {
    const wrong = { ...config, map: { ...config.map, perplexty: 5 } };
    expect(parseConfig(wrong)).toMatchObject({
      ok: false,
      message: expect.stringMatching(
        /^map\.perplexty is not a setting: map has videos, .*perplexity.* and invariant\.$/,
      ) as unknown,
    });
  });

  it.each([
    [
      { encoder: { size: 64 } },
      'encoder is not a setting here; it belongs under train: {"train":{"encoder":…}}.',
    ],
    [
      { encoder: { widht: 1 } },
      'encoder is not a setting here; it belongs under train: {"train":{"encoder":…}}. train.encoder.widht is not a setting: train.encoder has architecture, width, frames and size.',
    ],
    [
      { size: 64 },
      'size is not a setting here; it belongs under train.encoder: {"train":{"encoder":{"size":…}}}.',
    ],
    [{ seed: 1 }, 'seed is not a setting here: there are train.seed and map.seed.'],
    [{ toString: 1 }, 'toString is not a setting: the configuration has train and map.'],
    [
      { size: 64, perplexity: 5 },
      'size is not a setting here; it belongs under train.encoder: {"train":{"encoder":{"size":…}}}. perplexity is not a setting here; it belongs under map: {"map":{"perplexity":…}}.',
    ],
  ])('tells of %j where it belongs', (wrong, message) => {
    expect(parseConfig({ ...config, ...wrong })).toEqual({ ok: false, message });
  });

  it('names a key of one part in another', () => {
    const wrong = { ...config, train: { ...config.train, perplexity: 5 } };
    expect(parseConfig(wrong)).toMatchObject({
      message: 'train.perplexity is not a setting here; it belongs under map: {"map":{"perplexity":…}}.',
    });
  });

  it('names a missing key', () => {
    expect(parseConfig({ train: config.train })).toEqual({ ok: false, message: 'map is missing.' });
  });
});

it('knows a configuration that needs new weights from one that does not', () => {
  const other = withSetting(config, 'train.seed', 5);
  const map = withSetting(config, 'map.seed', 5);
  expect(other.ok && sameTraining(config.train, other.config.train)).toBe(false);
  expect(map.ok && sameTraining(config.train, map.config.train)).toBe(true);
});

it('a change of nothing but runs is followed by a training that goes on; everything else is for the next start', () => {
  const state = (stage: Stage, queue: SessionState['queue'] = []) =>
    ({
      stage,
      step: 3,
      prepared: { config: config.train, videoIds: [] },
      queue,
      library: [],
      trainOn: 'own',
    }) as unknown as SessionState;
  const fewer = withSetting(config, 'train.runs', config.train.runs.slice(1));
  const seed = withSetting(config, 'train.seed', 5);
  if (!fewer.ok || !seed.ok) throw new Error('expected both to be settings');
  const both = { ...seed.config, train: { ...seed.config.train, runs: fewer.config.train.runs } };
  for (const stage of ['running', 'pausing', 'paused'] as const) {
    expect(runsFollow(state(stage), fewer.config.train)).toBe(true);
    expect(isLater(state(stage), fewer.config)).toBe(false);
    expect(runsFollow(state(stage), both.train)).toBe(false);
    expect(isLater(state(stage), both)).toBe(true);
  }
  expect(runsFollow(state('stopped'), fewer.config.train)).toBe(false);
  expect(isLater(state('stopped'), fewer.config)).toBe(true);
  const queued = { id: 'a', config: config.train, steps: 9, state: 'training', estimate: undefined } as const;
  expect(isLater(state('running', [queued]), seed.config)).toBe(false);
});
