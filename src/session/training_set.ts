/** Tells the train worker which videos its batches are drawn from, and the user when others wait. */
import type * as Comlink from 'comlink';
import type { TrainService } from '../protocol/train';
import { drawnFrom, otherVideosWait } from './in_force';
import { sameIds } from './library';
import { notify } from './notices';
import { isLater } from './settings';
import type { SessionState } from './state';
import type { Updates } from './updates';

export class TrainingSet {
  readonly #updates: Updates<SessionState>;
  #sent: readonly string[] | undefined;
  #othersWait = false;

  constructor(updates: Updates<SessionState>) {
    this.#updates = updates;
  }

  /** A new worker knows of none. */
  forget(): void {
    this.#sent = undefined;
  }

  /** Sends what changed since it was sent last. */
  send(service: Comlink.Remote<TrainService> | undefined): void {
    this.#tellOfOthers();
    const ids = drawnFrom(this.#updates.read());
    if (sameIds(ids, this.#sent)) return;
    this.#sent = ids;
    void service?.setVideos(ids);
  }

  /** Once, whenever library or choice of set leave what the training under way began with. */
  #tellOfOthers(): void {
    const state = this.#updates.read();
    const wait = otherVideosWait(state);
    if (wait === this.#othersWait) return;
    this.#othersWait = wait;
    this.#updates.now(() => ({ pendingChange: isLater(state, state.config) }));
    if (!wait) return;
    const count = drawnFrom(state).length;
    const sentence = `This training goes on with the ${count} videos it began with: others count from the next start after Stop, or with Reset.`;
    notify(this.#updates, 'info', sentence);
  }
}
