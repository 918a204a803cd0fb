/** What measuring kernels tells the page. */

/** Tilings of convolutions that were the fastest on an adapter: the page keeps them without looking into them. */
export interface TunedKernels {
  /** Of the kernels that were measured: tilings of other ones are of no use. */
  readonly version: number;
  readonly tilings: Readonly<Record<string, unknown>>;
}

export interface KernelTuningReport {
  /** Tilings measured, of all that are worth it for the convolutions that have run and were not measured before. */
  readonly done: number;
  readonly total: number;
  /** Everything known of this adapter so far, where that is more than was told before: a convolution's tilings are all measured. */
  readonly tuned?: TunedKernels;
}
