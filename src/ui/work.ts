/** The work of last time, opened before the page is drawn, and kept when it goes. */
import { Storage, type LastWork } from '../runs/storage';
import { openingOf, type Opening } from '../session/keep';
import { readLink } from '../session/link';
import { sentenceOfError } from '../session/notices';
import { hasBegun } from '../session/stage';
import type { Session } from '../session/actions';

/** Milliseconds that the page waits for its storage: it is there in a few, or something is wrong with it. */
const PATIENCE = 1500;

interface Work {
  readonly opening: Opening;
  /** Undefined where the browser keeps nothing; the opening's problem says so. */
  readonly storage: Storage | undefined;
}

export async function openWork(): Promise<Work> {
  // `#maps` is a place on the page, not a link to a study.
  const { hash } = window.location;
  const text = hash.includes('=') ? hash : '';
  const link = { ...readLink(text), text };
  try {
    const { storage, last } = await inTime(openStorage());
    return { storage, opening: openingOf(link, last) };
  } catch (error) {
    const opening = openingOf(link, undefined);
    const problem = `Nothing can be stored on this device (${sentenceOfError(error)}): a reload begins afresh.`;
    return { storage: undefined, opening: { problem, ...opening } };
  }
}

async function openStorage(): Promise<{ storage: Storage; last: LastWork | undefined }> {
  const storage = await Storage.open();
  return { storage, last: await storage.lastWork() };
}

function inTime<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('the storage does not answer')), PATIENCE);
  });
  return Promise.race([work, late]);
}

/** Writes what is waiting, and asks before weights go that are nowhere else. */
export function keepOnLeaving({ store, actions }: Session): void {
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) actions.keepNow();
  });
  window.addEventListener('pagehide', () => actions.keepNow());
  window.addEventListener('beforeunload', (event) => {
    const { stage, step, training, keptWeights } = store.getState();
    const isKept = Object.entries(keptWeights).some(
      ([id, at]) => id.startsWith(`${training}/`) && at.step === step,
    );
    if (hasBegun(stage) && training !== undefined && !isKept) event.preventDefault();
  });
}
