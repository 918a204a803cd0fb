/** One run: query branch, momentum branch, queue and optimiser of one time variant (MoCo, He 2020). */
import * as tf from '@tensorflow/tfjs';
import { MOCO_LOSSES, similarities, top1, unitLength, type MocoLoss } from '../contrast/info_nce';
import { KeyQueue } from '../contrast/queue';
import { decayMask, type ParameterLayout } from '../weights/parameters';
import type { NormMoments } from '../weights/norm_statistics';
import { Branch, branchLayout, type BranchSpec } from './branch';
import type { Optimiser } from './optimisers';

/** The clips of one step; every run of a comparison sees the same ones. Owned by the caller. */
export interface Batch {
  /** [B,T,H,W,3] and the seconds [B] they start at. */
  readonly query: tf.Tensor5D;
  readonly queryTimes: tf.Tensor1D;
  /** [B·(P−1),T,H,W,3], the positives of one query behind each other, and their seconds. */
  readonly keys: tf.Tensor5D;
  readonly keyTimes: tf.Tensor1D;
  /** P − 1. */
  readonly positives: number;
}

export interface StepSettings {
  readonly learningRate: number;
  readonly keyMomentum: number;
  readonly temperature: number;
  readonly weightDecay: number;
  readonly momentum: number;
}

export interface StepResult {
  /** nats. */
  readonly loss: number;
  /** 0 … 1. */
  readonly top1: number;
}

export interface RunParts {
  readonly query: Branch;
  readonly key: Branch;
  readonly queue: KeyQueue;
  readonly optimiser: Optimiser;
  readonly loss: MocoLoss;
  /** Weight decay on batch norm and biases too; absent: on weights only. */
  readonly decayEverything?: boolean;
}

export class Run {
  readonly query: Branch;
  readonly key: Branch;
  readonly queue: KeyQueue;
  readonly #optimiser: Optimiser;
  readonly #loss: MocoLoss;
  readonly #decay: tf.Tensor1D;
  #moments: tf.Tensor1D[];
  #steps = 0;

  /** Takes over both branches and the queue. */
  constructor(parts: RunParts) {
    this.query = parts.query;
    this.key = parts.key;
    this.queue = parts.queue;
    this.#optimiser = parts.optimiser;
    this.#loss = parts.loss;
    const { layout } = parts.query.parameters;
    this.#decay = tf.keep(tf.tensor1d(decayMask(layout, parts.decayEverything ?? false)));
    this.#moments = Array.from({ length: parts.optimiser.moments }, () =>
      tf.keep(tf.zeros<tf.Rank.R1>([layout.size])),
    );
  }

  /** Both branches start alike; the queue starts empty. */
  static fresh(
    spec: BranchSpec,
    values: (layout: ParameterLayout) => Float32Array,
    queueLength: number,
    how: Pick<RunParts, 'optimiser' | 'loss'>,
  ): Run {
    const layout = branchLayout(spec);
    const start = values(layout);
    const channels = spec.head.sizes[spec.head.sizes.length - 1]!;
    return new Run({
      query: new Branch(spec, layout, start),
      key: new Branch(spec, layout, start),
      queue: new KeyQueue(queueLength, channels),
      ...how,
    });
  }

  /** One step in the order of the method: moving average, keys, loss, optimiser, queue. */
  async step(batch: Batch, settings: StepSettings): Promise<StepResult> {
    this.#followQuery(settings.keyMomentum);
    const keys = this.#encodeKeys(batch);
    const { loss, accuracy } = this.#learn(batch, keys, settings);
    this.queue.enqueue(keys);
    keys.dispose();
    const [value, rate] = await Promise.all([loss.data(), accuracy.data()]);
    tf.dispose([loss, accuracy]);
    return { loss: value[0]!, top1: rate[0]! };
  }

  /** key ← m·key + (1 − m)·query, parameters only: batch-norm statistics are each branch's own. */
  #followQuery(m: number): void {
    const { parameters } = this.key;
    parameters.replace(tf.tidy(() => parameters.flat.mul(m).add(this.query.parameters.flat.mul(1 - m))));
  }

  /** [B·(P−1),C] unit-length keys, without gradient. */
  #encodeKeys({ keys, keyTimes }: Batch): tf.Tensor2D {
    const seen: NormMoments[] = [];
    const z = tf.tidy(() =>
      unitLength(this.key.trainForward(this.key.parameters.named(), keys, keyTimes, seen).z),
    );
    this.key.statistics.update(seen);
    return z;
  }

  #learn(batch: Batch, keys: tf.Tensor2D, settings: StepSettings): { loss: tf.Scalar; accuracy: tf.Scalar } {
    const { parameters } = this.query;
    const seen: NormMoments[] = [];
    let accuracy: tf.Scalar | undefined;
    const lossOf = (...tensors: tf.Tensor[]): tf.Scalar => {
      const { z } = this.query.trainForward(parameters.named(tensors), batch.query, batch.queryTimes, seen);
      const perQuery = keys.reshape<tf.Tensor3D>([-1, batch.positives, keys.shape[1]]);
      const compared = similarities(unitLength(z), perQuery, this.queue.view, settings.temperature);
      accuracy = tf.keep(top1(compared));
      return MOCO_LOSSES[this.#loss](compared);
    };
    this.#steps += 1;
    const { loss, weights, state } = tf.tidy(() => {
      const { value, grads } = tf.valueAndGrads(lossOf)(parameters.tensors());
      const next = this.#optimiser.apply({
        weights: parameters.flat,
        gradient: tf.concat1d(grads.map((gradient) => gradient.flatten())),
        decay: this.#decay,
        state: this.#moments,
        learningRate: settings.learningRate,
        weightDecay: settings.weightDecay,
        momentum: settings.momentum,
        step: this.#steps,
      });
      return { loss: value as tf.Scalar, weights: next.weights, state: [...next.state] };
    });
    parameters.replace(weights);
    tf.dispose(this.#moments);
    this.#moments = state.map((moment) => tf.keep(moment));
    this.query.statistics.update(seen);
    return { loss, accuracy: accuracy! };
  }

  dispose(): void {
    this.query.dispose();
    this.key.dispose();
    this.queue.dispose();
    tf.dispose([this.#decay, ...this.#moments]);
  }
}
