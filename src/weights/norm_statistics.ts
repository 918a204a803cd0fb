/** Running mean and variance of every batch norm of a branch, in two flat buffers. Never averaged between branches. */
import * as tf from '@tensorflow/tfjs';
import type { NormSpec } from './parameters';

/** PyTorch's momentum: running = 0.9 · running + 0.1 · batch. */
const MOMENTUM = 0.1;

/** What one batch norm saw in one training pass; mean and biased variance [C] must be kept, `update` disposes them. */
export interface NormMoments {
  readonly name: string;
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
  /** Values a channel: B·T·H·W. */
  readonly count: number;
}

export class NormStatistics {
  readonly #specs: readonly NormSpec[];
  readonly #offsets = new Map<string, { offset: number; channels: number }>();
  readonly size: number;
  #mean: tf.Tensor1D;
  #variance: tf.Tensor1D;

  constructor(specs: readonly NormSpec[], mean?: Float32Array, variance?: Float32Array) {
    this.#specs = specs;
    let size = 0;
    for (const { name, channels } of specs) {
      this.#offsets.set(name, { offset: size, channels });
      size += channels;
    }
    this.size = size;
    this.#mean = tf.keep(mean ? tf.tensor1d(mean) : tf.zeros([size]));
    this.#variance = tf.keep(variance ? tf.tensor1d(variance) : tf.ones([size]));
  }

  /** Running statistics of one norm, [C] each; the caller (or its tidy) disposes them. */
  running(name: string): { mean: tf.Tensor1D; variance: tf.Tensor1D } {
    const at = this.#offsets.get(name);
    if (!at) throw new Error(`running(name): there is no batch norm "${name}".`);
    return {
      mean: this.#mean.slice(at.offset, at.channels),
      variance: this.#variance.slice(at.offset, at.channels),
    };
  }

  /** One training pass through every norm: the running variance takes the unbiased one. Disposes the moments. */
  update(moments: readonly NormMoments[]): void {
    const byName = new Map(moments.map((seen) => [seen.name, seen]));
    const seen = this.#specs.map(({ name }) => {
      const found = byName.get(name);
      if (!found) throw new Error(`update(moments): the batch norm "${name}" saw nothing.`);
      return found;
    });
    if (seen.length === 0) return;
    const [mean, variance] = tf.tidy(() => {
      const unbiased = seen.map(
        ({ variance, count }) => variance.mul(count / Math.max(1, count - 1)) as tf.Tensor1D,
      );
      const blend = (running: tf.Tensor1D, batch: tf.Tensor1D) =>
        running.mul(1 - MOMENTUM).add(batch.mul(MOMENTUM)) as tf.Tensor1D;
      return [
        blend(this.#mean, tf.concat1d(seen.map(({ mean }) => mean))),
        blend(this.#variance, tf.concat1d(unbiased)),
      ];
    });
    for (const { mean: m, variance: v } of moments) tf.dispose([m, v]);
    this.dispose();
    this.#mean = tf.keep(mean);
    this.#variance = tf.keep(variance);
  }

  /** Host copies, in the order of the specs. */
  async values(): Promise<{ mean: Float32Array; variance: Float32Array }> {
    const [mean, variance] = await Promise.all([this.#mean.data(), this.#variance.data()]);
    return { mean: mean as Float32Array, variance: variance as Float32Array };
  }

  dispose(): void {
    this.#mean.dispose();
    this.#variance.dispose();
  }
}
