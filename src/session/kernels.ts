/** The session's part of measuring kernels: what is known of this adapter is kept on the device; progress and end of the rest. */
import type * as Comlink from 'comlink';
import type { TrainService } from '../protocol/train';
import type { Storage } from '../runs/storage';
import type { KernelTuningReport } from '../train/kernel_tuning_report';
import type { KernelsState, SessionState } from './state';
import type { Updates } from './updates';

/** Before any convolution has run: the defaults hold until a training lasts. */
export const KERNELS_UNMEASURED: KernelsState = { status: 'defaults', done: 0, total: 0 };

/** Newest reports that the time left is judged by. */
const REPORTS = 9;

export class Kernels {
  readonly #updates: Updates<SessionState>;
  readonly #storage: Storage | undefined;
  readonly #train: () => Comlink.Remote<TrainService>;
  /** Milliseconds a tiling, of the newest reports: their median is not misled by a pause between two. */
  #each: readonly number[] = [];
  #last: { readonly done: number; readonly at: number } | undefined;
  /** Convolutions known of this adapter. */
  #known = 0;

  constructor(
    updates: Updates<SessionState>,
    storage: Storage | undefined,
    train: () => Comlink.Remote<TrainService>,
  ) {
    this.#updates = updates;
    this.#storage = storage;
    this.#train = train;
  }

  /** Hands a newly opened adapter what was measured on it before. */
  async opened(): Promise<void> {
    const { gpu, kernels } = this.#updates.read();
    if (gpu.status !== 'open') return;
    if (kernels.status === 'cancelled') await this.#train().tune('off');
    // A storage that fails has said so already, and defaults are no loss.
    const stored = await this.#storage?.kernels(gpu.adapter.name).catch(() => undefined);
    if (!stored) return;
    await this.#train().takeTuned(stored.tuned);
    const done = Object.keys(stored.tuned.tilings).length;
    this.#known = done;
    this.#updates.now(() => ({ kernels: { status: 'measured', done, total: done } }));
  }

  report({ done, total, tuned }: KernelTuningReport): void {
    const each = this.#secondsEach(done, performance.now());
    const { gpu, kernels } = this.#updates.read();
    if (gpu.status !== 'open') return;
    if (tuned) {
      this.#known = Object.keys(tuned.tilings).length;
      void this.#storage?.keepKernels({ adapter: gpu.adapter.name, tuned }).catch(() => undefined);
    }
    if (kernels.status === 'cancelled') return;
    const all = this.#known;
    this.#updates.soon(() => ({
      kernels:
        done === total
          ? { status: 'measured', done: all, total: all }
          : { status: 'measuring', done, total, secondsLeft: each && each * (total - done) },
    }));
  }

  /** Seconds that a tiling takes with the step before it; undefined until there are two reports in a row. */
  #secondsEach(done: number, now: number): number | undefined {
    const last = this.#last;
    this.#last = { done, at: now };
    if (!last || done <= last.done) {
      this.#each = [];
      return undefined;
    }
    this.#each = [...this.#each, (now - last.at) / (done - last.done)].slice(-REPORTS);
    return [...this.#each].sort((a, b) => a - b)[this.#each.length >> 1]! / 1000;
  }

  async measure(): Promise<void> {
    if (this.#updates.read().gpu.status !== 'open') return;
    this.#updates.now(() => ({ kernels: { status: 'waiting', done: 0, total: 0 } }));
    await this.#train().tune('now');
  }

  async cancel(): Promise<void> {
    this.#updates.now(({ kernels }) => ({ kernels: { ...kernels, status: 'cancelled' } }));
    await this.#train().tune('off');
  }
}
