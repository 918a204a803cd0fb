/**
 * Latent Time Navigation (Yang et al., AAAI 2023, Eq. 1-5): f [B,D] and the second t [B] a segment starts at -> f' [B,D].
 * The table of time variants: a new one is one new file and one line here (and its name in config.ts).
 */
import type * as tf from '@tensorflow/tfjs';
import type { NamedTensors } from '../weights/flat_parameters';
import type { ParameterSpec } from '../weights/parameters';
import { addition } from './addition';
import { attention } from './attention';
import { cate } from './cate';
import { TIME_VARIANTS, type RunConfig, type TimeVariant } from './config';
import { transform } from './transform';
import type { Navigated, TimeModule, TimeSizes } from './variant';

export type { Navigated, TimeSizes } from './variant';

const base: TimeModule = { parameters: () => [], navigate: ({ f }) => ({ fPrime: f }) };

const TIME_MODULES: Record<TimeVariant, TimeModule> = { base, addition, attention, transform, cate };

/** One sentence when these sizes cannot work, else undefined. */
export function timeProblem(run: RunConfig, time: TimeSizes, dim: number): string | undefined {
  if (!TIME_VARIANTS[run.variant].hasDirections || time.directions < dim) return undefined;
  return `${time.directions} directions do not fit into D = ${dim} dimensions: choose M below ${dim}.`;
}

/** Parameters in PyTorch's names: `time_mlp.layers.i`, `fusion_mlp.layers.i`, `directions` [D,M]; those of CATE; none for base. */
export function timeParameters(run: RunConfig, sizes: TimeSizes, dim: number, prefix = ''): ParameterSpec[] {
  return TIME_MODULES[run.variant].parameters(sizes, dim, prefix);
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
  return TIME_MODULES[run.variant].navigate({ f, t, run, layers, parameters, prefix });
}
