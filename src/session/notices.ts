/** Sentences for the user, kept in the state until dismissed. */
import type { Notice, SessionState } from './state';
import type { Updates } from './updates';

/** More would hide the page: the oldest makes room. */
const MAX_NOTICES = 4;

let lastId = 0;

export function notify(updates: Updates<SessionState>, kind: Notice['kind'], message: string): void {
  lastId += 1;
  const notice: Notice = { id: lastId, kind, message };
  updates.now(({ notices }) => ({
    notices: [...notices.filter((other) => other.message !== message), notice].slice(-MAX_NOTICES),
  }));
}

export function sentenceOfError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
