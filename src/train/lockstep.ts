/** The runs of a training and how far each has come: runs leave, and runs that join catch up on the batches that the others had. */
import type { BatchSource } from '../clips/batches';
import type { EncoderSpec } from '../encoder/spec';
import { runId, runName, type RunConfig } from '../time/config';
import { timeProblem } from '../time/module';
import type { NetworkValues } from '../weights/network';
import type { Branch } from './branch';
import type { TrainConfig } from './config';
import { DrawnFrom, type FrameLookup } from './drawn_from';
import { freshQuery, freshRun, resumedRun } from './fresh_run';
import type { Run, RunState } from './run';

export interface TrainerStart {
  /** Of all runs, in the order of the encoder's specification. */
  readonly encoder?: NetworkValues;
  /** Every run of the configuration as it was, all at one step. */
  readonly saved?: ReadonlyMap<string, RunState>;
  /** Of saved runs: whether they say that they started from the seed. */
  readonly savedFromSeed?: boolean;
}

/** Where the runs started: from the seed, from an encoder that was given, or as saved runs that do not say. */
export type StartKnown = 'seed' | 'encoder' | 'unknown';

/** Runs that joined later and are not in lock-step yet. */
export interface Behind {
  readonly ids: readonly string[];
  /** Steps completed by the last of them, and by those in lock-step. */
  readonly step: number;
  readonly of: number;
}

/** The runs that are furthest behind, and the videos that the others' batch of that step was drawn from. */
interface Late {
  readonly ids: readonly string[];
  /** Steps completed. */
  readonly step: number;
  readonly videos: readonly BatchSource[];
}

export class Lockstep {
  readonly #dim: number;
  readonly #queueLength: number;
  readonly #encoder: NetworkValues | undefined;
  readonly start: StartKnown;
  readonly #drawnFrom = new DrawnFrom();
  #config: TrainConfig;
  /** In the order of the configuration. */
  #runs: ReadonlyMap<string, Run>;
  #steps: number;

  /** @throws RangeError with a sentence when the directions of a run do not fit into the encoder's dimensions. */
  constructor(config: TrainConfig, { dim }: EncoderSpec, queueLength: number, start: TrainerStart) {
    this.#config = config;
    this.#dim = dim;
    this.#queueLength = queueLength;
    this.#encoder = start.encoder;
    this.start = start.encoder ? 'encoder' : start.saved && !start.savedFromSeed ? 'unknown' : 'seed';
    for (const run of config.runs) {
      const problem = timeProblem(run, config.time, dim);
      if (problem) throw new RangeError(problem);
    }
    const { saved } = start;
    this.#steps = saved?.values().next().value?.steps ?? 0;
    this.#runs = new Map(
      config.runs.map((run) => {
        const state = saved?.get(runId(run));
        return [runId(run), state ? resumedRun(config, run, state) : this.#fresh(run)];
      }),
    );
  }

  #fresh(run: RunConfig): Run {
    return freshRun(this.#config, run, this.#queueLength, this.#encoder);
  }

  /**
   * The query branch of a run as it was before its first step, made anew. The caller disposes it.
   * @throws RangeError when there is no such run, or it is not known where it started.
   */
  untrained(id: string): Branch {
    const run = this.#config.runs.find((other) => runId(other) === id);
    if (!run || this.start === 'unknown') {
      const got = run ? 'a saved one that does not say where it started' : `"${id}"`;
      throw new RangeError(`untrained(id): expected a run of this training, got ${got}.`);
    }
    return freshQuery(this.#config, run, this.#encoder);
  }

  /** Its runs change with `setRuns`, nothing else. */
  get config(): TrainConfig {
    return this.#config;
  }

  /** Completed by the runs in lock-step. */
  get steps(): number {
    return this.#steps;
  }

  get runs(): ReadonlyMap<string, Run> {
    return this.#runs;
  }

  /** Without those that are behind. */
  get inStep(): readonly (readonly [string, Run])[] {
    return [...this.#runs].filter(([, run]) => run.steps >= this.#steps);
  }

  /** Undefined while all runs are in lock-step. */
  get behind(): Behind | undefined {
    const late = [...this.#runs].filter(([, run]) => run.steps < this.#steps);
    if (late.length === 0) return undefined;
    const step = Math.min(...late.map(([, run]) => run.steps));
    return { ids: late.map(([id]) => id), step, of: this.#steps };
  }

  /** Why these cannot be the runs from now on, in one sentence; undefined: they can. */
  problemWith(runs: readonly RunConfig[], frames: FrameLookup): string | undefined {
    const joining = runs.filter((run) => !this.#runs.has(runId(run)));
    for (const run of joining) {
      const problem = timeProblem(run, this.#config.time, this.#dim);
      if (problem) return problem;
    }
    const [first] = joining;
    const why = first && this.#steps > 0 ? this.#drawnFrom.problem(this.#steps, frames) : undefined;
    if (!first || why === undefined) return undefined;
    return `${runName(first)} cannot join this training on the same batches, because ${why}: it is trained with the next start.`;
  }

  /**
   * Other runs from now on. One that leaves is disposed; one that joins starts from the encoder that all started from and
   * is behind until it has taken the steps of the others. Ask `problemWith` before.
   */
  setRuns(runs: readonly RunConfig[]): void {
    const before = this.#runs;
    this.#runs = new Map(runs.map((run) => [runId(run), before.get(runId(run)) ?? this.#fresh(run)]));
    this.#config = { ...this.#config, runs: [...runs] };
    for (const [id, run] of before) if (!this.#runs.has(id)) run.dispose();
  }

  /** @throws RangeError with a sentence when no run is behind, or a video of that batch is gone. */
  late(frames: FrameLookup): Late {
    const { behind } = this;
    if (!behind) throw new RangeError('late(frames): expected a run that is behind, got none.');
    const { step } = behind;
    const videos = this.#drawnFrom.videosOf(step, frames);
    if (!videos) {
      throw new RangeError(
        `${behind.ids.join(', ')} cannot catch up: the videos of step ${step + 1} are not all here any more. Bring them back, or take the run out.`,
      );
    }
    return { ids: behind.ids.filter((id) => this.#runs.get(id)!.steps === step), step, videos };
  }

  /**
   * Notes what the next step of all runs is drawn from.
   * @throws RangeError when a run is behind.
   */
  begin(videos: readonly BatchSource[]): void {
    const { behind } = this;
    if (behind) {
      throw new RangeError(
        `begin(videos): expected all runs at step ${behind.of}, got ${behind.ids.join(', ')} at step ${behind.step}.`,
      );
    }
    this.#drawnFrom.note(this.#steps, videos);
  }

  /** All runs took the step. */
  end(): void {
    this.#steps += 1;
  }

  dispose(): void {
    for (const run of this.#runs.values()) run.dispose();
  }
}
