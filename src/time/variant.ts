/** What every time variant answers: which parameters it takes and how it makes f' from f and t. */
import type * as tf from '@tensorflow/tfjs';
import type { NamedTensors } from '../weights/flat_parameters';
import type { ParameterSpec } from '../weights/parameters';
import type { RunConfig, TimeConfig } from './config';

export type TimeSizes = Pick<TimeConfig, 'directions' | 'layers' | 'hidden'>;

export interface NavigateInput {
  /** f [B,D]. */
  readonly f: tf.Tensor2D;
  /** t [B] in the unit the configuration names. */
  readonly t: tf.Tensor1D;
  readonly run: RunConfig;
  /** L. */
  readonly layers: number;
  readonly parameters: NamedTensors;
  readonly prefix: string;
}

export interface Navigated {
  /** f' [B,D]. */
  readonly fPrime: tf.Tensor2D;
  /** e [B,D] for addition and CATE, weights w [B,M] for attention, magnitudes A [B,M] for transform. */
  readonly coefficients?: tf.Tensor2D;
  /** D_t [D,M] as used: orthonormal, or as learnt when orthogonalisation is off. */
  readonly basis?: tf.Tensor2D;
}

export interface TimeModule {
  /** Parameters in PyTorch's names behind `prefix`. */
  parameters(sizes: TimeSizes, dim: number, prefix: string): ParameterSpec[];
  /** Differentiable in f, t and the parameters. Call it inside a tidy: intermediates are not disposed. */
  navigate(input: NavigateInput): Navigated;
}
