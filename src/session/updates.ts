/** Store updates at a pace that people and React can follow. */
import type { StoreApi } from 'zustand/vanilla';

export type Update<S> = (state: S) => Partial<S>;

export interface Updates<S> {
  /** State with everything reported so far. */
  read(): S;
  /** Applies an update at once, after whatever was waiting. */
  now(update: Update<S>): void;
  /** Applies an update within `interval`, together with the others that came meanwhile. */
  soon(update: Update<S>): void;
  /** Forgets what was waiting. */
  cancel(): void;
}

/** @param interval milliseconds between two notifications of the store by `soon`. */
export function pacedUpdates<S>(store: StoreApi<S>, interval = 100): Updates<S> {
  let waiting: Update<S>[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const updates = waiting;
    waiting = [];
    last = performance.now();
    const before = store.getState();
    store.setState(
      updates.reduce<S>((state, update) => ({ ...state, ...update(state) }), before),
      true,
    );
  }

  return {
    read() {
      flush();
      return store.getState();
    },
    now(update) {
      waiting.push(update);
      flush();
    },
    soon(update) {
      waiting.push(update);
      timer ??= setTimeout(flush, Math.max(0, last + interval - performance.now()));
    },
    cancel() {
      clearTimeout(timer);
      timer = undefined;
      waiting = [];
    },
  };
}
