/**
 * Ridge regression across videos: fitted on some, judged on others, its strength chosen by leaving out each training video
 * in turn. A fold's normal equations are made tridiagonal once, for all strengths, targets and left-out videos.
 */
import { cholesky, choleskySolve } from './cholesky';
import { lowerProducts, paddedRows } from './products';
import {
  halfSolve,
  otherHalf,
  rotate,
  rotatedBack,
  shifted,
  tridiagonal,
  type Shifted,
  type Tridiagonal,
} from './tridiagonal';

/** Rows of each video. */
export type Groups = readonly (readonly number[])[];

/** Of one held-out video: squared errors of the predictions, and of the training videos' mean in their place. */
export interface Errors {
  model: number;
  mean: number;
}

/** Ridge strengths tried, in units of the mean diagonal of the kernel; the last one leaves little but the mean. */
const STRENGTHS = [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000];
/** Up to so many videos each is held out alone; more are held out a fold at a time, or the score would outlast the step. */
const MOST_FOLDS = 5;
/** An intercept as one more column, so large that the ridge hardly holds it back: its square, in units of the mean square of a row. */
const INTERCEPT = 1e4;

/** Rows [n,p] of which only the products matter. */
interface Rows {
  readonly x: Float64Array;
  readonly p: number;
}

/** A fit's share in what is predicted: of one strength, for one target. */
interface Fit {
  readonly strength: Shifted;
  /** D^−½ L⁻¹ of the target's products with the rows. */
  readonly half: Float64Array;
}

/** features [n,d], each column brought to mean 0 and deviation 1 (no target is used), and the intercept. */
function rowsOf(features: Float32Array, n: number, d: number): Rows {
  const x = new Float64Array(paddedRows(n) * d);
  for (let j = 0; j < d; j++) {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += features[i * d + j]! / n;
    let variance = 0;
    for (let i = 0; i < n; i++) variance += (features[i * d + j]! - mean) ** 2 / n;
    // A column that does not vary says nothing.
    const scale = variance > 1e-12 * (1 + mean * mean) ? 1 / Math.sqrt(variance) : 0;
    for (let i = 0; i < n; i++) x[i * d + j] = (features[i * d + j]! - mean) * scale;
  }
  // A ridge sees products of rows alone, and n rows have the same ones in n dimensions: never more columns than rows.
  const narrow = d > n ? { x: cholesky(kernel(x, n, d), n), p: n } : { x, p: d };
  const square = narrow.x.reduce((sum, value) => sum + value * value, 0) / n;
  const p = narrow.p + 1;
  const rows = new Float64Array(n * p).fill(Math.sqrt(INTERCEPT * square));
  for (let i = 0; i < n; i++) rows.set(narrow.x.subarray(i * narrow.p, (i + 1) * narrow.p), i * p);
  return { x: rows, p };
}

/** x xᵀ, its lower triangle, with a hair on the diagonal that keeps it positive definite. */
function kernel(x: Float64Array, n: number, d: number): Float64Array {
  const products = lowerProducts(x, n, d);
  for (let i = 0; i < n; i++) products[i * n + i]! += 1e-9 * d;
  return products;
}

/** XᵀX of the rows of each fold, lower triangles. `folds`: the rows of each; the rows of x in that order are transposed. */
function gramsOf({ x, p }: Rows, folds: Groups): Float64Array[] {
  const order = folds.flat();
  const columns = new Float64Array(paddedRows(p) * order.length);
  order.forEach((row, at) => {
    for (let k = 0; k < p; k++) columns[k * order.length + at] = x[row * p + k]!;
  });
  let begin = 0;
  return folds.map(({ length }) => {
    begin += length;
    return lowerProducts(columns, p, order.length, begin - length, begin);
  });
}

/** The rows of these videos, one after the other, times Q; padded with zeros. */
function rotatedRows({ x, p }: Rows, rows: readonly number[], basis: Tridiagonal): Float64Array {
  const z = new Float64Array(paddedRows(rows.length) * p);
  rows.forEach((row, at) => z.set(x.subarray(row * p, (row + 1) * p), at * p));
  rotate(basis, z, paddedRows(rows.length));
  return z;
}

/**
 * Squared errors on its own training rows z, for every target, each video left out once, without fitting again: the residuals
 * of a left-out block are (I − X_b G X_bᵀ)⁻¹ r_b, with G = (XᵀX + λI)⁻¹ and r those of the whole fit.
 */
