/** Optimiser steps and the moving average over flat parameter buffers: each reads and writes every element once. */
import * as tf from '@tensorflow/tfjs';
import { runPrograms, webgpuBackend, widthOf } from './program';

/** Flat, [size] each. */
export interface FlatStep {
  readonly weights: tf.Tensor1D;
  readonly gradient: tf.Tensor1D;
  /** 1 where weight decay applies, 0 elsewhere. */
  readonly decay: tf.Tensor1D;
}

/** Runs `update` on every element; the outputs are new tensors of the inputs' size, in the order of `outputs`. */
function elementwise(
  key: string,
  inputs: Readonly<Record<string, tf.Tensor1D>>,
  outputs: readonly string[],
  floats: Readonly<Record<string, number>>,
  update: string,
): tf.Tensor1D[] {
  const size = Object.values(inputs)[0]!.size;
  const wrong = Object.entries(inputs).find(([, tensor]) => tensor.size !== size);
  if (wrong) throw new RangeError(`${key}: "${wrong[0]}" must have ${size} elements, got ${wrong[1].size}.`);
  const width = widthOf(size);
  const written = runPrograms(webgpuBackend(key), {
    key,
    inputs: Object.entries(inputs).map(([name, tensor]) => ({ name, tensor, width })),
    outputs: outputs.map((name) => ({ name, shape: [size], width })),
    threads: size / width,
    floats,
    varying: true,
    code: () => `fn run(i : i32) { ${update} }`,
  });
  return written.map((info) => tf.engine().makeTensorFromTensorInfo(info) as tf.Tensor1D);
}

export interface SgdStep extends FlatStep {
  readonly velocity: tf.Tensor1D;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly momentum: number;
  readonly nesterov: boolean;
}

/**
 * g ← g + λw; m ← μm + g; w ← w − η(g + μm), without Nesterov's look-ahead w ← w − ηm: PyTorch's SGD.
 * @returns new weights and velocity [size]; the caller (or its tidy) disposes them. Needs the WebGPU backend.
 */
export function sgdStep({ learningRate, weightDecay, momentum, nesterov, ...inputs }: SgdStep): {
  weights: tf.Tensor1D;
  velocity: tf.Tensor1D;
} {
  const [weights, velocity] = elementwise(
    'sgdStep',
    inputs,
    ['nextWeights', 'nextVelocity'],
    // Nesterov: g + μm; plain: m. One formula, a·g + b·m.
    {
      learningRate,
      weightDecay,
      momentum,
      ofGradient: nesterov ? 1 : 0,
      ofVelocity: nesterov ? momentum : 1,
    },
    `
      let w = weights[i];
      let g = gradient[i] + w * decay[i] * uniforms.weightDecay;
      let m = velocity[i] * uniforms.momentum + g;
      nextVelocity[i] = m;
      nextWeights[i] = w - (g * uniforms.ofGradient + m * uniforms.ofVelocity) * uniforms.learningRate;`,
  ) as [tf.Tensor1D, tf.Tensor1D];
  return { weights, velocity };
}

export interface AdamwStep extends FlatStep {
  /** Means of the gradient and of its square. */
  readonly first: tf.Tensor1D;
  readonly second: tf.Tensor1D;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** 1 for the first step. */
  readonly step: number;
}

/**
 * Decoupled weight decay (Loshchilov & Hutter 2019): w ← w(1 − ηλ) − η m̂ / (√v̂ + ε), as PyTorch's AdamW.
 * @returns new weights and moments [size]; the caller (or its tidy) disposes them. Needs the WebGPU backend.
 */
export function adamwStep(input: AdamwStep): {
  weights: tf.Tensor1D;
  first: tf.Tensor1D;
  second: tf.Tensor1D;
} {
  const { learningRate, weightDecay, beta1, beta2, epsilon, step, ...inputs } = input;
  const [weights, first, second] = elementwise(
    'adamwStep',
    inputs,
    ['nextWeights', 'nextFirst', 'nextSecond'],
    {
      beta1,
      beta2,
      // Of 1 − β rather than in the shader: float32 has few digits of 1 − 0.999.
      rest1: 1 - beta1,
      rest2: 1 - beta2,
      rate: learningRate / (1 - beta1 ** step),
      correction: 1 / (1 - beta2 ** step),
      shrink: learningRate * weightDecay,
      epsilon,
    },
    `
      let w = weights[i];
      let g = gradient[i];
      let m = first[i] * uniforms.beta1 + g * uniforms.rest1;
      let v = second[i] * uniforms.beta2 + g * g * uniforms.rest2;
      nextFirst[i] = m;
      nextSecond[i] = v;
      nextWeights[i] = w - w * decay[i] * uniforms.shrink
        - m * uniforms.rate / (sqrt(v * uniforms.correction) + uniforms.epsilon);`,
  ) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
  return { weights, first, second };
}

/**
 * m · key + (1 − m) · query, the moving average that the momentum branch is (He 2020).
 * @returns [size]; the caller (or its tidy) disposes it. Needs the WebGPU backend.
 */
export function movingAverage(key: tf.Tensor1D, query: tf.Tensor1D, m: number): tf.Tensor1D {
  return elementwise(
    'movingAverage',
    { key, query },
    ['average'],
    { m, rest: 1 - m },
    'average[i] = key[i] * uniforms.m + query[i] * uniforms.rest;',
  )[0]!;
}
