/** Maps of another seed, or of another encoder, than the settings beside them never stand there as if they were of those. */
import { expect, it } from 'vitest';
import { PRESETS } from '../../runs/config';
import { settingsSince } from '../../session/embedded';
import type { SessionState } from '../../session/state';
import { whoseMaps } from './whose';

const { interactive, paperMoco } = PRESETS;

const state = (change: object) =>
  ({
    library: [],
    trainOn: 'own',
    config: interactive,
    queue: [],
    embedding: { config: interactive.train },
    ...change,
  }) as unknown as SessionState;

const sentence = (change: object) => whoseMaps(settingsSince(state(change)));

it('says which seed the maps of a training of the queue are of, while it has its turn and after', () => {
  const config = { ...interactive.train, seed: 1 };
  const told = 'Maps and scores are of other settings than those now: Seed 1 (now 0).';
  expect(sentence({ embedding: { config } })).toBe(told);
  expect(sentence({ embedding: { config }, queue: [{ state: 'training', config }] })).toBe(told);
});

it('says that the maps are of another encoder once a preset is chosen', () => {
  expect(sentence({ config: paperMoco })).toMatch(
    /^Maps and scores are of other settings than those now: Encoder r3d_18 \(now slow_r50\), .+ and \d+ more\.$/,
  );
});

it('says nothing where they are of the settings, whichever runs are shown, or where there are none', () => {
  const config = { ...interactive.train, runs: interactive.train.runs.slice(1) };
  expect(sentence({ embedding: { config } })).toBeUndefined();
  expect(sentence({ embedding: undefined, config: paperMoco })).toBeUndefined();
});
