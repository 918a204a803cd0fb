/** The maps through a training: earlier moments stay as runs join it. */
import type * as Comlink from 'comlink';
import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { MapLayout, MapService } from '../protocol/map';
import { PRESETS } from '../runs/config';
import { Maps } from './maps';
import type { Embedding, SessionState } from './state';
import { pacedUpdates } from './updates';

const segments = [0, 1, 2].map((start) => ({ videoId: 'a', start }));

/** Every run has a layout as soon as its features are there. */
async function shown() {
  const store = createStore<SessionState>()(
    () =>
      ({
        ...{ config: PRESETS.interactive, maps: {}, mapMoments: [], notices: [] },
        mapMotion: { paused: false, stepsASecond: Infinity },
      }) as unknown as SessionState,
  );
  const updates = pacedUpdates(store);
  const sent: { key: string; features: Float32Array; seed: number }[] = [];
  let tell: (layouts: MapLayout[]) => void = () => undefined;
  const service = {
    subscribe(listener: typeof tell) {
      tell = listener;
      return Promise.resolve();
    },
    update(input: { key: string; n: number; features: Float32Array; seed: number }) {
      const { key, n } = input;
      sent.push(input);
      tell([{ key, n, positions: new Float32Array(2 * n), settled: true } as unknown as MapLayout]);
      return Promise.resolve();
    },
    remove: () => Promise.resolve(),
    setPace: () => Promise.resolve(),
    setPaused: () => Promise.resolve(),
  } as unknown as Comlink.Remote<MapService>;
  const maps = new Maps(updates, () => service);
  await maps.open();
  const show = (step: number, ids: readonly string[], of = segments, seed = 0) => {
    const runs = ids.map((id) => ({ id, dim: 1, f: new Float32Array(of.length).fill(step), scores: {} }));
    const config = { ...PRESETS.interactive.train, seed };
    maps.show({ step, config, segments: of, runs } as unknown as Embedding);
    return updates.read().mapMoments.map((moment) => [moment.step, Object.keys(moment.positions)]);
  };
  return { show, maps, sent };
}

it('keeps the moments before a run that joins, without a map of it', async () => {
  const { show } = await shown();
  show(0, ['base']);
  show(10, ['base']);
  // While it catches up the others stand; once it has, all are embedded at the same step or a later one.
  expect(show(10, ['base', 'addition'])).toEqual([[0, ['base/f']]]);
  expect(show(20, ['base', 'addition'])).toEqual([
    [0, ['base/f']],
    [10, ['base/f', 'addition/f']],
  ]);
});

it('begins anew with other segments, and with new weights', async () => {
  const { show } = await shown();
  show(0, ['base']);
  expect(show(10, ['base'])).toHaveLength(1);
  expect(show(20, ['base'], segments.slice(1))).toEqual([]);
  expect(show(30, ['base'], segments.slice(1))).toHaveLength(1);
  expect(show(0, ['base'], segments.slice(1))).toEqual([]);
});

it('begins anew with another training, also where the maps of before its first step made way for it', async () => {
  const { show, sent } = await shown();
  show(0, ['base']);
  expect(show(10, ['base'], segments, 1)).toEqual([]);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(2);
  expect(show(20, ['base'], segments, 1)).toEqual([[10, ['base/f']]]);
});

it('begins a map of its own when it starts from the beginning: nothing of what was shown before comes into it', async () => {
  const { show, maps, sent } = await shown();
  show(0, ['base']);
  show(10, ['base']);
  maps.restart();
  maps.restart();
  const [cold, warm, ...again] = sent;
  expect(warm!.key).toBe(cold!.key);
  expect(again).toHaveLength(2);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(3);
  for (const { features, seed } of again)
    expect({ features, seed }).toEqual({ features: warm!.features, seed: 0 });
});