function leftOutErrors(
  z: Float64Array,
  p: number,
  groups: Groups,
  fits: readonly Fit[],
  centred: readonly Float64Array[],
): number[] {
  const errors = fits.map(() => 0);
  const longest = Math.max(...groups.map(({ length }) => length));
  const halves = new Float64Array(paddedRows(longest) * p);
  let first = 0;
  for (const { length } of groups) {
    for (let a = 0; a < length; a++) halfSolve(fits[0]!.strength, z, (first + a) * p, halves, a * p);
    const own = lowerProducts(halves, length, p);
    for (let i = 0; i < own.length; i++) own[i] = -own[i]!;
    for (let a = 0; a < length; a++) own[a * length + a]! += 1;
    const factor = cholesky(own, length);
    fits.forEach(({ half }, which) => {
      const residuals = new Float64Array(length);
      for (let a = 0; a < length; a++) {
        let fitted = 0;
        for (let k = 0; k < p; k++) fitted += halves[a * p + k]! * half[k]!;
        residuals[a] = centred[which]![first + a]! - fitted;
      }
      for (const value of choleskySolve(factor, length, residuals)) errors[which]! += value * value;
    });
    first += length;
  }
  return errors;
}

/**
 * Of each held-out video, the errors for every target [n]; the strength of each is the one that predicts training videos
 * best from each other. `gram`: XᵀX of the training rows, overwritten.
 */
function foldErrors(
  rows: Rows,
  gram: Float64Array,
  targets: readonly Float64Array[],
  groups: Groups,
  held: Groups,
): Errors[][] {
  const { x, p } = rows;
  const train = groups.flat();
  // Without the intercept's share: what λ is measured by.
  let diagonal = 0;
  for (let k = 0; k < p - 1; k++) diagonal += gram[k * p + k]! / train.length;
  const basis = tridiagonal(gram, p);
  const z = rotatedRows(rows, train, basis);
  const means = targets.map((target) => train.reduce((sum, i) => sum + target[i]!, 0) / train.length);
  const centred = targets.map((target, which) => Float64Array.from(train, (i) => target[i]! - means[which]!));
  const sums = centred.map((target) => {
    const sum = new Float64Array(p);
    target.forEach((value, at) => {
      for (let k = 0; k < p; k++) sum[k]! += z[at * p + k]! * value;
    });
    return sum;
  });
  const best = targets.map(() => ({ errors: Infinity, fit: undefined as Fit | undefined }));
  for (const each of STRENGTHS) {
    const strength = shifted(basis, Math.max(each * diagonal, 1e-9));
    const fits = sums.map((sum) => {
      const half = new Float64Array(p);
      halfSolve(strength, sum, 0, half, 0);
      return { strength, half };
    });
    leftOutErrors(z, p, groups, fits, centred).forEach((errors, which) => {
      if (errors < best[which]!.errors) best[which] = { errors, fit: fits[which] };
    });
  }
  const weights = best.map(({ fit }) =>
    fit ? rotatedBack(basis, otherHalf(fit.strength, fit.half)) : new Float64Array(p),
  );
  return held.map((video) =>
    targets.map((target, which) => {
      const errors = { model: 0, mean: 0 };
      for (const i of video) {
        let predicted = means[which]!;
        for (let k = 0; k < p; k++) predicted += x[i * p + k]! * weights[which]![k]!;
        errors.model += (target[i]! - predicted) ** 2;
        errors.mean += (target[i]! - means[which]!) ** 2;
      }
      return errors;
    }),
  );
}

/** features [n,d] row-major. For every target [n], the errors of each video when its fold of videos is held out. */
export function heldOutErrors(
  features: Float32Array,
  n: number,
  d: number,
  targets: readonly Float64Array[],
  groups: Groups,
): Errors[][] {
  const rows = rowsOf(features, n, d);
  const count = Math.min(groups.length, MOST_FOLDS);
  const folds = Array.from({ length: count }, (_, fold) => groups.filter((_, g) => g % count === fold));
  const grams = gramsOf(
    rows,
    folds.map((held) => held.flat()),
  );
  const perVideo = folds.flatMap((held, fold) => {
    const train = groups.filter((_, g) => g % count !== fold);
    const gram = new Float64Array(rows.p * rows.p);
    grams.forEach((part, other) => {
      if (other !== fold) for (let i = 0; i < gram.length; i++) gram[i]! += part[i]!;
    });
    return foldErrors(rows, gram, targets, train, held);
  });
  return targets.map((_, which) => perVideo.map((errors) => errors[which]!));
}
