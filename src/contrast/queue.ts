/** The queue of MoCo: the last Q keys, first in first out. It starts empty: nothing made up stands in for keys not yet seen. */
import * as tf from '@tensorflow/tfjs';
import { join, split } from '../gpu/copies';
import { queueAbsence, type QueueView } from './queue_contrast';

export interface QueueValues {
  readonly keys: Float32Array;
  /** Q. */
  readonly length: number;
  readonly channels: number;
  readonly filled: number;
}

export class KeyQueue {
  readonly length: number;
  #filled: number;
  #keys: tf.Tensor2D;
  #absence: tf.Tensor1D;

  /** @param keys [Q,C] to start with, oldest first, the first `filled` of them present; absent: the queue starts empty. Copied. */
  constructor(length: number, channels: number, keys?: tf.Tensor2D, filled = keys ? length : 0) {
    this.length = length;
    this.#filled = filled;
    this.#keys = tf.keep(keys ? keys.clone() : tf.zeros([length, channels]));
    this.#absence = tf.keep(queueAbsence(length, this.#filled));
  }

  get filled(): number {
    return this.#filled;
  }

  /** Owned by the queue: valid until the next `enqueue`. */
  get view(): QueueView {
    return { keys: this.#keys, absence: this.#absence, filled: this.#filled };
  }

  /** Newest keys [n,C] go in behind the others, the oldest n fall out. Keys lie in arrival order, newest last, once full. */
  enqueue(keys: tf.Tensor2D): void {
    const [n, channels] = keys.shape;
    const rowsOf = (matrix: tf.Tensor2D, first: number, rows: number) =>
      rows > 0 ? split(matrix.flatten(), [{ offset: first * channels, shape: [rows, channels] }]) : [];
    const next = tf.tidy(() => {
      const added = Math.min(n, this.length);
      // While it fills, keys stand at the front and the rest is absent.
      const held = Math.min(this.#filled, this.length - added);
      const empty = this.length - held - added;
      return join([
        ...rowsOf(this.#keys, this.#filled - held, held),
        ...rowsOf(keys, n - added, added),
        ...(empty > 0 ? [tf.zeros<tf.Rank.R2>([empty, channels])] : []),
      ]).reshape<tf.Tensor2D>([this.length, channels]);
    });
    this.#filled = Math.min(this.length, this.#filled + n);
    this.dispose();
    this.#keys = tf.keep(next);
    this.#absence = tf.keep(queueAbsence(this.length, this.#filled));
  }

  /** Host copies: [Q,C] row-major and how many of the Q are present. */
  async values(): Promise<QueueValues> {
    const [length, channels] = this.#keys.shape;
    return { keys: (await this.#keys.data()) as Float32Array, length, channels, filled: this.#filled };
  }

  dispose(): void {
    this.#keys.dispose();
    this.#absence.dispose();
  }
}
