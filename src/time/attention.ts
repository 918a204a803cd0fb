/** Variant 2 (Eq. 4): f' = f ⊙ (D_t w) with w = softmax(ε) [B,M]; element-wise, since only that fits the dimensions. */
import * as tf from '@tensorflow/tfjs';
import { directionsBasis, directionsParameters } from './directions';
import { encodeTime } from './time_encoder';
import type { TimeModule } from './variant';

export const attention: TimeModule = {
  parameters: directionsParameters,
  navigate(input) {
    const coefficients = tf.softmax(encodeTime(input));
    const basis = directionsBasis(input);
    return { fPrime: input.f.mul(tf.matMul(coefficients, basis, false, true)), coefficients, basis };
  },
};
