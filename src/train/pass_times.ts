/** How long an embedding takes once its kernels are there: its first pass may have made them, and is counted as the others. */
export class PassTimes {
  readonly #began: number;
  readonly #now: () => number;
  /** Clips, and when they were done: after the first pass and after the newest one. */
  #first: { readonly done: number; readonly at: number } | undefined;
  #newest: { readonly done: number; readonly at: number } | undefined;

  /** @param now milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#began = now();
  }

  progress(done: number): void {
    if (done === 0) return;
    this.#newest = { done, at: this.#now() };
    this.#first ??= this.#newest;
  }

  /** From the beginning until now, scores after the last pass included. */
  seconds(): number {
    const [first, newest] = [this.#first, this.#newest];
    const now = this.#now();
    // A single pass is all that is known.
    if (!first || !newest || newest.done <= first.done) return (now - this.#began) / 1000;
    const passes = ((newest.at - first.at) * newest.done) / (newest.done - first.done);
    return (passes + (now - newest.at)) / 1000;
  }
}
