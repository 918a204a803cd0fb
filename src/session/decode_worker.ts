/** Starts the decode worker, if wanted before the rest of the page is there: its clips are the first that is seen. */
import * as Comlink from 'comlink';
import type { DecodeService } from '../protocol/decode';

/** The Enter/Leave set that the page opens with. */
export const BUILTIN = { seed: 0, count: 64 };

export interface StartedWorker<Service> {
  readonly worker: Worker;
  /** The only one: a second proxy of the same worker would end the first with its own end. */
  readonly service: Comlink.Remote<Service>;
}

let early: StartedWorker<DecodeService> | undefined;

function start(): StartedWorker<DecodeService> {
  // The URL must stand inside `new Worker` as it is: that is what the bundler recognises.
  const worker = new Worker(new URL('../../workers/decode.ts', import.meta.url), { type: 'module' });
  return { worker, service: Comlink.wrap<DecodeService>(worker) };
}

/** Starts the worker that the session will take, and lets it draw ahead. */
export function startDecodeWorkerEarly(): void {
  const started = start();
  early = started;
  void started.service.prepareBuiltin(BUILTIN);
  // One that cannot be loaded is started again where somebody listens, and fails there.
  started.worker.onerror = () => {
    if (early === started) early = undefined;
  };
}

/** The worker that was started early, once; else a new one. */
export function takeDecodeWorker(): StartedWorker<DecodeService> {
  const started = early ?? start();
  early = undefined;
  return started;
}
