/** Keeps the weights of the training under way on this device: moment after moment, each of all its runs at one step. */
import type * as Comlink from 'comlink';
import type { TrainService } from '../protocol/train';
import type { Storage, StoredWeights } from '../runs/storage';
import { runId } from '../time/config';
import type { Moment } from '../train/checkpoint_report';
import { notify, sentenceOfError } from './notices';
import type { SessionState } from './state';
import type { Updates } from './updates';

/**
 * Milliseconds between two moments while it trains. A page that dies loses that and what writing takes; the step, the maps
 * or the kernel that is under way when the next one is due come on top.
 */
const EVERY = 5000;

/** Bytes of all kept weights together: what goes beyond is not kept until there is room. */
export const MAX_KEPT = 2 ** 31;

/** Runs `work`, and says once that nothing can be stored where it fails. @returns whether it did its work. */
type Trying = (work: () => Promise<void>) => Promise<boolean>;

export class KeepWeights {
  readonly #storage: Storage;
  readonly #updates: Updates<SessionState>;
  readonly #train: () => Comlink.Remote<TrainService>;
  readonly #trying: Trying;
  #followed: (Pick<SessionState, 'training' | 'prepared' | 'gpu'> & { readonly kept: number }) | undefined;
  /** The newest question: an earlier one that is answered late asks no further. */
  #asking: object | undefined;
  #writing: Promise<boolean> = Promise.resolve(true);

  constructor(
    storage: Storage,
    updates: Updates<SessionState>,
    train: () => Comlink.Remote<TrainService>,
    trying: Trying,
  ) {
    this.#storage = storage;
    this.#updates = updates;
    this.#train = train;
    this.#trying = trying;
  }

  /** Asks anew wherever what is trained, or what it is trained on, became another, or there is more room. */
  follow(state: SessionState): void {
    const { training, prepared, gpu } = state;
    // Not the state before that the store tells of: a change within a change is told twice.
    const before = this.#followed;
    const now = (this.#followed = { training, prepared, gpu, kept: kept(state).length });
    const isSame = before?.training === training && before?.prepared === prepared && before?.gpu === gpu;
    if (!isSame || now.kept < before.kept) void this.#ask(EVERY);
  }

  /** The page may be about to go: as soon as can be. */
  now(): void {
    void this.#ask(0);
  }

  /** Asks for one moment after the other; the worker answers between two steps, or when it rests. */
  async #ask(every: number): Promise<void> {
    const asking = (this.#asking = {});
    const { training, gpu } = this.#updates.read();
    if (training === undefined || gpu.status !== 'open') return;
    let beyond = this.#keptStep(training);
    // Whatever became of the moment before the first.
    let writing = this.#writing.then(() => true);
    try {
      for (let wait = every; ; wait = EVERY) {
        const moment = await this.#train().moment(beyond, wait);
        // Slow storage holds one moment in the page, not all that come meanwhile.
        if (!moment || !(await writing)) return;
        beyond = moment.step;
        writing = this.#writing = this.#write(training, moment);
        if (this.#asking !== asking) return;
      }
    } catch (error) {
      // Of a GPU that is gone the page tells elsewhere.
      if (this.#asking !== asking || this.#updates.read().gpu.status !== 'open') return;
      notify(this.#updates, 'error', `The weights are no longer kept (${sentenceOfError(error)}).`);
    }
  }

  /** Of the runs in lock-step, all of which are kept at that step or further. */
  #keptStep(training: string): number {
    const { prepared, behind, keptWeights } = this.#updates.read();
    const inStep = prepared?.config.runs.map(runId).filter((id) => !behind?.ids.includes(id)) ?? [];
    return Math.min(...inStep.map((id) => keptWeights[`${training}/${id}`]?.step ?? 0));
  }

  async #write(training: string, { step, runs }: Moment): Promise<boolean> {
    const weights = runs.map(({ id, bytes }) => ({ id: `${training}/${id}`, training, step, bytes }));
    if (!this.#hasRoomFor(weights)) await this.dropOrphans();
    if (!this.#hasRoomFor(weights)) {
      const message = `The weights of this training are not kept: with them it would be more than the ${MAX_KEPT / 2 ** 30} GiB that are kept at most. Remove the weights of earlier trainings under Compare.`;
      notify(this.#updates, 'error', message);
      return false;
    }
    return this.#trying(async () => {
      await this.#storage.keepWeights(weights);
      this.#updates.now(({ keptWeights }) => ({
        keptWeights: {
          ...keptWeights,
          ...Object.fromEntries(weights.map(({ id, bytes }) => [id, { step, bytes: bytes.byteLength }])),
        },
      }));
    });
  }

  #hasRoomFor(weights: readonly StoredWeights[]): boolean {
    const replaced = new Set(weights.map(({ id }) => id));
    const { keptWeights } = this.#updates.read();
    const others = Object.entries(keptWeights).filter(([id]) => !replaced.has(id));
    const sizes = [...others.map(([, { bytes }]) => bytes), ...weights.map(({ bytes }) => bytes.byteLength)];
    return sizes.reduce((a, b) => a + b, 0) <= MAX_KEPT;
  }

  /** Of records that were deleted: until the room is needed, or the page is opened anew, undo can bring them back. */
  async dropOrphans(): Promise<void> {
    const state = this.#updates.read();
    const known = new Set(kept(state));
    await this.remove(Object.keys(state.keptWeights).filter((id) => !known.has(id)));
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#trying(async () => {
      await this.#storage.dropWeights(ids);
      this.#updates.now(({ keptWeights }) => ({
        keptWeights: Object.fromEntries(Object.entries(keptWeights).filter(([id]) => !ids.includes(id))),
      }));
    });
  }
}

/** Ids of the records whose weights are kept. */
function kept({ archive, keptWeights }: SessionState): string[] {
  return archive.map(({ id }) => id).filter((id) => keptWeights[id] !== undefined);
}
