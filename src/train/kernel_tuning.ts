/** Measures the tilings of the convolutions between training steps, one convolution at a time, until all that have run are measured. */
import {
  takeTunedConvolutions,
  TILINGS_VERSION,
  tuneConvolutions,
  untunedConvolutions,
  adoptMeasuredTilings,
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

  /** Tilings measured earlier on this adapter; those of other kernels are passed over. */
  take({ version, tilings }: TunedKernels): void {
    if (version === TILINGS_VERSION) takeTunedConvolutions(tilings as TunedConvolutions);
  }

  /** What was measured is in force from now on: between two trainings, so that each keeps its bits. */
  apply(): void {
    adoptMeasuredTilings();
  }

  /** `now`: with the next step, without waiting for a training that lasts. `off`: not at all; the rest keeps its defaults. */
  set(wish: 'now' | 'off'): void {
    this.#isWanted = wish === 'now';
    this.#now = wish === 'now';
    this.#done = 0;
  }

  /** Of a new row of steps. */
  begin(): void {
    this.#steps = 0;
  }

  /**
   * Call after each step, with nothing else on the device: measures one convolution if it is time.
   * @returns undefined when nothing was measured.
   */
  async afterStep(): Promise<KernelTuningReport | undefined> {
    this.#steps += 1;
    const isDue = this.#isWanted && (this.#now || this.#steps >= AFTER_STEPS);
    if (!isDue || untunedConvolutions() === 0) return undefined;
    const tilings = await tuneConvolutions({ most: 1 });
    const tuned = { version: TILINGS_VERSION, tilings };
    this.#done += 1;
    const report = { done: this.#done, total: this.#done + untunedConvolutions(), tuned };
    if (report.done === report.total) this.#done = 0;
    return report;
  }
}
