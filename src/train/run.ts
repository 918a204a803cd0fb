/** One run: query branch, momentum branch, queue and optimiser of one time variant in one contrastive framework. */
import * as tf from '@tensorflow/tfjs';
import type { Framework, Objective, ObjectiveConfig, ObjectiveInput } from '../contrast/framework';
import type { KeyQueue, QueueValues } from '../contrast/queue';
import { othersOfEach } from '../contrast/turns';
import { unitLength } from '../contrast/unit_length';
import { join } from '../gpu/copies';
import { movingAverage } from '../gpu/optimiser';
import type { NetworkValues } from '../weights/network';
import type { NormMoments } from '../weights/norm_statistics';
import { decayMask } from '../weights/parameters';
import type { Branch, Projected } from './branch';
import type { Optimiser } from './optimisers';
import type { StepProbe } from './step_probe';

/** The clips of one step; every run of a comparison sees the same ones. Owned by the caller. */
export interface Batch {
  /** [B,T,H,W,3] and the seconds [B] they start at: the first clip of each video. */
  readonly query: tf.Tensor5D;
  readonly queryTimes: tf.Tensor1D;
  /** [B·(P−1),T,H,W,3], the other clips of each video behind each other, and their seconds. */
  readonly keys: tf.Tensor5D;
  readonly keyTimes: tf.Tensor1D;
  /** P. */
  readonly perVideo: number;
}

export interface StepSettings {
  readonly learningRate: number;
  readonly keyMomentum: number;
  readonly weightDecay: number;
  readonly momentum: number;
  /** On unless false. */
  readonly nesterov?: boolean;
}

export interface StepResult {
  /** nats. */
  readonly loss: number;
  /** 0 … 1. */
  readonly top1: number;
}

export interface RunParts {
  readonly query: Branch;
  /** Where the framework has a momentum branch. */
  readonly key?: Branch;
  /** Where the framework has a queue. */
  readonly queue?: KeyQueue;
  readonly framework: Framework;
  readonly contrast: ObjectiveConfig;
  readonly optimiser: Optimiser;
  /** Weight decay on batch norm and biases too; absent: on weights only. */
  readonly decayEverything?: boolean;
  /** Where an earlier run goes on: its steps and the optimiser's moments; absent: at step 0 with zeros. */
  readonly resumed?: Pick<RunState, 'steps' | 'moments'>;
}

/** All that the next step depends on, on the host. */
export interface RunState {
  /** Steps completed. */
  readonly steps: number;
  readonly query: NetworkValues;
  readonly key?: NetworkValues;
  readonly queue?: QueueValues;
  /** Flat, in the order of the query branch's parameters. */
  readonly moments: readonly Float32Array[];
}

export class Run {
  readonly query: Branch;
  readonly key: Branch | undefined;
  readonly queue: KeyQueue | undefined;
  readonly #framework: Framework;
  readonly #contrast: ObjectiveConfig;
  readonly #optimiser: Optimiser;
  readonly #decay: tf.Tensor1D;
  #moments: tf.Tensor1D[];
  #steps = 0;
  #lastQueries: tf.Tensor2D | undefined;

