/** Probes are asked for of the right videos, once at a time, and forgotten with the weights they were of. */
import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { ProbedVideo, ProbeReport } from '../evaluate/score';
import { PRESETS } from '../runs/config';
import { Probes } from './probes';
import type { LibraryVideo, SessionState } from './state';
import { pacedUpdates } from './updates';

const { train } = PRESETS.interactive;

const video = (id: string, label: string): LibraryVideo => ({
  id,
  name: `${label}_p0${id}`,
  path: id,
  label,
  source: 'own',
  state: { status: 'ready' } as LibraryVideo['state'],
});

function report(step: number): ProbeReport {
  const runs = train.runs.map(({ variant }) => ({ id: variant }) as unknown as ProbeReport['runs'][number]);
  return { step, seed: 0, videos: 3, segments: 3, heldOutBy: 'video', runs };
}

function place() {
  const store = createStore<SessionState>()(
    () =>
      ({
        stage: 'ready',
        step: 0,
        gpu: { status: 'open' },
        library: [video('1', 'Enter'), video('2', 'Enter'), video('3', 'Leave')],
        trainOn: 'own',
        prepared: { config: train, videoIds: ['1'] },
      }) as unknown as SessionState,
  );
  const updates = pacedUpdates(store);
  const asked: (readonly ProbedVideo[])[] = [];
  const probes = new Probes(store, updates, (videos) => {
    asked.push(videos);
    return Promise.resolve(report(store.getState().step));
  });
  return { store, updates, asked, probes };
}

it('judges all videos that are there before the first step, and those trained on after it', async () => {
  const { asked, probes, updates } = place();
  await probes.measure();
  expect(asked[0]).toEqual([
    { id: '1', label: 'Enter', person: 'p01' },
    { id: '3', label: 'Leave', person: 'p03' },
    { id: '2', label: 'Enter', person: 'p02' },
  ]);
  updates.now(() => ({ step: 4 }));
  await probes.measure();
  expect(asked[1]).toEqual([{ id: '1', label: 'Enter', person: 'p01' }]);
});

it('measures a step once, unless it is asked again, and never two at once', async () => {
  const { asked, probes, store } = place();
  await Promise.all([probes.measure(), probes.measure()]);
  await probes.measure();
  expect(asked).toHaveLength(1);
  await probes.measure(true);
  expect(asked).toHaveLength(2);
  expect(store.getState()).toMatchObject({ probes: { step: 0 }, probing: undefined });
});

it('forgets what was of weights that are gone, be it still on its way', async () => {
  const { probes, store, updates } = place();
  await probes.measure();
  const again = () => updates.now(() => ({ prepared: { config: train, videoIds: ['1'] } }));
  again();
  expect(store.getState().probes).toBeUndefined();
  const late = probes.measure();
  again();
  await late;
  expect(store.getState().probes).toBeUndefined();
});
