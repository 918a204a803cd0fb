/** Trains several time variants in lock-step: the same batches, the same initial encoder, one after the other at each step. */
import * as tf from '@tensorflow/tfjs';
import { viewsOfStep, type BatchSource, type DrawnView } from '../clips/batches';
import { renderViews } from '../clips/render_views';
import { pictureOfView, type ViewPicture } from '../clips/view_pictures';
import type { ViewSize } from '../clips/views';
import { FRAMEWORK_TABLE } from '../contrast/frameworks';
import { encoderSpec } from '../encoder/encoders';
import type { EncoderSpec } from '../encoder/spec';
import { runId, type RunConfig } from '../time/config';
import { costOf } from './plan';
import type { TrainConfig } from './config';
import type { FrameLookup } from './drawn_from';
import { Embedder, plainTurn, type Embedding, type SegmentSource, type TakeTurn } from './embedder';
import { Lockstep, type Behind, type StartKnown, type TrainerStart } from './lockstep';
import { clipsOf, KeyOrigins, keysOf } from './key_origins';
import { queueContents } from './queue_contents';
import type { Batch, Run, RunState, StepResult, StepSettings } from './run';
import { keyMomentumAt, learningRateAt } from './schedule';
import type { ClipOrigin, QueueContents } from './trace_report';

const SGD_MOMENTUM = 0.9;

export interface TrainerStep {
  /** Steps completed. */
  readonly step: number;
  readonly learningRate: number;
  readonly keyMomentum: number;
  /** Keys in the queue after the step. */
  readonly queueFilled: number;
  /** The loss of this step at chance. */
  readonly chance: number;
  readonly runs: readonly ({ readonly id: string } & StepResult)[];
}

/** One step of the runs that were furthest behind, on the batch that the others had. */
export type CatchUpStep = Behind & Pick<TrainerStep, 'runs'>;

/** One segment at S seconds. */
export interface Travel {
  /** [S,D]. */
  readonly fPrime: Float32Array;
  /** [S,width]: ε for addition and CATE (width D), weights for attention, magnitudes for transform (width M). */
  readonly coefficients: Float32Array;
  readonly width: number;
  /** D_t [D,M] as used, where the variant has directions. */
  readonly basis?: Float32Array;
}

/** How a run takes its step; what it answers is what the step came to. */
export type StepTaker = (id: string, run: Run, batch: Batch, settings: StepSettings) => Promise<StepResult>;

const plainly: StepTaker = (_, run, batch, settings) => run.step(batch, settings);

export class Trainer {
  readonly dim: number;
  readonly #size: ViewSize;
  readonly #embedder: Embedder;
  readonly #lockstep: Lockstep;
  /** What the last step drew its batch from. */
  #lastVideos: readonly BatchSource[] | undefined;
  readonly #origins = new KeyOrigins();
  #lastClips: readonly ClipOrigin[] = [];

