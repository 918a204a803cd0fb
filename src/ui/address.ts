/** Keeps the address of the page a link to the study as it is set: reload, bookmark and share give the same one again. */
import type { StoreApi } from 'zustand/vanilla';
import { linkOf } from '../session/link';
import type { SessionState } from '../session/state';

export function keepAddress(store: StoreApi<SessionState>): void {
  const write = (state: SessionState) => {
    const text = linkOf(state);
    const { pathname, search } = window.location;
    window.history.replaceState(null, '', text ? `#${text}` : `${pathname}${search}`);
  };
  // Settings of last time, taken up without a link.
  if (window.location.hash.length <= 1) write(store.getState());
  store.subscribe((state, before) => {
    if (state.config !== before.config || state.preset !== before.preset) write(state);
  });
}
