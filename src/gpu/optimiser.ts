/** Optimiser steps and the moving average over flat parameter buffers: each reads and writes every element once. */
import type * as tf from '@tensorflow/tfjs';
import { onWebGpu, OPERATION, run, type Operation } from './operations';
import { runPrograms, webgpuBackend, widthOf } from './program';

/** Flat, [size] each. */
export interface FlatStep {
  readonly weights: tf.Tensor1D;
  readonly gradient: tf.Tensor1D;
  /** 1 where weight decay applies, 0 elsewhere. */
  readonly decay: tf.Tensor1D;
}

/** An operation that runs `update` on every element of its inputs; its outputs are of their size, in the order of `outputs`. */
function elementwise<Settings>(
  operation: Operation,
  inputs: readonly string[],
  outputs: readonly string[],
  floatsOf: (settings: Settings) => Readonly<Record<string, number>>,
  update: string,
): void {
  onWebGpu<Settings>(operation, ({ inputs: given, attrs }) => {
    const size = given[inputs[0]!]!.shape[0]!;
    const width = widthOf(size);
    return runPrograms(webgpuBackend(operation), {
      key: operation,
      inputs: inputs.map((name) => ({ name, tensor: given[name]!, width })),
      outputs: outputs.map((name) => ({ name, shape: [size], width })),
      threads: size / width,
      floats: floatsOf(attrs),
      varying: true,
      code: () => `fn run(i : i32) { ${update} }`,
    });
  });
}

/** @throws RangeError naming the tensor that has not as many elements as the first. */
function runFlat(
  operation: Operation,
  inputs: Readonly<Record<string, tf.Tensor1D>>,
  settings: object,
): tf.Tensor1D[] {
  const size = Object.values(inputs)[0]!.size;
  const wrong = Object.entries(inputs).find(([, tensor]) => tensor.size !== size);
  if (wrong) {
    throw new RangeError(`${operation}: "${wrong[0]}" must have ${size} elements, got ${wrong[1].size}.`);
  }
  return run(operation, inputs, settings) as tf.Tensor1D[];
}

export interface SgdSettings {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly momentum: number;
  readonly nesterov: boolean;
}

/** Nesterov: g + μm; plain: m. One formula, a·g + b·m. */
export function sgdFactors({ nesterov, momentum }: SgdSettings): { ofGradient: number; ofVelocity: number } {
  return { ofGradient: nesterov ? 1 : 0, ofVelocity: nesterov ? momentum : 1 };
}

elementwise<SgdSettings>(
  OPERATION.sgdStep,
  ['weights', 'gradient', 'decay', 'velocity'],
  ['nextWeights', 'nextVelocity'],
  (settings) => {
    const { learningRate, weightDecay, momentum } = settings;
    return { learningRate, weightDecay, momentum, ...sgdFactors(settings) };
  },
  `
      let w = weights[i];
      let g = gradient[i] + w * decay[i] * uniforms.weightDecay;
      let m = velocity[i] * uniforms.momentum + g;
      nextVelocity[i] = m;
      nextWeights[i] = w - (g * uniforms.ofGradient + m * uniforms.ofVelocity) * uniforms.learningRate;`,
);

export interface SgdStep extends FlatStep, SgdSettings {
  readonly velocity: tf.Tensor1D;
}

/**
 * g ← g + λw; m ← μm + g; w ← w − η(g + μm), without Nesterov's look-ahead w ← w − ηm: PyTorch's SGD.
 * @returns new weights and velocity [size]; the caller (or its tidy) disposes them. Needs WebGPU, or the kernels of src/cpu.
 */
export function sgdStep({ learningRate, weightDecay, momentum, nesterov, ...inputs }: SgdStep): {
  weights: tf.Tensor1D;
  velocity: tf.Tensor1D;
} {
  const settings: SgdSettings = { learningRate, weightDecay, momentum, nesterov };
  const [weights, velocity] = runFlat(OPERATION.sgdStep, { ...inputs }, settings);
  return { weights: weights!, velocity: velocity! };
}

export interface AdamwSettings {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** 1 for the first step. */
  readonly step: number;
}

/** What an element's update multiplies by. */
export function adamwFactors({ learningRate, weightDecay, beta1, beta2, epsilon, step }: AdamwSettings) {
  return {
    beta1,
    beta2,
    // Of 1 − β rather than in the shader: float32 has few digits of 1 − 0.999.
    rest1: 1 - beta1,
    rest2: 1 - beta2,
    rate: learningRate / (1 - beta1 ** step),
    correction: 1 / (1 - beta2 ** step),
    shrink: learningRate * weightDecay,
    epsilon,
  };
}

elementwise<AdamwSettings>(
  OPERATION.adamwStep,
  ['weights', 'gradient', 'decay', 'first', 'second'],
  ['nextWeights', 'nextFirst', 'nextSecond'],
  adamwFactors,
  `
      let w = weights[i];
      let g = gradient[i];
      let m = first[i] * uniforms.beta1 + g * uniforms.rest1;
      let v = second[i] * uniforms.beta2 + g * g * uniforms.rest2;
      nextFirst[i] = m;
      nextSecond[i] = v;
      nextWeights[i] = w - w * decay[i] * uniforms.shrink
        - m * uniforms.rate / (sqrt(v * uniforms.correction) + uniforms.epsilon);`,
);

export interface AdamwStep extends FlatStep, AdamwSettings {
  /** Means of the gradient and of its square. */
  readonly first: tf.Tensor1D;
  readonly second: tf.Tensor1D;
}

/**
 * Decoupled weight decay (Loshchilov & Hutter 2019): w ← w(1 − ηλ) − η m̂ / (√v̂ + ε), as PyTorch's AdamW.
 * @returns new weights and moments [size]; the caller (or its tidy) disposes them. Needs WebGPU, or the kernels of src/cpu.
 */
export function adamwStep(input: AdamwStep): {
  weights: tf.Tensor1D;
  first: tf.Tensor1D;
  second: tf.Tensor1D;
} {
  const { learningRate, weightDecay, beta1, beta2, epsilon, step, ...inputs } = input;
  const settings: AdamwSettings = { learningRate, weightDecay, beta1, beta2, epsilon, step };
  const [weights, first, second] = runFlat(OPERATION.adamwStep, { ...inputs }, settings);
  return { weights: weights!, first: first!, second: second! };
}

export interface AverageSettings {
  readonly m: number;
}

elementwise<AverageSettings>(
  OPERATION.movingAverage,
  ['key', 'query'],
  ['average'],
  ({ m }) => ({ m, rest: 1 - m }),
  'average[i] = key[i] * uniforms.m + query[i] * uniforms.rest;',
);

/**
 * m · key + (1 − m) · query, the moving average that the momentum branch is (He 2020).
 * @returns [size]; the caller (or its tidy) disposes it. Needs WebGPU, or the kernels of src/cpu.
 */
export function movingAverage(key: tf.Tensor1D, query: tf.Tensor1D, m: number): tf.Tensor1D {
  const settings: AverageSettings = { m };
  return runFlat(OPERATION.movingAverage, { key, query }, settings)[0]!;
}