  /**
   * Makes the weights of all runs for a set of `videos` videos: from the seed, with the encoder of `start` where it is
   * given, or as they were saved. Needs the tfjs backend to be ready.
   * @throws RangeError with a sentence when the directions of a run do not fit into the encoder's dimensions.
   */
  constructor(config: TrainConfig, videos: number, start: TrainerStart = {}) {
    const encoder: EncoderSpec = encoderSpec(config.encoder);
    this.dim = encoder.dim;
    this.#size = {
      frames: config.encoder.frames,
      size: config.encoder.size,
      mean: encoder.mean,
      deviation: encoder.deviation,
    };
    this.#embedder = new Embedder(config, this.dim, this.#size);
    this.#lockstep = new Lockstep(config, encoder, costOf(config, videos).queue, start);
  }

  /** Its runs change with `setRuns`, nothing else. */
  get config(): TrainConfig {
    return this.#lockstep.config;
  }

  /** Completed by the runs in lock-step. */
  get steps(): number {
    return this.#lockstep.steps;
  }

  /** Undefined while all runs are in lock-step. */
  get behind(): Behind | undefined {
    return this.#lockstep.behind;
  }

  /** Why these cannot be the runs from now on, in one sentence; undefined: they can. */
  problemWith(runs: readonly RunConfig[], frames: FrameLookup): string | undefined {
    return this.#lockstep.problemWith(runs, frames);
  }

  /** Other runs from now on, see `Lockstep.setRuns`. */
  setRuns(runs: readonly RunConfig[]): void {
    this.#lockstep.setRuns(runs);
  }

  /**
   * One step of the runs that are furthest behind, on the very batch that the others had then: seed and step decide it.
   * @throws RangeError with a sentence when no run is behind, or a video of that batch is gone.
   */
  async catchUp(frames: FrameLookup): Promise<CatchUpStep> {
    const { ids, step, videos } = this.#lockstep.late(frames);
    const of = this.steps;
    const { runs } = await this.#advance(ids, step, videos, plainly);
    return { ids, step: step + 1, of, runs };
  }

  /** The first `most` views of the last step, or of the first one to come, drawn again from the seed; and how many there are. */
  views(videos: readonly BatchSource[], most: number): { total: number; views: ViewPicture[] } {
    const { seed, clips } = this.config;
    const drawn = viewsOfStep(
      this.#lastVideos ?? videos,
      seed,
      Math.max(0, this.steps - 1),
      clips,
      this.#size,
    );
    const views = drawn.slice(0, most).map((view) => pictureOfView(view, clips, this.#size));
    return { total: drawn.length, views };
  }

  get runIds(): readonly string[] {
    return [...this.#lockstep.runs.keys()];
  }

  /** The clips of the last step, video by video; empty before the first one that was taken here. */
  get lastClips(): readonly ClipOrigin[] {
    return this.#lastClips;
  }

  /** Q of a run and where its keys came from, newest first; undefined where it has no queue. */
  heldKeys(
    id: string,
  ): { readonly length: number; readonly origins: readonly (ClipOrigin | undefined)[] } | undefined {
    const run = this.#lockstep.runs.get(id);
    return run?.queue && { length: run.queue.length, origins: this.#origins.held(run, run.queue) };
  }

  /** What the queue of a run holds, the newest `most` keys of it; undefined where there is no such run or no queue. */
  async queue(id: string, most: number): Promise<QueueContents | undefined> {
    const run = this.#lockstep.runs.get(id);
    const origins = this.heldKeys(id)?.origins;
    if (!run || !origins) return undefined;
    const { perVideo } = this.config.clips;
    const contents = await queueContents({ run, origins, clips: this.#lastClips, perVideo, most });
    return contents && { runId: id, step: this.steps, ...contents };
  }

  /**
   * One step of every run on one batch of these videos (their order is part of the seed).
   * @throws RangeError when a run is behind: `catchUp` comes first.
   */
  async step(videos: readonly BatchSource[], take: StepTaker = plainly): Promise<TrainerStep> {
    this.#lockstep.begin(videos);
    this.#lastVideos = videos;
    const { clips, ...taken } = await this.#advance(this.runIds, this.steps, videos, take);
    this.#lastClips = clips;
    this.#lockstep.end();
    return { step: this.steps, ...taken };
  }

  /** The step after `steps` completed ones, of the runs with these ids, all on one batch. */
  async #advance(
    ids: readonly string[],
    steps: number,
    videos: readonly BatchSource[],
    take: StepTaker,
  ): Promise<Omit<TrainerStep, 'step'> & { readonly clips: readonly ClipOrigin[] }> {
    const { seed, clips, contrast, optimiser } = this.config;
    const drawn = viewsOfStep(videos, seed, steps, clips, this.#size);
    const origins = clipsOf(drawn, steps + 1);
    const batch = this.#upload(drawn);
    const schedule = { ...optimiser, keyMomentum: contrast.keyMomentum };
    const learningRate = learningRateAt(schedule, steps);
    const keyMomentum = keyMomentumAt(schedule, steps);
    const settings = {
      learningRate,
      keyMomentum,
      weightDecay: optimiser.weightDecay,
      momentum: SGD_MOMENTUM,
    };
    const filled = () => this.#lockstep.runs.get(ids[0]!)?.queue?.filled ?? 0;
    const queueBefore = filled();
    const runs: ({ id: string } & StepResult)[] = [];
    try {
      for (const id of ids) {
        const run = this.#lockstep.runs.get(id)!;
        runs.push({ id, ...(await take(id, run, batch, settings)) });
        if (run.queue) this.#origins.enter(run, run.queue, keysOf(origins, contrast.queries));
      }
    } finally {
      tf.dispose([batch.query, batch.queryTimes, batch.keys, batch.keyTimes]);
    }
    const chance = FRAMEWORK_TABLE[contrast.framework].chance({
      // The keys that this step's queries were compared with were those of the step before.
      queueFilled: queueBefore,
      batch: batch.queryTimes.size,
      perVideo: clips.perVideo,
      config: contrast,
    });
    return { learningRate, keyMomentum, queueFilled: filled(), chance, runs, clips: origins };
  }

  /**
   * f and f' of every segment under every run in lock-step, in evaluation mode. `onProgress` counts clips over all runs;
   * between two passes `turn` may let others have the device, as long as they change no weights.
   */
  async embed(
    segments: readonly SegmentSource[],
    onProgress: (done: number, total: number) => void,
    turn: TakeTurn = plainTurn,
  ): Promise<Embedding[]> {
    const { inStep } = this.#lockstep;
    // Before the first step every run has the same encoder: once is enough.
    const distinct = this.steps === 0 ? 1 : inStep.length;
    const total = distinct * segments.length;
    let done = 0;
    // Before the first pass, which may last.
    onProgress(done, total);
    let shared: Float32Array | undefined;
    const embeddings: Embedding[] = [];
    for (const [id, run] of inStep) {
      const f =
        this.steps === 0 && shared
          ? shared
          : await this.#embedder.features(run.query, segments, turn, (clips) => {
              done += clips;
              onProgress(done, total);
            });
      shared = f;
      embeddings.push({ id, f, ...(await turn(() => this.#embedder.navigated(run.query, f, segments))) });
    }
    return embeddings;
  }

  /** What is known of where its runs started. */
  get start(): StartKnown {
    return this.#lockstep.start;
  }

  /**
   * The same of these runs as they were before their first step, from weights that are made for it and dropped. `f` [N,D]:
   * where it is known, for it is that of all of them.
   * @throws RangeError when there is no such run, or it is not known where it started.
   */
  async embedUntrained(
    ids: readonly string[],
    segments: readonly SegmentSource[],
    onProgress: (done: number, total: number) => void,
    turn: TakeTurn,
    f?: Float32Array,
  ): Promise<Embedding[]> {
    let shared = f;
    let done = 0;
    if (!shared) onProgress(done, segments.length);
    const embeddings: Embedding[] = [];
    for (const id of ids) {
      const branch = await turn(() => Promise.resolve(this.#lockstep.untrained(id)));
      try {
        shared ??= await this.#embedder.features(branch, segments, turn, (clips) =>
          onProgress((done += clips), segments.length),
        );
        const known = shared;
        const navigated = await turn(() => this.#embedder.navigated(branch, known, segments));
        embeddings.push({ id, f: known, ...navigated });
      } finally {
        branch.dispose();
      }
    }
    return embeddings;
  }

  /**
   * f [D] of one segment as the time module moves it at each of S seconds, with the weights as they are now.
   * @throws RangeError with a sentence when there is no such run, or it has no time module.
   */
  async navigate(id: string, feature: Float32Array, seconds: Float32Array): Promise<Travel> {
    const run = this.#lockstep.runs.get(id);
    if (!run)
      throw new RangeError(
        `navigate(id): there is no run "${id}", only ${[...this.#lockstep.runs.keys()].join(', ')}.`,
      );
    const f = tf.tidy(() => tf.tile(tf.tensor2d(feature, [1, this.dim]), [seconds.length, 1]));
    const t = this.#embedder.times(seconds);
    const navigated = run.query.navigate(f, t);
    const { fPrime, coefficients, basis } = navigated;
    try {
      if (!coefficients)
        throw new RangeError(`navigate(id): ${id} has no time module, so its f' is f at every second.`);
      const [prime, moved, directions] = (await Promise.all([
        fPrime.data(),
        coefficients.data(),
        basis?.data(),
      ])) as [Float32Array, Float32Array, Float32Array | undefined];
      const width = coefficients.shape[1];
      return { fPrime: prime, coefficients: moved, width, ...(directions && { basis: directions }) };
    } finally {
      tf.dispose([f, t, Object.values(navigated)]);
    }
  }

  #upload(views: readonly DrawnView[]): Batch {
    const { perVideo, stride } = this.config.clips;
    // Queries first, then the keys of each query behind each other.
    const rendered = (wanted: readonly DrawnView[]) => ({
      pixels: renderViews(
        wanted.map(({ source, view }) => ({ frames: source.frames, view })),
        stride,
        this.#size,
      ),
      times: this.#embedder.times(Float32Array.from(wanted, ({ view }) => view.start)),
    });
    const query = rendered(views.filter(({ clip }) => clip === 0));
    const keys = rendered(views.filter(({ clip }) => clip > 0));
    return {
      query: query.pixels,
      queryTimes: query.times,
      keys: keys.pixels,
      keyTimes: keys.times,
      perVideo,
    };
  }

  /** Host copies of everything that the next step of a run depends on. @throws RangeError when there is no such run. */
  async state(id: string): Promise<{ run: RunConfig; state: RunState }> {
    const run = this.config.runs.find((other) => runId(other) === id);
    const found = this.#lockstep.runs.get(id);
    if (!run || !found)
      throw new RangeError(
        `state(id): there is no run "${id}", only ${[...this.#lockstep.runs.keys()].join(', ')}.`,
      );
    return { run, state: await found.state() };
  }

  dispose(): void {
    this.#lockstep.dispose();
  }
}
