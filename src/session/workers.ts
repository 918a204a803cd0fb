/** Opens the three workers and the channel on which frames go from decoding to training. */
import * as Comlink from 'comlink';
import type { DecodeService } from '../protocol/decode';
import type { MapService } from '../protocol/map';
import type { TrainService } from '../protocol/train';
import { takeDecodeWorker, type StartedWorker } from './decode_worker';

export interface OpenWorker<Service> {
  /** Starts the worker when it is first asked for. */
  readonly service: Comlink.Remote<Service>;
  /** Ends the worker at once. Calls under way never answer. */
  close(): void;
}

/** `onBroken` gets one sentence when the worker's script cannot be loaded or throws outside of a call. */
export type OnBroken = (message: string) => void;

function open<Service>(
  start: () => StartedWorker<Service>,
  name: string,
  onBroken: OnBroken,
): OpenWorker<Service> {
  let started: StartedWorker<Service> | undefined;
  function startNow() {
    const { worker, service } = start();
    worker.addEventListener('error', (event) => {
      onBroken(
        `The ${name} worker failed${event.message ? ` (${event.message})` : ' to load'}: reload the page to start it again.`,
      );
    });
    return { worker, service };
  }
  return {
    get service() {
      started ??= startNow();
      return started.service;
    },
    close() {
      started?.service[Comlink.releaseProxy]();
      started?.worker.terminate();
    },
  };
}

export function openDecodeWorker(onBroken: OnBroken): OpenWorker<DecodeService> {
  return open(takeDecodeWorker, 'decode', onBroken);
}

const wrapped = <Service>(worker: Worker): StartedWorker<Service> => ({
  worker,
  service: Comlink.wrap<Service>(worker),
});

// The URL must stand inside `new Worker` as it is: that is what the bundler recognises.
export function openMapWorker(onBroken: OnBroken): OpenWorker<MapService> {
  const start = () => new Worker(new URL('../../workers/map.ts', import.meta.url), { type: 'module' });
  return open(() => wrapped(start()), 'map', onBroken);
}

export function openTrainWorker(onBroken: OnBroken): OpenWorker<TrainService> {
  const start = () => new Worker(new URL('../../workers/train.ts', import.meta.url), { type: 'module' });
  return open(() => wrapped(start()), 'train', onBroken);
}

/** Lets the decode worker send frames to the train worker. Again with a new train worker: it then gets all videos anew. */
export async function joinWorkers(
  decode: OpenWorker<DecodeService>,
  train: OpenWorker<TrainService>,
): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  // Both are on their way before either answers: a worker that failed to load must not hold up the other.
  await Promise.all([
    train.service.connect(Comlink.transfer(port1, [port1])),
    decode.service.connect(Comlink.transfer(port2, [port2])),
  ]);
}
