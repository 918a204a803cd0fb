/** For tests of training: one without a video, on a service that answers as told. */
import type * as Comlink from 'comlink';
import { createStore } from 'zustand/vanilla';
import type { TrainEvent, TrainService } from '../protocol/train';
import { NO_CURVES } from './curves';
import type { SessionState } from './state';
import { Training } from './training';
import { pacedUpdates } from './updates';

/** @param answers to what the service is asked, over those of one that has nothing to do; `emit` reports as it would. */
export async function trainingOn(
  config: SessionState['config'],
  answers: (emit: (event: TrainEvent) => void) => { [name in keyof TrainService]?: unknown },
) {
  const store = createStore<SessionState>()(
    () =>
      ({
        stage: 'opening',
        gpu: { status: 'opening' },
        library: [],
        trainOn: 'own',
        mapVideoIds: [],
        config,
        queue: [],
        curves: NO_CURVES,
        notices: [],
        step: 0,
        secondsPerStep: undefined,
        starting: false,
      }) as unknown as SessionState,
  );
  const updates = pacedUpdates(store);
  let hear: (event: TrainEvent) => void = () => undefined;
  const emit = (event: TrainEvent) => hear(event);
  const service = {
    subscribe(onEvent: typeof hear) {
      hear = onEvent;
      return Promise.resolve();
    },
    open: () => Promise.resolve({ ok: true, adapter: { name: 'test', software: true, features: [] } }),
    plan: () => Promise.resolve({ runs: [], warnings: [], problems: [] }),
    setVideos: () => Promise.resolve(),
    setMap: () => Promise.resolve(),
    embed: () => Promise.resolve(),
    makeWay: () => Promise.resolve(),
    ...answers(emit),
  } as unknown as Comlink.Remote<TrainService>;
  const training = new Training(updates, {
    onEmbedding: () => undefined,
    onOpened: () => Promise.resolve(),
    onTuning: () => undefined,
    onProbing: () => undefined,
  });
  await training.open(service);
  return { updates, training, emit };
}
