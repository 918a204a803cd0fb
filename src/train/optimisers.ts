/** Optimisers over one flat parameter buffer, as in PyTorch. A new one is one function and one line in the table. */
import * as tf from '@tensorflow/tfjs';
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

/** How far LARS trusts a layer's gradient: ‖w‖ / ‖g‖ times this. */
const TRUST = 0.001;

/** One factor a tensor, spread over its elements [size]: trust · ‖w‖ / (‖g‖ + λ‖w‖) for weights, 1 for biases and norms. */
function trustRatios({ layout, weights, gradient, weightDecay }: OptimiserInput): tf.Tensor1D {
  const length = (flat: tf.Tensor1D, i: number, size: number) =>
    tf.slice1d(flat, layout.offsets[i]!, size).square().sum().sqrt();
  return tf.concat1d(
    layout.specs.map(({ shape }, i) => {
      const size = sizeOf(shape);
      if (shape.length < 2) return tf.ones<tf.Rank.R1>([size]);
      const [w, g] = [length(weights, i, size), length(gradient, i, size)];
      const ratio = w.mul(TRUST).div(g.add(w.mul(weightDecay)));
      // A tensor or a gradient of zeros has no direction to be scaled.
      const scaled = tf.where(w.mul(g).greater(0), ratio, tf.scalar(1));
      return scaled.reshape([1]).tile([size]) as tf.Tensor1D;
    }),
  );
}

/** Layer-wise adaptive rates (You 2017): SGD with Nesterov momentum on gradients scaled by each layer's trust ratio. */
const lars: Optimiser = {
  moments: 1,
  apply(input) {
    const decayed = input.gradient.add(input.weights.mul(input.decay).mul(input.weightDecay));
    const gradient = decayed.mul(trustRatios(input)) as tf.Tensor1D;
    return sgd.apply({ ...input, gradient, weightDecay: 0 });
  },
};

export const OPTIMISERS: Record<OptimiserConfig['name'], Optimiser> = { sgd, lars, adamw };
