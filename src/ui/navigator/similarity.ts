/** What f' of one segment is near to: angles, the length of the shift, and what a step along one direction changes. */
import type { Navigation } from '../../protocol/train';

/**
 * Angle, in degrees, between x [d] and each row of features [n,d]: arccos of their cosine, 90 where either has no length.
 * Neighbours along a path have cosines that all read 1.000; their angles differ.
 */
export function anglesTo(x: ArrayLike<number>, features: Float32Array): Float64Array {
  const d = x.length;
  const length = norm(x);
  return Float64Array.from({ length: features.length / d }, (_, j) => {
    let [dot, square] = [0, 0];
    for (let k = 0; k < d; k++) {
      const value = features[j * d + k]!;
      dot += value * x[k]!;
      square += value * value;
    }
    const lengths = length * Math.sqrt(square);
    const cosine = lengths === 0 ? 0 : dot / lengths;
    return (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
  });
}

function norm(x: ArrayLike<number>): number {
  let square = 0;
  for (let k = 0; k < x.length; k++) square += x[k]! * x[k]!;
  return Math.sqrt(square);
}

/** f' [D] at place s. */
export function fPrimeAt({ fPrime, dim }: Navigation, s: number): Float32Array {
  return fPrime.subarray(s * dim, (s + 1) * dim);
}

/** ‖f' − f‖ / ‖f‖ at each second [S]; 0 where f has no length. */
export function relativeShifts(navigation: Navigation): Float32Array {
  const { f, seconds } = navigation;
  const length = norm(f);
  return Float32Array.from(seconds, (_, s) => {
    const moved = norm(fPrimeAt(navigation, s).map((value, k) => value - f[k]!));
    return length === 0 ? 0 : moved / length;
  });
}

/** The k smallest of `values` among those that `counts` admits: their indices, the smallest first. */
export function smallest(
  values: Float64Array,
  k: number,
  counts: (index: number) => boolean = () => true,
): number[] {
  return Array.from(values.keys())
    .filter(counts)
    .sort((a, b) => values[a]! - values[b]!)
    .slice(0, k);
}

/** Where a walk along one direction starts, and what one unit of α adds. */
export interface Walk {
  /** [D]. */
  readonly from: Float32Array;
  readonly along: Float32Array;
}

/**
 * Along direction i. Transform: f + α d_i, since f' = f + Σ_i A_i d_i. Attention, where f' = f ⊙ Σ_i w_i d_i: f'(t) + α f ⊙ d_i,
 * that is w_i raised by α. Undefined without directions.
 */
export function walkAlong(navigation: Navigation, i: number, s: number, weights: boolean): Walk | undefined {
  const { basis, f, width } = navigation;
  if (!basis) return undefined;
  const direction = f.map((_, k) => basis[k * width + i]!);
  if (!weights) return { from: f, along: direction };
  return { from: fPrimeAt(navigation, s), along: direction.map((value, k) => value * f[k]!) };
}

/** [D]. */
export function walked({ from, along }: Walk, alpha: number): Float32Array {
  return from.map((value, k) => value + alpha * along[k]!);
}
