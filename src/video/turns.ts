/** Lets a few pieces of work go on at once; the rest waits in order of arrival. */
export class Turns {
  readonly #atOnce: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Resolves when it is this one's turn: whoever got one gives it back. Rejects with the signal's reason when it aborts first. */
  take(signal: AbortSignal): Promise<void> {
    if (this.#taken < this.#atOnce) {
      this.#taken += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push(resolve);
      const leave = () => {
        const place = this.#waiting.indexOf(resolve);
        if (place < 0) return;
        this.#waiting.splice(place, 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  giveBack(): void {
    const next = this.#waiting.shift();
    // The turn goes straight to the next one, so that nobody slips in between.
    if (next) next();
    else this.#taken -= 1;
  }
}
