/** How long a step, a map and the probes take: as measured here where they were, else from the rates of this adapter. */
import type { TrainConfig } from './config';
import type { Cost } from './plan';

/** Floating-point operations a second before anything was measured: about what a software adapter gives. */
const RATE_UNTIL_MEASURED = 1e9;
/** Weight of the newest step in the running mean of step times. */
const NEWEST = 0.3;

interface ClipPace {
  /** Of one clip under one run, its share of the scores included. */
  readonly seconds: number;
  /** Of one clip through the encoder. */
  readonly flops: number;
}

export class Pace {
  /** Of the newest maps and probes. */
  readonly #clips: { maps?: ClipPace; probes?: ClipPace } = {};
  #flopsPerSecond = RATE_UNTIL_MEASURED;
  #secondsPerDispatch = 0;
  /** Configuration (as JSON) of the newest step. */
  #newest: string | undefined;
  /** Configuration (as JSON) whose steps were measured, and seconds a step. */
  #measured: { readonly config: string; readonly seconds: number } | undefined;

  /** Of this adapter, from short measurements. */
  rates(flopsPerSecond: number, secondsPerDispatch: number): void {
    this.#flopsPerSecond = flopsPerSecond;
    this.#secondsPerDispatch = secondsPerDispatch;
  }

  /**
   * Takes in a step of this configuration that took so many seconds.
   * @returns seconds a step, a running mean; undefined after the first step of a configuration: it made the kernels, too,
   * and says nothing of those that follow.
   */
  took(config: TrainConfig, { flops, dispatches }: Cost, seconds: number): number | undefined {
    const key = JSON.stringify(config);
    const isFirst = this.#newest !== key;
    this.#newest = key;
    if (isFirst) return undefined;
    const before = this.#measured?.config === key ? this.#measured.seconds : seconds;
    this.#measured = { config: key, seconds: before + NEWEST * (seconds - before) };
    const arithmetic = this.#measured.seconds - dispatches * this.#secondsPerDispatch;
    // A step of almost no arithmetic says little about its rate.
    if (arithmetic > this.#measured.seconds / 2) this.#flopsPerSecond = flops / arithmetic;
    return this.#measured.seconds;
  }

  /** Takes in maps or probes of so many clips, counted over all runs, that took so many seconds. */
  embedded(what: 'maps' | 'probes', clips: number, flops: number, seconds: number): void {
    if (clips > 0) this.#clips[what] = { seconds: seconds / clips, flops };
  }

  /** Seconds a clip and run of the next ones, of an encoder with so much arithmetic a clip. */
  secondsPerClip(what: 'maps' | 'probes', flops: number): number {
    const known = this.#clips[what] ?? this.#clips.maps;
    const arithmetic = flops / this.#flopsPerSecond;
    // Reading, scores and waiting are those of any encoder.
    return known
      ? Math.max(arithmetic, known.seconds + (flops - known.flops) / this.#flopsPerSecond)
      : arithmetic;
  }

  /** Seconds of a step, over all runs. */
  of(config: TrainConfig, { flops, dispatches }: Cost): { secondsPerStep: number; measured: boolean } {
    if (this.#measured?.config === JSON.stringify(config)) {
      return { secondsPerStep: this.#measured.seconds, measured: true };
    }
    const secondsPerStep = flops / this.#flopsPerSecond + dispatches * this.#secondsPerDispatch;
    return { secondsPerStep, measured: false };
  }
}
