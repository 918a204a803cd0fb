/** What a study says while it runs. */
import { expect, test } from 'vitest';
import { PRESETS } from '../runs/config';
import { NO_CURVES, withStep } from '../session/curves';
import type { SessionState } from '../session/state';
import { progressLines } from './progress';

const config = PRESETS.interactive;
const withSeed = (seed: number) => ({ ...config.train, seed });

const state = (change: Partial<SessionState>): SessionState =>
  ({
    library: [],
    builtin: { status: 'ready', done: 64, total: 64 },
    config,
    prepared: { config: withSeed(0), videoIds: [] },
    stage: 'ready',
    step: 0,
    curves: NO_CURVES,
    secondsPerStep: 2,
    progress: undefined,
    ...change,
  }) as unknown as SessionState;

const curves = (step: number, loss: number) =>
  withStep(NO_CURVES, {
    step,
    chance: 2,
    runs: ['base', 'transform'].map((id) => ({ id, loss, top1: 0 })),
  });

test('losses stand under the seed that they were trained with, each end once', () => {
  let now = 0;
  const line = progressLines({ config, seeds: [0, 1], steps: 3, videos: 'builtin' }, () => (now += 2));
  const ended = { step: 3, curves: curves(3, 1.5), stage: 'paused' } as const;
  const embedding = { what: 'Embedding', done: 1, total: 2, secondsLeft: undefined };
  const next = { train: withSeed(1), map: config.map };
  const said = [
    state({ step: 3, curves: curves(3, 1.5), stage: 'running' }),
    state(ended),
    state({ ...ended, progress: embedding }),
    state(ended),
    // The settings are those of the next seed; its weights are not made yet.
    state({ ...ended, config: next }),
    state({ config: next, prepared: { config: withSeed(1), videoIds: [] }, stage: 'preparing' }),
    state({
      ...ended,
      config: next,
      prepared: { config: withSeed(1), videoIds: [] },
      curves: curves(3, 2.25),
    }),
  ].map(line);
  expect(said).toEqual([
    'seed 0, step 3/3: loss base 1.500, transform 1.500, 2.00 s/step, 6.0 s left',
    undefined,
    'Embedding 1/2',
    undefined,
    undefined,
    undefined,
    'seed 1, step 3/3: loss base 2.250, transform 2.250, 2.00 s/step, 0.0 s left',
  ]);
});
