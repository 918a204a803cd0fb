/** Opens the three workers and the channel on which frames go from decoding to training. */
import * as Comlink from 'comlink';
import type { DecodeService } from '../protocol/decode';
import type { MapService } from '../protocol/map';
import type { TrainService } from '../protocol/train';

export interface OpenWorker<Service> {
  readonly service: Comlink.Remote<Service>;
  /** Ends the worker at once. Calls under way never answer. */
  close(): void;
}

/** `onBroken` gets one sentence when the worker's script cannot be loaded or throws outside of a call. */
export type OnBroken = (message: string) => void;

function open<Service>(worker: Worker, name: string, onBroken: OnBroken): OpenWorker<Service> {
  worker.addEventListener('error', (event) => {
    onBroken(
      `The ${name} worker failed${event.message ? ` (${event.message})` : ' to load'}: reload the page to start it again.`,
    );
  });
  const service = Comlink.wrap<Service>(worker);
  return {
    service,
    close() {
      service[Comlink.releaseProxy]();
      worker.terminate();
    },
  };
}

// The URL must stand inside `new Worker` as it is: that is what the bundler recognises.
export function openDecodeWorker(onBroken: OnBroken): OpenWorker<DecodeService> {
  const worker = new Worker(new URL('../../workers/decode.ts', import.meta.url), { type: 'module' });
  return open(worker, 'decode', onBroken);
}

export function openMapWorker(onBroken: OnBroken): OpenWorker<MapService> {
  const worker = new Worker(new URL('../../workers/map.ts', import.meta.url), { type: 'module' });
  return open(worker, 'map', onBroken);
}

export function openTrainWorker(onBroken: OnBroken): OpenWorker<TrainService> {
  const worker = new Worker(new URL('../../workers/train.ts', import.meta.url), { type: 'module' });
  return open(worker, 'train', onBroken);
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
