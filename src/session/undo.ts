/** Undo and redo at work: keeps the history in the state, applies it, and says what need be held no longer. */
import { redone, restorable, sentenceOf, undone, withEntry } from './history';
import { isLater } from './settings';
import type { Change, History, LibraryVideo, SessionState } from './state';
import type { Updates } from './updates';

interface Rest {
  /** After a change was taken back or done again. */
  readonly changed: () => void;
  /** Gives back what is held for videos that can be brought back no more. */
  readonly forget: (videos: readonly LibraryVideo[]) => void;
  /** What a video's label is kept under. */
  readonly keyOf: (id: string) => string;
}

export class Undo {
  readonly #updates: Updates<SessionState>;
  readonly #rest: Rest;

  constructor(updates: Updates<SessionState>, rest: Rest) {
    this.#updates = updates;
    this.#rest = rest;
  }

  /** A change just made; `what` names it where it does not name itself. */
  record(what: string, change: Change): void {
    const entry = { what: sentenceOf(change) ?? what, change, at: Date.now() };
    const before = this.#updates.read().history;
    const { history, dropped } = withEntry(before, entry);
    this.#set(history);
    this.#labels(change);
    // One that was redone and removed again since is held by the newer removal.
    const held = new Set(restorable(history).map(({ id }) => id));
    const { library } = this.#updates.read();
    for (const { id } of library) held.add(id);
    this.#rest.forget(restorable({ past: dropped, future: before.future }).filter(({ id }) => !held.has(id)));
  }

  undo(): void {
    const state = this.#updates.read();
    const { past, future } = state.history;
    const entry = past.at(-1);
    if (!entry) return;
    const { change, update } = undone(state, entry.change);
    this.#apply(() => update);
    this.#set({ past: past.slice(0, -1), future: [{ ...entry, change }, ...future] });
    this.#labels(change);
    this.#rest.changed();
  }

  redo(): void {
    const state = this.#updates.read();
    const [entry, ...future] = state.history.future;
    if (!entry) return;
    const { change, update } = redone(state, entry.change);
    this.#apply(() => update);
    this.#set({ past: [...state.history.past, { ...entry, change }], future });
    this.#labels(change);
    this.#rest.changed();
  }

  #apply(update: (state: SessionState) => Partial<SessionState>): void {
    this.#updates.now((state) => {
      const next = update(state);
      return next.config ? { ...next, pendingChange: isLater(state, next.config) } : next;
    });
  }

  #set(history: History): void {
    this.#updates.now(() => ({ history, removed: restorable(history) }));
  }

  /** Labels outlive their videos: they are kept beside them. */
  #labels(change: Change): void {
    if (change.kind !== 'label') return;
    const key = this.#rest.keyOf(change.id);
    this.#updates.now(({ library, labels }) => {
      const label = library.find(({ id }) => id === change.id)?.label;
      return label === undefined ? {} : { labels: { ...labels, [key]: label } };
    });
  }
}
