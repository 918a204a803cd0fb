/** Measures the tilings of the convolutions between training steps, one tiling a step, until all that have run are measured. */
import {
  adoptMeasuredTilings,
  measureNextTiling,
  takeTunedConvolutions,
  TILINGS_VERSION,
  tunedConvolutions,
  untunedConvolutions,
  type TunedConvolutions,
} from '../gpu/conv3d_tuner';
import type { KernelTuningReport, TunedKernels } from './kernel_tuning_report';

/** Steps in a row before measuring begins: a training that ends sooner does not win back what measuring takes. */
const AFTER_STEPS = 20;

export class KernelTuning {
  #isWanted = true;
  #now = false;
  #steps = 0;
  #done = 0;
  /** Whether it was told that measuring has begun. */
  #isTold = false;

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
    this.#isTold = false;
  }

  /** Of a new row of steps. */
  begin(): void {
    this.#steps = 0;
  }

  /**
   * Call after each step, with nothing else on the device: measures if it is time. What is measured is in force from the next
   * start on, so there is no hurry: one tiling a step, since compiling a whole convolution's would stand out among the steps.
   * @returns when measuring begins, and when all tilings of a convolution are measured.
   */
  async afterStep(): Promise<KernelTuningReport | undefined> {
    this.#steps += 1;
    const isDue = this.#isWanted && (this.#now || this.#steps >= AFTER_STEPS);
    const before = untunedConvolutions();
    if (!isDue || before === 0) return undefined;
    do await measureNextTiling();
    while (this.#now && untunedConvolutions() === before);
    const left = untunedConvolutions();
    if (left === before && this.#isTold) return undefined;
    this.#isTold = left > 0;
    this.#done += before - left;
    const tuned = { version: TILINGS_VERSION, tilings: tunedConvolutions() };
    const report = { done: this.#done, total: this.#done + left, tuned };
    if (left === 0) this.#done = 0;
    return report;
  }
}
