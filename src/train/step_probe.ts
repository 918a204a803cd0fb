/** Looks into a step while it is taken: keeps what passes, changes nothing. */
import * as tf from '@tensorflow/tfjs';
import type { Inspection } from '../contrast/inspection';
import type { Projected } from './branch';

export class StepProbe {
  /** Shares the buffers of what passed: owned by the probe. */
  query: Projected | undefined;
  key: Projected | undefined;
  /** Flat, as the optimiser got it. */
  gradient: tf.Tensor1D | undefined;
  inspection: Inspection | undefined;
  readonly #kept: tf.Tensor[] = [];

  onForward(branch: 'query' | 'key', { f, fPrime, coefficients, z }: Projected): void {
    this[branch] = {
      f: this.#keep(f),
      fPrime: this.#keep(fPrime),
      z: this.#keep(z),
      ...(coefficients && { coefficients: this.#keep(coefficients) }),
    };
  }

  onCompared(inspection: Inspection): void {
    const { positives, others, targets, losses } = inspection;
    this.inspection = {
      ...inspection,
      others: this.#keep(others),
      losses: this.#keep(losses),
      ...(positives && { positives: this.#keep(positives) }),
      ...(targets && { targets: this.#keep(targets) }),
    };
  }

  onGradient(gradient: tf.Tensor1D): void {
    this.gradient = this.#keep(gradient);
  }

  /** A clone is a name of its own for the same buffer: nothing is computed, and the tidy that ends does not take it. */
  #keep<T extends tf.Tensor>(tensor: T): T {
    const kept = tf.keep(tensor.clone());
    this.#kept.push(kept);
    return kept;
  }

  dispose(): void {
    tf.dispose(this.#kept);
  }
}
