/** The time-encoded component D_t [D,M] of Variants 2 and 3 (Eq. 1). */
import type * as tf from '@tensorflow/tfjs';
import { orthonormalise } from '../gpu/orthonormalise';
import { named } from '../weights/flat_parameters';
import type { ParameterSpec } from '../weights/parameters';
import { timeEncoderParameters } from './time_encoder';
import type { NavigateInput, TimeSizes } from './variant';

/** `directions` [D,M] and a time encoder with M outputs. */
export function directionsParameters(sizes: TimeSizes, dim: number, prefix: string): ParameterSpec[] {
  return [
    { name: `${prefix}directions`, shape: [dim, sizes.directions], kind: 'directions' },
    ...timeEncoderParameters(sizes, dim, sizes.directions, prefix),
  ];
}

/** D_t [D,M] as used: Gram-Schmidt in every forward pass, or as learnt (the ablation of Table 1). */
export function directionsBasis({ run, parameters, prefix }: NavigateInput): tf.Tensor2D {
  const directions = named(parameters, `${prefix}directions`) as tf.Tensor2D;
  return run.orthogonal ? orthonormalise(directions) : directions;
}
