/** Latent Time Navigation (Yang et al., AAAI 2023, Eq. 1-5): f [B,D] and the second t [B] a segment starts at -> f' [B,D]. */
import * as tf from '@tensorflow/tfjs';
import { orthonormalise } from '../gpu/orthonormalise';
import { linear, linearParameters } from '../weights/linear';
import { named, type NamedTensors } from '../weights/flat_parameters';
import type { ParameterSpec } from '../weights/parameters';
import type { RunConfig, TimeConfig } from './config';

type Sizes = Pick<TimeConfig, 'directions' | 'layers' | 'hidden'>;

/** One sentence when these sizes cannot work, else undefined. */
export function timeProblem(run: RunConfig, time: Sizes, dim: number): string | undefined {
  const hasDirections = run.variant === 'attention' || run.variant === 'transform';
  if (!hasDirections || time.directions < dim) return undefined;
  return `${time.directions} directions do not fit into D = ${dim} dimensions: choose M below ${dim}.`;
}

/** Parameters in PyTorch's names: `time_mlp.layers.i`, `fusion_mlp.layers.i`, `directions` [D,M]. None for base. */
export function timeParameters(
  run: RunConfig,
  { directions, layers, hidden }: Sizes,
  dim: number,
  prefix = '',
): ParameterSpec[] {
  if (run.variant === 'base') return [];
  const specs: ParameterSpec[] = [];
  if (run.variant !== 'addition')
    specs.push({ name: `${prefix}directions`, shape: [dim, directions], kind: 'directions' });
  for (let i = 0; i < layers; i++)
    specs.push(...linearParameters(`${prefix}time_mlp.layers.${i}`, i === 0 ? 1 : hidden, hidden));
  const out = run.variant === 'addition' ? dim : directions;
  for (let i = 0; i < layers; i++) {
    specs.push(
      ...linearParameters(
        `${prefix}fusion_mlp.layers.${i}`,
        i === 0 ? hidden + dim : hidden,
        i === layers - 1 ? out : hidden,
      ),
    );
  }
  return specs;
}

/** ε(t, f) = MLP([MLP(t), f]) (Eq. 2): [B, D] for addition, [B, M] otherwise. */
function encodeTime(
  parameters: NamedTensors,
  layers: number,
  f: tf.Tensor2D,
  t: tf.Tensor1D,
  prefix: string,
): tf.Tensor2D {
  let time = t.reshape([-1, 1]) as tf.Tensor2D;
  for (let i = 0; i < layers; i++) time = tf.relu(linear(parameters, `${prefix}time_mlp.layers.${i}`, time));
  let fused = tf.concat2d([time, f], 1);
  for (let i = 0; i < layers; i++) {
    fused = linear(parameters, `${prefix}fusion_mlp.layers.${i}`, fused);
    if (i < layers - 1) fused = tf.relu(fused);
  }
  return fused;
}

export interface Navigated {
  /** f' [B,D]. */
  readonly fPrime: tf.Tensor2D;
  /** e [B,D] for addition, weights w [B,M] for attention, magnitudes A [B,M] for transform. */
  readonly coefficients?: tf.Tensor2D;
  /** D_t [D,M] as used: orthonormal, or as learnt when orthogonalisation is off. */
  readonly basis?: tf.Tensor2D;
}

/**
 * f [B,D], t [B] in the unit the configuration names. Differentiable in f, t and the parameters.
 * Call it inside a tidy: intermediates are not disposed.
 */
export function navigate(
  run: RunConfig,
  layers: number,
  parameters: NamedTensors,
  f: tf.Tensor2D,
  t: tf.Tensor1D,
  prefix = '',
): Navigated {
  if (run.variant === 'base') return { fPrime: f };
  const encoded = encodeTime(parameters, layers, f, t, prefix);
  if (run.variant === 'addition') return { fPrime: f.add(encoded), coefficients: encoded };
  const directions = named(parameters, `${prefix}directions`) as tf.Tensor2D;
  const basis = run.orthogonal ? orthonormalise(directions) : directions;
  if (run.variant === 'attention') {
    const coefficients = tf.softmax(encoded);
    return { fPrime: f.mul(tf.matMul(coefficients, basis, false, true)), coefficients, basis };
  }
  return { fPrime: f.add(tf.matMul(encoded, basis, false, true)), coefficients: encoded, basis };
}
