/** Optimisers over one flat parameter buffer, as in PyTorch. A new one is one function and one line in the table. */
import * as tf from '@tensorflow/tfjs';
import type { OptimiserConfig } from './config';

/** Everything here is flat, [size]. */
export interface OptimiserInput {
  readonly weights: tf.Tensor1D;
  readonly gradient: tf.Tensor1D;
  /** 1 where weight decay applies, 0 elsewhere. */
  readonly decay: tf.Tensor1D;
  /** Moments kept from the step before, zeros at first. */
  readonly state: readonly tf.Tensor1D[];
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly momentum: number;
  /** 1 for the first step. */
  readonly step: number;
}

export interface OptimiserOutput {
  readonly weights: tf.Tensor1D;
  readonly state: readonly tf.Tensor1D[];
}

export interface Optimiser {
  /** Buffers of moments it keeps. */
  readonly moments: number;
  /** Call it inside a tidy. */
  apply(input: OptimiserInput): OptimiserOutput;
}

/** g ← g + λw; m ← μm + g; w ← w − η(g + μm). */
const sgd: Optimiser = {
  moments: 1,
  apply({ weights, gradient, decay, state, learningRate, weightDecay, momentum }) {
    const g = gradient.add(weights.mul(decay).mul(weightDecay)) as tf.Tensor1D;
    const m = state[0]!.mul(momentum).add(g) as tf.Tensor1D;
    return { weights: weights.sub(g.add(m.mul(momentum)).mul(learningRate)), state: [m] };
  },
};

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** Decoupled weight decay (Loshchilov & Hutter 2019): w ← w(1 − ηλ) − η m̂ / (√v̂ + ε). */
const adamw: Optimiser = {
  moments: 2,
  apply({ weights, gradient, decay, state, learningRate, weightDecay, step }) {
    const m = state[0]!.mul(BETA1).add(gradient.mul(1 - BETA1)) as tf.Tensor1D;
    const v = state[1]!.mul(BETA2).add(gradient.square().mul(1 - BETA2)) as tf.Tensor1D;
    const rate = learningRate / (1 - BETA1 ** step);
    const denominator = v
      .div(1 - BETA2 ** step)
      .sqrt()
      .add(EPSILON);
    const decayed = weights.sub(weights.mul(decay).mul(learningRate * weightDecay));
    return { weights: decayed.sub(m.mul(rate).div(denominator)), state: [m, v] };
  },
};

export const OPTIMISERS: Record<OptimiserConfig['name'], Optimiser> = { sgd, adamw };
