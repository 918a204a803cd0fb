/** Trains several time variants in lock-step: the same batches, the same initial encoder, one after the other at each step. */
import * as tf from '@tensorflow/tfjs';
import { makeBatch, type BatchSource, type ClipBatch } from '../clips/batches';
import { plainView, renderView, type ViewSize } from '../clips/views';
import { FRAMEWORK_TABLE } from '../contrast/frameworks';
import { encoderSpec } from '../encoder/encoders';
import type { EncoderSpec } from '../encoder/spec';
import { runId } from '../time/config';
import type { VideoFrames } from '../video/frames';
import { costOf } from './plan';
import type { TrainConfig } from './config';
import { freshRun } from './fresh_run';
import type { Batch, Run, StepResult } from './run';
import { keyMomentumAt, learningRateAt } from './schedule';

/** Clips that one forward pass of the maps takes. */
const EMBED_CLIPS = 16;
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

/** A segment to embed: frames of its video and the second it starts at. */
export interface SegmentSource {
  readonly frames: VideoFrames;
  readonly start: number;
}

/** [N,D] row-major each. */
export interface Embedding {
  readonly id: string;
  readonly f: Float32Array;
  readonly fPrime: Float32Array;
  /** f' as it would be were every segment at the same second: the control for what t alone gives. */
  readonly fPrimeAtConstantT: Float32Array;
}

export class Trainer {
  readonly config: TrainConfig;
  readonly dim: number;
  readonly #size: ViewSize;
  readonly #runs: ReadonlyMap<string, Run>;
  #steps = 0;

  /** Makes the initial weights of all runs from the seed, for a set of `videos` videos. Needs the tfjs backend to be ready. */
  constructor(config: TrainConfig, videos: number) {
    this.config = config;
    const encoder: EncoderSpec = encoderSpec(config.encoder);
    this.dim = encoder.dim;
    this.#size = {
      frames: config.encoder.frames,
      size: config.encoder.size,
      mean: encoder.mean,
      deviation: encoder.deviation,
    };
    const { queue } = costOf(config, videos);
    this.#runs = new Map(config.runs.map((run) => [runId(run), freshRun(config, run, queue)]));
  }

  get steps(): number {
    return this.#steps;
  }

  /** One step of every run on one batch of these videos (their order is part of the seed). */
  async step(videos: readonly BatchSource[]): Promise<TrainerStep> {
    const { seed, clips, contrast, optimiser } = this.config;
    const batch = this.#upload(makeBatch(videos, seed, this.#steps, clips, this.#size));
    const schedule = { ...optimiser, keyMomentum: contrast.keyMomentum };
    const learningRate = learningRateAt(schedule, this.#steps);
    const keyMomentum = keyMomentumAt(schedule, this.#steps);
    const settings = {
      learningRate,
      keyMomentum,
      weightDecay: optimiser.weightDecay,
      momentum: SGD_MOMENTUM,
    };
    const queueBefore = [...this.#runs.values()][0]?.queue?.filled ?? 0;
    const runs: ({ id: string } & StepResult)[] = [];
    try {
      for (const [id, run] of this.#runs) runs.push({ id, ...(await run.step(batch, settings)) });
    } finally {
      tf.dispose([batch.query, batch.queryTimes, batch.keys, batch.keyTimes]);
    }
    this.#steps += 1;
    const [first] = this.#runs.values();
    const queueFilled = first?.queue?.filled ?? 0;
    const chance = FRAMEWORK_TABLE[contrast.framework].chance({
      // The keys that this step's queries were compared with were those of the step before.
      queueFilled: queueBefore,
      batch: batch.queryTimes.size,
      perVideo: clips.perVideo,
      config: contrast,
    });
    return { step: this.#steps, learningRate, keyMomentum, queueFilled, chance, runs };
  }

  /** f and f' of every segment under every run, in evaluation mode. `onProgress` counts clips over all runs. */
  async embed(
    segments: readonly SegmentSource[],
    onProgress: (done: number, total: number) => void,
  ): Promise<Embedding[]> {
    // Before the first step every run has the same encoder: once is enough.
    const distinct = this.#steps === 0 ? 1 : this.#runs.size;
    const total = distinct * segments.length;
    let done = 0;
    let shared: Float32Array | undefined;
    const embeddings: Embedding[] = [];
    for (const [id, run] of this.#runs) {
      const f =
        this.#steps === 0 && shared
          ? shared
          : await this.#features(run, segments, (clips) => {
              done += clips;
              onProgress(done, total);
            });
      shared = f;
      embeddings.push({ id, f, ...(await this.#navigated(run, f, segments)) });
    }
    return embeddings;
  }

  async #features(
    run: Run,
    segments: readonly SegmentSource[],
    onClips: (clips: number) => void,
  ): Promise<Float32Array> {
    const features = new Float32Array(segments.length * this.dim);
    for (let first = 0; first < segments.length; first += EMBED_CLIPS) {
      const part = segments.slice(first, first + EMBED_CLIPS);
      const x = this.#plainClips(part);
      const f = run.query.embed(x);
      x.dispose();
      features.set(await f.data(), first * this.dim);
      f.dispose();
      onClips(part.length);
    }
    return features;
  }

  #plainClips(segments: readonly SegmentSource[]): tf.Tensor5D {
    const { frames, size } = this.#size;
    const length = frames * size * size * 3;
    const pixels = new Float32Array(segments.length * length);
    segments.forEach(({ frames: source, start }, i) => {
      renderView(
        source,
        plainView(start, source),
        this.config.clips.stride,
        this.#size,
        pixels.subarray(i * length, (i + 1) * length),
      );
    });
    return tf.tensor5d(pixels, [segments.length, frames, size, size, 3]);
  }

  async #navigated(
    run: Run,
    features: Float32Array,
    segments: readonly SegmentSource[],
  ): Promise<{ fPrime: Float32Array; fPrimeAtConstantT: Float32Array }> {
    const starts = segments.map(({ start }) => start);
    const middle = starts.reduce((a, b) => a + b, 0) / starts.length;
    const at = async (seconds: readonly number[]) => {
      const [f, t] = [
        tf.tensor2d(features, [segments.length, this.dim]),
        this.#times(Float32Array.from(seconds)),
      ];
      const fPrime = run.query.navigate(f, t);
      const values = (await fPrime.data()) as Float32Array;
      tf.dispose([f, t, fPrime]);
      return values;
    };
    return { fPrime: await at(starts), fPrimeAtConstantT: await at(starts.map(() => middle)) };
  }

  /** Seconds -> the unit that the time encoder is given. */
  #times(seconds: Float32Array): tf.Tensor1D {
    const { time, clips, encoder } = this.config;
    const clipLength = time.unit === 'clips' ? clips.stride * encoder.frames : 1;
    return tf.tensor1d(seconds.map((second) => second / clipLength));
  }

  #upload({ query, queryStarts, keys, keyStarts }: ClipBatch): Batch {
    const { frames, size } = this.#size;
    return {
      query: tf.tensor5d(query, [queryStarts.length, frames, size, size, 3]),
      queryTimes: this.#times(queryStarts),
      keys: tf.tensor5d(keys, [keyStarts.length, frames, size, size, 3]),
      keyTimes: this.#times(keyStarts),
      perVideo: 1 + keyStarts.length / queryStarts.length,
    };
  }

  dispose(): void {
    for (const run of this.#runs.values()) run.dispose();
  }
}
