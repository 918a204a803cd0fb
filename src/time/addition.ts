/** Variant 1 (Eq. 3): f' = f + ε, with ε [B,D]. */
import { encodeTime, timeEncoderParameters } from './time_encoder';
import type { TimeModule } from './variant';

export const addition: TimeModule = {
  parameters: (sizes, dim, prefix) => timeEncoderParameters(sizes, dim, dim, prefix),
  navigate(input) {
    const coefficients = encodeTime(input);
    return { fPrime: input.f.add(coefficients), coefficients };
  },
};
