/** k nearest neighbours on frozen features (Wu 2018): each neighbour votes for its class with e^(cos / T). */

/** Features [n,d] row-major with the class 0 … K−1 of each row. */
export interface LabelledFeatures {
  readonly features: Float32Array;
  readonly labels: ArrayLike<number>;
}

export interface KnnOptions {
  /** Neighbours; all of the bank where it has fewer. */
  readonly k: number;
  /** T of the votes. */
  readonly temperature: number;
  /** K. */
  readonly classes: number;
}

export interface Accuracy {
  /** Part of all rows that are right, 0 … 1. */
  readonly top1: number;
  /** Mean of the same over the classes that occur. */
  readonly meanPerClass: number;
}

/** Rows brought to unit length in double precision; a row of zeros stays. */
export function unitRows(features: Float32Array, dim: number): Float64Array {
  const unit = Float64Array.from(features);
  for (let row = 0; row < unit.length; row += dim) {
    let squares = 0;
    for (let j = 0; j < dim; j++) squares += unit[row + j]! ** 2;
    const length = Math.max(Math.sqrt(squares), 1e-12);
    for (let j = 0; j < dim; j++) unit[row + j]! /= length;
  }
  return unit;
}

function nearest(cosines: Float64Array, k: number): number[] {
  // The earlier row first where two are equally near.
  return Array.from(cosines, (_, row) => row)
    .sort((a, b) => cosines[b]! - cosines[a]! || a - b)
    .slice(0, k);
}

/**
 * Class of each query [n] by the votes of its k nearest rows of the bank; the lower class where two have as many.
 * @throws RangeError when the bank is empty, its labels do not fit its rows, or k is not a positive whole number.
 */
export function knnPredict(
  bank: LabelledFeatures,
  queries: Float32Array,
  dim: number,
  { k, temperature, classes }: KnnOptions,
): Int32Array {
  const rows = bank.labels.length;
  if (rows === 0 || bank.features.length !== rows * dim)
    throw new RangeError(
      `knnPredict(bank): expected a feature of ${dim} values for each of ${rows} labels, at least one, got ${bank.features.length} values.`,
    );
  if (!Number.isInteger(k) || k < 1)
    throw new RangeError(`knnPredict(options): k must be a positive whole number, got ${k}.`);
  const known = unitRows(bank.features, dim);
  const asked = unitRows(queries, dim);
  const predictions = new Int32Array(queries.length / dim);
  const cosines = new Float64Array(rows);
  for (let q = 0; q < predictions.length; q++) {
    for (let row = 0; row < rows; row++) {
      let cosine = 0;
      for (let j = 0; j < dim; j++) cosine += asked[q * dim + j]! * known[row * dim + j]!;
      cosines[row] = cosine;
    }
    const votes = new Float64Array(classes);
    const neighbours = nearest(cosines, k);
    // Relative to the nearest one: a constant factor cancels, and no exponential can overflow.
    const highest = cosines[neighbours[0]!]!;
    for (const row of neighbours)
      votes[bank.labels[row]!]! += Math.exp((cosines[row]! - highest) / temperature);
    predictions[q] = votes.indexOf(Math.max(...votes));
  }
  return predictions;
}

/** Predictions against the classes they should be. */
export function accuracyOf(predictions: ArrayLike<number>, labels: ArrayLike<number>): Accuracy {
  const perClass = new Map<number, { right: number; all: number }>();
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    const hit = predictions[i] === labels[i] ? 1 : 0;
    const seen = perClass.get(labels[i]!) ?? { right: 0, all: 0 };
    perClass.set(labels[i]!, { right: seen.right + hit, all: seen.all + 1 });
    right += hit;
  }
  const shares = [...perClass.values()].map((seen) => seen.right / seen.all);
  return {
    top1: right / labels.length,
    meanPerClass: shares.reduce((sum, share) => sum + share, 0) / shares.length,
  };
}
