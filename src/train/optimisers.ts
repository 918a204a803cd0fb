/** Optimisers over one flat parameter buffer, as in PyTorch. A new one is one function and one line in the table. */
import type * as tf from '@tensorflow/tfjs';
import { adamwStep, sgdStep } from '../gpu/optimiser';
import { trustScaled } from '../gpu/trust_ratio';
import type { ParameterLayout } from '../weights/parameters';
import { sizeOf } from '../weights/parameters';
import type { OptimiserConfig } from './config';

/** Everything here is flat, [size]. */
export interface OptimiserInput {
  /** Where each tensor lies in the flat buffers. */
  readonly layout: ParameterLayout;
  readonly weights: tf.Tensor1D;
  readonly gradient: tf.Tensor1D;
  /** 1 where weight decay applies, 0 elsewhere. */
  readonly decay: tf.Tensor1D;
  /** Moments kept from the step before, zeros at first. */
  readonly state: readonly tf.Tensor1D[];
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly momentum: number;
  /** SGD and LARS with Nesterov's look-ahead; on unless false. */
  readonly nesterov?: boolean;
  /** How far LARS trusts a layer's gradient; 0.001 unless given. */
  readonly trust?: number;
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

/** As PyTorch's SGD. */
const sgd: Optimiser = {
  moments: 1,
  apply({ weights, gradient, decay, state, learningRate, weightDecay, momentum, nesterov = true }) {
    const settings = { learningRate, weightDecay, momentum, nesterov };
    const next = sgdStep({ weights, gradient, decay, velocity: state[0]!, ...settings });
    return { weights: next.weights, state: [next.velocity] };
  },
};

const ADAMW = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** As PyTorch's AdamW, with its defaults. */
const adamw: Optimiser = {
  moments: 2,
  apply({ weights, gradient, decay, state, learningRate, weightDecay, step }) {
    const moments = { first: state[0]!, second: state[1]! };
    const settings = { learningRate, weightDecay, step, ...ADAMW };
    const next = adamwStep({ weights, gradient, decay, ...moments, ...settings });
    return { weights: next.weights, state: [next.first, next.second] };
  },
};

/** How far LARS trusts a layer's gradient: ‖w‖ / ‖g‖ times this. */
const TRUST = 0.001;

/** Layer-wise adaptive rates (You 2017): SGD with Nesterov momentum on gradients scaled by each layer's trust ratio. */
const lars: Optimiser = {
  moments: 1,
  apply(input) {
    const { layout, weights, gradient, decay, weightDecay, trust = TRUST } = input;
    // Biases and norms are not scaled.
    const extents = layout.specs.map(({ shape }, i) => ({
      offset: layout.offsets[i]!,
      size: sizeOf(shape),
      scaled: shape.length > 1,
    }));
    const scaled = trustScaled(weights, gradient, decay, extents, { trust, weightDecay });
    return sgd.apply({ ...input, gradient: scaled, weightDecay: 0 });
  },
};

export const OPTIMISERS: Record<OptimiserConfig['name'], Optimiser> = { sgd, lars, adamw };
