/** All runs of a training at one moment between two steps, as files: handed out now and then while it goes on, and when it rests. */
import * as Comlink from 'comlink';
import { FRAMEWORK_TABLE } from '../contrast/frameworks';
import { runFile, type encoderFile } from './checkpoint';
import type { Moment } from './checkpoint_report';
import type { TrainConfig } from './config';
import { OPTIMISERS } from './optimisers';
import { costOf } from './plan';
import type { Trainer } from './trainer';

/** Times what a moment took, at least, between two of them: at most a twentieth of the time is spent on them. */
const SHARE = 20;
/** Bytes of one run's state beyond which no moment is handed out. */
const MAX_RUN = 2 ** 28;

interface Wish {
  /** A moment is of more steps than these. */
  readonly beyond: number;
  /** Milliseconds since the one before, at least; 0: the next step's, whatever it costs. */
  readonly every: number;
  readonly answer: (moment: Moment | undefined) => void;
  readonly refuse: (reason: Error) => void;
}

export class Moments {
  readonly #failOnGpuError: () => void;
  #wish: Wish | undefined;
  /** Steps of the newest weights that are known to be sound: those of a step that failed are not handed out. */
  #sound: number | undefined;
  /** When the newest was taken of this training, and the milliseconds that it took. */
  #newest = { at: -Infinity, took: 0 };

  constructor(failOnGpuError: () => void) {
    this.#failOnGpuError = failOnGpuError;
  }

  /** The newest question counts: the one before is answered with undefined, as is one whose training ends. */
  ask(beyond: number, every: number): Promise<Moment | undefined> {
    this.#wish?.answer(undefined);
    return new Promise((answer, refuse) => {
      this.#wish = { beyond, every, answer, refuse };
    });
  }

  /** A step was taken, and its numbers were looked at. */
  stepped({ steps }: Trainer): void {
    this.#sound = steps;
  }

  end(): void {
    this.#wish?.answer(undefined);
    this.#wish = undefined;
    this.#sound = undefined;
    this.#newest = { at: -Infinity, took: 0 };
  }

  /** Answers what was asked where it is due; at rest it always is. Call it with nothing else on the device. */
  async take(trainer: Trainer | undefined, rests = false): Promise<void> {
    const wish = this.#wish;
    if (!wish || !trainer || trainer.steps !== this.#sound || trainer.steps <= wish.beyond) return;
    const began = performance.now();
    const { at, took } = this.#newest;
    const isAtOnce = rests || wish.every === 0;
    if (!isAtOnce && began - at < Math.max(wish.every, SHARE * took)) return;
    this.#wish = undefined;
    try {
      const moment = bytesOfRun(trainer.config) > MAX_RUN ? undefined : await momentOf(trainer);
      this.#failOnGpuError();
      this.#newest = { at: began, took: performance.now() - began };
      wish.answer(moment);
    } catch (error) {
      wish.refuse(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** Of the largest: weights, momentum branch and moments of the optimiser. */
function bytesOfRun(config: TrainConfig): number {
  const largest = Math.max(0, ...costOf(config, 0).runs.map(({ parameters }) => parameters));
  const branches = FRAMEWORK_TABLE[config.contrast.framework].momentumBranch ? 2 : 1;
  return largest * Float32Array.BYTES_PER_ELEMENT * (branches + OPTIMISERS[config.optimiser.name].moments);
}

/** Of the runs in lock-step: one that is behind is at another step. */
async function momentOf(trainer: Trainer): Promise<Moment> {
  const { steps: step, runIds, behind } = trainer;
  const runs: Moment['runs'][number][] = [];
  for (const id of runIds.filter((each) => !behind?.ids.includes(each)))
    runs.push({ id, bytes: await fileOf(trainer, id, runFile) });
  return Comlink.transfer(
    { step, runs },
    runs.map(({ bytes }) => bytes.buffer),
  );
}

/** @throws Error when nothing is prepared, RangeError when there is no such run. Call it with nothing else on the device. */
export async function fileOf(
  trainer: Trainer | undefined,
  id: string,
  write: typeof encoderFile | typeof runFile,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!trainer) throw new Error('There are no weights to save yet: prepare the runs first.');
  const { config, start } = trainer;
  const { run, state } = await trainer.state(id);
  const bytes = write({ config, run, fromSeed: start === 'seed' }, state);
  return Comlink.transfer(bytes, [bytes.buffer]);
}
