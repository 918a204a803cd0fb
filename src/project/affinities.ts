/** Joint probabilities of t-SNE (van der Maaten 2008), exact, as scikit-learn's `method="exact"` computes them. */

/** Squared Euclidean distances of all pairs of rows of x [n,d]: [n,n]. */
export function squaredDistances(x: ArrayLike<number>, n: number, d: number): Float64Array {
  const distances = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) {
        const difference = x[i * d + k]! - x[j * d + k]!;
        sum += difference * difference;
      }
      distances[i * n + j] = sum;
      distances[j * n + i] = sum;
    }
  }
  return distances;
}

const TOLERANCE = 1e-5;
const BISECTIONS = 100;
const SMALLEST = 2.220446049250313e-16;

/**
 * Conditional probabilities of the others given one point, written to `row`: the precision is bisected until the entropy is
 * log(perplexity). `distances`: squared ones to the others; the place `self`, where there is one, is the point itself.
 */
export function conditional(distances: Float64Array, perplexity: number, row: Float64Array, self = -1): void {
  const n = distances.length;
  let [low, high, beta] = [-Infinity, Infinity, 1];
  // The nearest other point is moved to distance 0: a constant cancels, and the exponentials cannot all vanish.
  let nearest = Infinity;
  for (let j = 0; j < n; j++) if (j !== self) nearest = Math.min(nearest, distances[j]!);
  for (let round = 0; round < BISECTIONS; round++) {
    let sum = 0;
    let weighted = 0;
    for (let j = 0; j < n; j++) {
      const away = distances[j]! - nearest;
      const p = j === self ? 0 : Math.exp(-away * beta);
      row[j] = p;
      sum += p;
      weighted += p * away;
    }
    for (let j = 0; j < n; j++) row[j]! /= sum;
    const difference = Math.log(sum) + (beta * weighted) / sum - Math.log(perplexity);
    if (Math.abs(difference) <= TOLERANCE) return;
    if (difference > 0) {
      low = beta;
      beta = high === Infinity ? beta * 2 : (beta + high) / 2;
    } else {
      high = beta;
      beta = low === -Infinity ? beta / 2 : (beta + low) / 2;
    }
  }
}

/** x [n,d] -> symmetric joint probabilities P [n,n], sum 1. */
export function jointProbabilities(
  x: ArrayLike<number>,
  n: number,
  d: number,
  perplexity: number,
): Float64Array {
  const distances = squaredDistances(x, n, d);
  const conditionals = new Float64Array(n * n);
  const row = (of: Float64Array, i: number) => of.subarray(i * n, (i + 1) * n);
  for (let i = 0; i < n; i++) conditional(row(distances, i), perplexity, row(conditionals, i), i);
  const joint = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i !== j)
        joint[i * n + j] = Math.max(
          (conditionals[i * n + j]! + conditionals[j * n + i]!) / (2 * n),
          SMALLEST,
        );
    }
  }
  return joint;
}
