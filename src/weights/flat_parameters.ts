/** A branch's parameters on the device: one flat buffer, so that optimiser and moving average are a few operations in all. */
import * as tf from '@tensorflow/tfjs';
import { split } from '../gpu/copies';
import type { ParameterLayout } from './parameters';

/** Named tensors as the forward pass asks for them. */
export type NamedTensors = ReadonlyMap<string, tf.Tensor>;

export class FlatParameters {
  readonly layout: ParameterLayout;
  #flat: tf.Tensor1D;

  /** @param values [layout.size], copied to the device. */
  constructor(layout: ParameterLayout, values: Float32Array) {
    this.layout = layout;
    this.#flat = tf.keep(tf.tensor1d(values));
  }

  /** [size]; owned by this object: do not dispose, do not keep across `replace`. */
  get flat(): tf.Tensor1D {
    return this.#flat;
  }

  /** Takes over `next` [size] and disposes the buffer before it. */
  replace(next: tf.Tensor1D): void {
    this.#flat.dispose();
    this.#flat = tf.keep(next);
  }

  /** Copies of every parameter in its own shape, in the layout's order; the caller (or its tidy) disposes them. */
  tensors(): tf.Tensor[] {
    return split(
      this.#flat,
      this.layout.specs.map(({ shape }, i) => ({ shape, offset: this.layout.offsets[i]! })),
    );
  }

  /** The same as `tensors`, by name. */
  named(tensors: readonly tf.Tensor[] = this.tensors()): NamedTensors {
    return new Map(this.layout.specs.map(({ name }, i) => [name, tensors[i]!]));
  }

  dispose(): void {
    this.#flat.dispose();
  }
}

/** The tensor of this name. @throws Error naming it when there is none: the layout and the forward pass disagree. */
export function named(tensors: NamedTensors, name: string): tf.Tensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`named(tensors, name): there is no parameter "${name}".`);
  return tensor;
}
