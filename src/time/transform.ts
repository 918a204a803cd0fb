/** Variant 3 (Eq. 5): f' = f + D_t ε, with the magnitudes A = ε [B,M]. */
import * as tf from '@tensorflow/tfjs';
import { directionsBasis, directionsParameters } from './directions';
import { encodeTime } from './time_encoder';
import type { TimeModule } from './variant';

export const transform: TimeModule = {
  parameters: directionsParameters,
  navigate(input) {
    const coefficients = encodeTime(input);
    const basis = directionsBasis(input);
    return { fPrime: input.f.add(tf.matMul(coefficients, basis, false, true)), coefficients, basis };
  },
};
