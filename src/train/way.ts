/** An embedding of the maps that makes way for what is waiting: it ends before its next pass, and the next one starts over. */
import type { TakeTurn } from './embedder';

/** Seconds that whatever is waiting waits for an embedding to be finished; one that would last longer is broken off. */
const WORTH_FINISHING = 20;

/** Whether an embedding of so many seconds is too long to be waited for. */
export function lasts(seconds: number): boolean {
  return seconds > WORTH_FINISHING;
}

class MadeWay extends Error {
  constructor() {
    super('The embedding was broken off for what was waiting.');
  }
}

export class Way {
  /** Of the embedding under way. */
  #done = 0;
  #total = 0;
  /** Estimated, of one clip. */
  #secondsEach = 0;
  #began = 0;
  #isAsked = false;
  #isUnderWay = false;

  readonly #betweenPasses: () => Promise<void>;

  /** @param betweenPasses waits as long as it takes to hear what is asked meanwhile */
  constructor(betweenPasses: () => Promise<void>) {
    this.#betweenPasses = betweenPasses;
  }

  /** @returns what `embed` does, or undefined where it made way. `secondsEach`: estimated, of one clip. */
  async run<T>(secondsEach: number, embed: (turn: TakeTurn) => Promise<T>): Promise<T | undefined> {
    this.#secondsEach = secondsEach;
    this.#began = performance.now();
    [this.#done, this.#total, this.#isAsked, this.#isUnderWay] = [0, 0, false, true];
    try {
      return await embed(async (pass) => {
        await this.#betweenPasses();
        if (this.#isAsked) throw new MadeWay();
        return pass();
      });
    } catch (error) {
      if (error instanceof MadeWay) return undefined;
      throw error;
    } finally {
      this.#isUnderWay = false;
    }
  }

  progress(done: number, total: number): void {
    [this.#done, this.#total] = [done, total];
  }

  /** `always`: nobody will look at it any more. */
  make(when: 'always' | 'if it would last'): void {
    if (!this.#isUnderWay) return;
    const took = (performance.now() - this.#began) / 1000;
    const each = this.#done > 0 ? took / this.#done : this.#secondsEach;
    this.#isAsked ||= when === 'always' || lasts((this.#total - this.#done) * each);
  }
}