  /** Takes over branches and queue. */
  constructor(parts: RunParts) {
    this.query = parts.query;
    this.key = parts.key;
    this.queue = parts.queue;
    this.#framework = parts.framework;
    this.#contrast = parts.contrast;
    this.#optimiser = parts.optimiser;
    const { layout } = parts.query.parameters;
    this.#decay = tf.keep(tf.tensor1d(decayMask(layout, parts.decayEverything ?? false)));
    this.#moments = Array.from({ length: parts.optimiser.moments }, () =>
      tf.keep(tf.zeros<tf.Rank.R1>([layout.size])),
    );
    if (parts.resumed) this.#resume(parts.resumed);
  }

  #resume({ steps, moments }: Pick<RunState, 'steps' | 'moments'>): void {
    tf.dispose(this.#moments);
    this.#moments = moments.map((moment) => tf.keep(tf.tensor1d(moment)));
    this.#steps = steps;
  }

  /** Completed. */
  get steps(): number {
    return this.#steps;
  }

  /** Host copies of everything that the next step depends on. */
  async state(): Promise<RunState> {
    return {
      steps: this.#steps,
      query: await this.query.values(),
      ...(this.key ? { key: await this.key.values() } : {}),
      ...(this.queue ? { queue: await this.queue.values() } : {}),
      moments: (await Promise.all(this.#moments.map((moment) => moment.data()))) as Float32Array[],
    };
  }

  /** φ(f') of the queries of the last step [B·turns,C], where there is a queue to hold them against. Owned by the run. */
  get lastQueries(): tf.Tensor2D | undefined {
    return this.#lastQueries;
  }

  /** One step in the order of the method: moving average, keys, loss, optimiser, queue. A probe sees it and changes nothing. */
  async step(batch: Batch, settings: StepSettings, probe?: StepProbe): Promise<StepResult> {
    const keys = this.key ? this.#encodeKeys(this.key, batch, settings.keyMomentum, probe) : undefined;
    const { loss, top1 } = this.#learn(batch, keys, settings, probe);
    if (keys) this.queue?.enqueue(keys);
    keys?.dispose();
    const [value, rate] = await Promise.all([loss.data(), top1.data()]);
    tf.dispose([loss, top1]);
    return { loss: value[0]!, top1: rate[0]! };
  }

  /**
   * key ← m·key + (1 − m)·query (parameters only: batch-norm statistics are each branch's own), then unit-length keys:
   * [B·(P−1),C], or [B·P,C] where every clip is a key in turn.
   */
  #encodeKeys(key: Branch, batch: Batch, m: number, probe?: StepProbe): tf.Tensor2D {
    key.parameters.replace(movingAverage(key.parameters.flat, this.query.parameters.flat, m));
    const seen: NormMoments[] = [];
    const z = tf.tidy(() => {
      const [x, t] = this.#eachInTurn ? allClips(batch) : [batch.keys, batch.keyTimes];
      const projected = key.trainForward(key.parameters.named(), x, t, seen);
      probe?.onForward('key', projected);
      return unitLength(projected.z);
    });
    key.statistics.update(seen);
    return z;
  }

  #learn(
    batch: Batch,
    keys: tf.Tensor2D | undefined,
    settings: StepSettings,
    probe: StepProbe | undefined,
  ): Objective {
    const { parameters } = this.query;
    const seen: NormMoments[] = [];
    let top1: tf.Scalar | undefined;
    const lossOf = (...tensors: tf.Tensor[]): tf.Scalar => {
      const objective = this.#objective(parameters.named(tensors), batch, keys, seen, probe);
      top1 = tf.keep(objective.top1);
      return objective.loss;
    };
    this.#steps += 1;
    const { loss, weights, state } = tf.tidy(() => {
      const { value, grads } = tf.valueAndGrads(lossOf)(parameters.tensors());
      const gradient = join(grads);
      probe?.onGradient(gradient);
      const next = this.#optimiser.apply({
        layout: parameters.layout,
        weights: parameters.flat,
        gradient,
        decay: this.#decay,
        state: this.#moments,
        ...settings,
        step: this.#steps,
      });
      return { loss: value as tf.Scalar, weights: next.weights, state: [...next.state] };
    });
    parameters.replace(weights);
    tf.dispose(this.#moments);
    this.#moments = state.map((moment) => tf.keep(moment));
    this.query.statistics.update(seen);
    return { loss, top1: top1! };
  }

  #objective(
    parameters: ReturnType<Branch['parameters']['named']>,
    batch: Batch,
    keys: tf.Tensor2D | undefined,
    seen: NormMoments[],
    probe: StepProbe | undefined,
  ): Objective {
    const { perVideo } = batch;
    const all = !this.key || this.#eachInTurn;
    const [x, t] = all ? allClips(batch) : [batch.query, batch.queryTimes];
    const projected = this.query.trainForward(parameters, x, t, seen);
    const { z } = projected;
    if (this.queue) {
      this.#lastQueries?.dispose();
      this.#lastQueries = tf.keep(z.clone());
    }
    const input: ObjectiveInput = {
      z,
      perVideo,
      turns: this.#eachInTurn ? perVideo : 1,
      ...(keys ? { keys: this.#positives(keys, perVideo) } : {}),
      ...(this.queue ? { queue: this.queue.view } : {}),
      parameters,
      mode: { kind: 'train', seen },
      config: this.#contrast,
    };
    if (probe) this.#inspect(input, projected, probe);
    return this.#framework.objective(input);
  }

  #inspect(input: ObjectiveInput, projected: Projected, probe: StepProbe): void {
    probe.onForward('query', projected);
    // Batch norms of the framework's own see their batch once more: what they note now is not counted.
    const seen: NormMoments[] = [];
    const inspection = this.#framework.inspect?.({ ...input, mode: { kind: 'train', seen } });
    if (inspection) probe.onCompared(inspection);
    tf.dispose(seen.map(({ moments }) => moments));
  }

  get #eachInTurn(): boolean {
    return this.#contrast.queries === 'each';
  }

  /** Keys as the key branch gave them -> the positives of each query, [B·turns,P−1,C]. */
  #positives(keys: tf.Tensor2D, perVideo: number): tf.Tensor3D {
    const channels = keys.shape[1];
    return this.#eachInTurn
      ? othersOfEach(keys.reshape<tf.Tensor3D>([-1, perVideo, channels]))
      : keys.reshape<tf.Tensor3D>([-1, perVideo - 1, channels]);
  }

  dispose(): void {
    this.query.dispose();
    this.key?.dispose();
    this.queue?.dispose();
    this.#lastQueries?.dispose();
    tf.dispose([this.#decay, ...this.#moments]);
  }
}

/** Queries and keys as one batch [B·P,T,H,W,3] with its seconds, video by video. */
function allClips({ query, queryTimes, keys, keyTimes, perVideo }: Batch): [tf.Tensor5D, tf.Tensor1D] {
  const [videos, ...clip] = query.shape;
  const flat = (x: tf.Tensor, clips: number) => x.reshape<tf.Tensor3D>([videos, clips, -1]);
  const x = tf
    .concat([flat(query, 1), flat(keys, perVideo - 1)], 1)
    .reshape<tf.Tensor5D>([videos * perVideo, ...clip] as number[]);
  const t = tf
    .concat([flat(queryTimes, 1), flat(keyTimes, perVideo - 1)], 1)
    .reshape<tf.Tensor1D>([videos * perVideo]);
  return [x, t];
}
