/** Measures the tilings of the convolutions between training steps, one tiling a step, until all that have run are measured. */
import {
  adoptMeasuredTilings,
  measureNextTiling,
  takeTunedConvolutions,
  TILINGS_VERSION,
  tunedConvolutions,
  untunedConvolutions,
  untunedTilings,
  type TunedConvolutions,
} from '../gpu/conv3d_tuner';
import type { KernelTuningReport, TunedKernels } from './kernel_tuning_report';

/** Steps in a row before measuring begins: a training that ends sooner does not win back what measuring takes. */
const AFTER_STEPS = 20;

export class KernelTuning {
  #isWanted = true;
  #now = false;
  #steps = 0;
  /** Tilings since measuring began; 0 while it has not. */
  #done = 0;

  /** Tilings measured earlier on this adapter; those of other kernels are passed over. */
  take({ version, tilings }: TunedKernels): void {
    if (version === TILINGS_VERSION) takeTunedConvolutions(tilings as TunedConvolutions);
  }

  /** What was measured is in force from now on: between two trainings, so that each keeps its bits. */
  apply(): void {
    adoptMeasuredTilings();
  }

  /**
   * `now`: from the next step on, without waiting for a training that lasts, and a whole convolution a step.
   * `off`: not at all; the rest keeps its defaults.
   */
  set(wish: 'now' | 'off'): void {
    this.#isWanted = wish === 'now';
    this.#now = wish === 'now';
    this.#done = 0;
  }

  /** Of a new row of steps: what was begun in one before goes on at once. */
  begin(): void {
    this.#steps = 0;
  }

  /**
   * Call after each step, with nothing else on the device: measures if it is time. What is measured is in force from the next
   * start on, so there is no hurry: one tiling a step, since compiling a whole convolution's would stand out among the steps.
   * @returns how far measuring is, whenever something was measured.
   */
  async afterStep(): Promise<KernelTuningReport | undefined> {
    this.#steps += 1;
    const isDue = this.#isWanted && (this.#now || this.#done > 0 || this.#steps >= AFTER_STEPS);
    const before = untunedConvolutions();
    if (!isDue || before === 0) return undefined;
    do {
      await measureNextTiling();
      this.#done += 1;
    } while (this.#now && untunedConvolutions() === before);
    const left = untunedTilings();
    const isMore = untunedConvolutions() < before;
    const report = {
      done: this.#done,
      total: this.#done + left,
      ...(isMore && { tuned: { version: TILINGS_VERSION, tilings: tunedConvolutions() } }),
    };
    if (left === 0) this.#done = 0;
    return report;
  }
}
