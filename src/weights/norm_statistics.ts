/** Running mean and variance of every batch norm of a branch, in one buffer. Never averaged between branches. */
import * as tf from '@tensorflow/tfjs';
import { columnsOf, joinColumns } from '../gpu/copies';
import { movedStatistics } from '../gpu/running_statistics';
import type { NormSpec } from './parameters';

/** PyTorch's momentum: running = 0.9 · running + 0.1 · batch. */
const MOMENTUM = 0.1;

/** What one batch norm saw in one training pass; the moments must be kept, `update` disposes them. */
export interface NormMoments {
  readonly name: string;
  /** [2,C]: mean and biased variance. */
  readonly moments: tf.Tensor2D;
  /** Values a channel: B·T·H·W. */
  readonly count: number;
}

export class NormStatistics {
  readonly #specs: readonly NormSpec[];
  readonly #offsets = new Map<string, { offset: number; channels: number }>();
  readonly size: number;
  /** [2,size]. */
  #running: tf.Tensor2D;
  /** n / (n − 1) of each channel [size], for the counts that came last. */
  #unbias: tf.Tensor1D | undefined;
  #counts = '';

  constructor(specs: readonly NormSpec[], mean?: Float32Array, variance?: Float32Array) {
    this.#specs = specs;
    let size = 0;
    for (const { name, channels } of specs) {
      this.#offsets.set(name, { offset: size, channels });
      size += channels;
    }
    this.size = size;
    const start = new Float32Array(2 * size);
    start.set(mean ?? new Float32Array(size));
    start.set(variance ?? new Float32Array(size).fill(1), size);
    this.#running = tf.keep(tf.tensor2d(start, [2, size]));
  }

  /** Running mean and variance of one norm, [2,C]; the caller (or its tidy) disposes them. */
  running(name: string): tf.Tensor2D {
    const at = this.#offsets.get(name);
    if (!at) throw new Error(`running(name): there is no batch norm "${name}".`);
    return columnsOf(this.#running, at.offset, at.channels);
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
    const batch = joinColumns(seen.map(({ moments }) => moments));
    const next = movedStatistics(this.#running, batch, this.#unbiasOf(seen), MOMENTUM);
    tf.dispose([batch, this.#running, ...moments.map(({ moments }) => moments)]);
    this.#running = tf.keep(next);
  }

  #unbiasOf(seen: readonly NormMoments[]): tf.Tensor1D {
    const counts = seen.map(({ count }) => count).join();
    if (!this.#unbias || counts !== this.#counts) {
      this.#unbias?.dispose();
      this.#counts = counts;
      this.#unbias = tf.keep(
        tf.tensor1d(
          seen.flatMap(({ moments, count }) =>
            Array.from({ length: moments.shape[1] }, () => count / Math.max(1, count - 1)),
          ),
        ),
      );
    }
    return this.#unbias;
  }

  /** Host copies, in the order of the specs. */
  async values(): Promise<{ mean: Float32Array; variance: Float32Array }> {
    const values = (await this.#running.data()) as Float32Array;
    return { mean: values.slice(0, this.size), variance: values.slice(this.size) };
  }

  dispose(): void {
    this.#running.dispose();
    this.#unbias?.dispose();
  }
}
