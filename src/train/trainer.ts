/** Trains several time variants in lock-step: the same batches, the same initial encoder, one after the other at each step. */
import * as tf from '@tensorflow/tfjs';
import { viewsOfStep, type BatchSource, type DrawnView } from '../clips/batches';
import { renderViews } from '../clips/render_views';
import { pictureOfView, type ViewPicture } from '../clips/view_pictures';
import { plainView, type ViewSize } from '../clips/views';
import { FRAMEWORK_TABLE } from '../contrast/frameworks';
import { encoderSpec } from '../encoder/encoders';
import type { EncoderSpec } from '../encoder/spec';
import { runId, type RunConfig } from '../time/config';
import type { VideoFrames } from '../video/frames';
import { costOf, EMBED_CLIPS } from './plan';
import type { TrainConfig } from './config';
import { timeComponents, type TimeComponents } from './components';
import type { FrameLookup } from './drawn_from';
import { Lockstep, type Behind, type TrainerStart } from './lockstep';
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

/** A segment to embed: frames of its video and the second it starts at; its frames last to first where it is reversed. */
export interface SegmentSource {
  readonly frames: VideoFrames;
  readonly start: number;
  readonly reversed?: boolean;
}

/** How one pass of an embedding comes to its turn on the device. */
export type TakeTurn = <T>(pass: () => Promise<T>) => Promise<T>;

/** [N,D] row-major each. */
export interface Embedding {
  readonly id: string;
  readonly f: Float32Array;
  readonly fPrime: Float32Array;
  /** f' as it would be were every segment at the same second: the control for what t alone gives. */
  readonly fPrimeAtConstantT: Float32Array;
  /** Of runs with directions. */
  readonly components?: TimeComponents;
}

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
    turn: TakeTurn = (pass) => pass(),
  ): Promise<Embedding[]> {
    const { inStep } = this.#lockstep;
    // Before the first step every run has the same encoder: once is enough.
    const distinct = this.steps === 0 ? 1 : inStep.length;
    const total = distinct * segments.length;
    let done = 0;
    let shared: Float32Array | undefined;
    const embeddings: Embedding[] = [];
    for (const [id, run] of inStep) {
      const f =
        this.steps === 0 && shared
          ? shared
          : await this.#features(run, segments, turn, (clips) => {
              done += clips;
              onProgress(done, total);
            });
      shared = f;
      embeddings.push({ id, f, ...(await turn(() => this.#navigated(run, f, segments))) });
    }
    return embeddings;
  }

  async #features(
    run: Run,
    segments: readonly SegmentSource[],
    turn: TakeTurn,
    onClips: (clips: number) => void,
  ): Promise<Float32Array> {
    const features = new Float32Array(segments.length * this.dim);
    // Always as many at once: a rest would be compiled, measured and held in memory as a shape of its own.
    const clips = Math.min(EMBED_CLIPS, segments.length);
    for (let first = 0; first < segments.length; first += clips) {
      const part = segments.slice(first, first + clips);
      const filled = [...part, ...Array<SegmentSource>(clips - part.length).fill(part.at(-1)!)];
      await turn(async () => {
        const x = this.#plainClips(filled);
        const f = run.query.embed(x);
        x.dispose();
        const values = await f.data();
        features.set(values.subarray(0, part.length * this.dim), first * this.dim);
        f.dispose();
      });
      onClips(part.length);
    }
    return features;
  }

  #plainClips(segments: readonly SegmentSource[]): tf.Tensor5D {
    const views = segments.map(({ frames, start, reversed }) => ({
      frames,
      view: plainView(start, frames),
      reversed,
    }));
    return renderViews(views, this.config.clips.stride, this.#size);
  }

  async #navigated(
    run: Run,
    features: Float32Array,
    segments: readonly SegmentSource[],
  ): Promise<Pick<Embedding, 'fPrime' | 'fPrimeAtConstantT' | 'components'>> {
    const starts = segments.map(({ start }) => start);
    const middle = starts.reduce((a, b) => a + b, 0) / starts.length;
    const at = async (seconds: readonly number[]) => {
      const [f, t] = [
        tf.tensor2d(features, [segments.length, this.dim]),
        this.#times(Float32Array.from(seconds)),
      ];
      const navigated = run.query.navigate(f, t);
      const fPrime = (await navigated.fPrime.data()) as Float32Array;
      const { basis } = navigated;
      const components = basis && (await timeComponents(f, basis, run.query.spec.run.orthogonal));
      tf.dispose([f, t, Object.values(navigated)]);
      return { fPrime, ...(components && { components }) };
    };
    const { fPrime: fPrimeAtConstantT } = await at(starts.map(() => middle));
    return { ...(await at(starts)), fPrimeAtConstantT };
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
    const t = this.#times(seconds);
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

  /** Seconds -> the unit that the time encoder is given. */
  #times(seconds: Float32Array): tf.Tensor1D {
    const { time, clips, encoder } = this.config;
    const clipLength = time.unit === 'clips' ? clips.stride * encoder.frames : 1;
    return tf.tensor1d(seconds.map((second) => second / clipLength));
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
      times: this.#times(Float32Array.from(wanted, ({ view }) => view.start)),
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
