/** How long what is under way still takes, by its pace since it began. */
import type { Progress } from './state';

export class ProgressTimer {
  #began: { readonly what: string; readonly at: number; readonly done: number } | undefined;

  at({ what, done, total }: Omit<Progress, 'secondsLeft'>): Progress {
    const now = performance.now();
    if (this.#began?.what !== what || done <= this.#began.done) this.#began = { what, at: now, done };
    const seconds = (now - this.#began.at) / 1000;
    const passed = done - this.#began.done;
    const paced = total > 0 && passed > 0 && seconds > 0;
    return { what, done, total, secondsLeft: paced ? (seconds / passed) * (total - done) : undefined };
  }

  end(): void {
    this.#began = undefined;
  }
}
