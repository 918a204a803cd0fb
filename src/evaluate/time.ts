/**
 * How well the second a segment starts at can be read off its features: a ridge regression fitted on some videos and
 * scored on the others, with its interval and its controls.
 */
import { quantileSorted } from 'simple-statistics';
import { PURPOSE, randomStream } from '../random/stream';
import { cholesky, choleskyInverse, choleskySolve } from './cholesky';
import type { TimeScore } from './score';

export interface TimeScoreOptions {
  readonly seed: number;
  /** Other features of the same segments whose score belongs beside this one, e.g. f' at constant t. */
  readonly controls?: readonly { readonly name: string; readonly features: Float32Array }[];
}

const RESAMPLES = 1000;
const SHUFFLES = 8;
/** Ridge strengths tried, in units of the mean diagonal of the kernel; the last one leaves little but the mean of t. */
const STRENGTHS = [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000];
const FEWEST_VIDEOS = 3;
/** Up to so many videos each is held out alone; more are held out a fold at a time, or the score would outlast the step. */
const MOST_FOLDS = 5;

/** Rows of each video. */
type Groups = readonly (readonly number[])[];

/** Of one held-out video: squared errors of the predictions, and of the training videos' mean t in their place. */
interface Errors {
  model: number;
  mean: number;
}

/** Rows [n,p] of which only the products matter. */
interface Rows {
  readonly x: Float64Array;
  readonly p: number;
}

/** An intercept as one more column, so large that the ridge hardly holds it back: its square, in units of the mean square of a row. */
const INTERCEPT = 1e4;

/** features [n,d], each column brought to mean 0 and deviation 1 (no t is used), and the intercept. */
function rowsOf(features: Float32Array, n: number, d: number): Rows {
  const x = new Float64Array(n * d);
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
  const narrow = d > n ? { x: cholesky(products(x, n, d), n), p: n } : { x, p: d };
  const square = narrow.x.reduce((sum, value) => sum + value * value, 0) / n;
  const p = narrow.p + 1;
  const rows = new Float64Array(n * p).fill(Math.sqrt(INTERCEPT * square));
  for (let i = 0; i < n; i++) rows.set(narrow.x.subarray(i * narrow.p, (i + 1) * narrow.p), i * p);
  return { x: rows, p };
}

/** x xᵀ [n,n], with a hair on the diagonal that keeps it positive definite. */
function products(x: Float64Array, n: number, d: number): Float64Array {
  const kernel = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1e-9 * d : 0;
      for (let k = 0; k < d; k++) sum += x[i * d + k]! * x[j * d + k]!;
      kernel[i * n + j] = sum;
      kernel[j * n + i] = sum;
    }
  }
  return kernel;
}

/**
 * Squared errors of a ridge regression on its own training rows, each video left out once, without fitting again: the
 * residuals of a left-out block are (I − X_b G X_bᵀ)⁻¹ r_b, with G = (XᵀX + λI)⁻¹ and r the residuals of the whole fit.
 */
function leftOutErrors(
  { x, p }: Rows,
  inverse: Float64Array,
  groups: Groups,
  residuals: Float64Array[],
): number[] {
  const errors = residuals.map(() => 0);
  for (const rows of groups) {
    const size = rows.length;
    const own = new Float64Array(size * size);
    const turned = new Float64Array(p);
    rows.forEach((i, a) => {
      for (let k = 0; k < p; k++) {
        let sum = 0;
        for (let l = 0; l < p; l++) sum += inverse[k * p + l]! * x[i * p + l]!;
        turned[k] = sum;
      }
      rows.forEach((j, b) => {
        let sum = 0;
        for (let k = 0; k < p; k++) sum += turned[k]! * x[j * p + k]!;
        own[a * size + b] = (a === b ? 1 : 0) - sum;
      });
    });
    const factor = cholesky(own, size);
    residuals.forEach((residual, which) => {
      const right = Float64Array.from(rows, (i) => residual[i]!);
      for (const value of choleskySolve(factor, size, right)) errors[which]! += value * value;
    });
  }
  return errors;
}

/** Xᵀ y over these rows. */
function transposedTimes({ x, p }: Rows, rows: readonly number[], y: (row: number) => number): Float64Array {
  const sum = new Float64Array(p);
  for (const i of rows) for (let k = 0; k < p; k++) sum[k]! += x[i * p + k]! * y(i);
  return sum;
}

function predict({ x, p }: Rows, row: number, weights: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < p; k++) sum += x[row * p + k]! * weights[k]!;
  return sum;
}

/** Of each held-out video, the errors for every target [n]; the strength of each is the one that predicts training videos best from each other. */
function foldErrors(
  x: Rows,
  n: number,
  targets: readonly Float64Array[],
  groups: Groups,
  held: Groups,
): Errors[][] {
  const train = groups.flat();
  const { p } = x;
  const gram = new Float64Array(p * p);
  for (let k = 0; k < p; k++)
    gram.set(
      transposedTimes(x, train, (i) => x.x[i * p + k]!),
      k * p,
    );
  // Without the intercept's share: what λ is measured by.
  let diagonal = 0;
  for (let k = 0; k < p - 1; k++) diagonal += gram[k * p + k]! / train.length;
  const means = targets.map((target) => train.reduce((sum, i) => sum + target[i]!, 0) / train.length);
  const sums = targets.map((target, which) => transposedTimes(x, train, (i) => target[i]! - means[which]!));
  const best = targets.map(() => ({ errors: Infinity, weights: new Float64Array(p) as Float64Array }));
  for (const strength of STRENGTHS) {
    const a = Float64Array.from(gram);
    for (let k = 0; k < p; k++) a[k * p + k]! += Math.max(strength * diagonal, 1e-9);
    const factor = cholesky(a, p);
    const weights = sums.map((sum) => choleskySolve(factor, p, sum));
    const residuals = targets.map((target, which) => {
      const residual = new Float64Array(n);
      for (const i of train) residual[i] = target[i]! - means[which]! - predict(x, i, weights[which]!);
      return residual;
    });
    leftOutErrors(x, choleskyInverse(factor, p), groups, residuals).forEach((errors, which) => {
      if (errors < best[which]!.errors) best[which] = { errors, weights: weights[which]! };
    });
  }
  return held.map((rows) =>
    targets.map((target, which) => {
      const errors = { model: 0, mean: 0 };
      for (const i of rows) {
        const predicted = means[which]! + predict(x, i, best[which]!.weights);
        errors.model += (target[i]! - predicted) ** 2;
        errors.mean += (target[i]! - means[which]!) ** 2;
      }
      return errors;
    }),
  );
}

/** For every target, the errors of each video when its fold of videos is held out. */
function heldOutErrors(
  features: Float32Array,
  n: number,
  d: number,
  targets: readonly Float64Array[],
  groups: Groups,
): Errors[][] {
  const x = rowsOf(features, n, d);
  const folds = Math.min(groups.length, MOST_FOLDS);
  const perVideo = Array.from({ length: folds }, (_, fold) => {
    const train = groups.filter((_, g) => g % folds !== fold);
    const held = groups.filter((_, g) => g % folds === fold);
    return foldErrors(x, n, targets, train, held);
  }).flat();
  return targets.map((_, which) => perVideo.map((errors) => errors[which]!));
}

/** 1 − Σ(t − t̂)² / Σ(t − mean of the training videos)², over all held-out segments. */
function rSquared(errors: readonly Errors[]): number {
  let [model, mean] = [0, 0];
  for (const error of errors) {
    model += error.model;
    mean += error.mean;
  }
  return mean > 0 ? 1 - model / mean : 0;
}

/** Videos, not segments, are drawn again: segments of one video are anything but independent. */
function interval(errors: readonly Errors[], seed: number): { low: number; high: number } {
  const random = randomStream(PURPOSE.score, seed, 1);
  const drawn = Array.from({ length: RESAMPLES }, () =>
    rSquared(errors.map(() => errors[Math.floor(random.uniform() * errors.length)]!)),
  );
  drawn.sort((a, b) => a - b);
  return { low: quantileSorted(drawn, 0.025), high: quantileSorted(drawn, 0.975) };
}

/** t dealt out anew within each video: what is left of the score when the order is gone. */
function shuffled(t: Float64Array, groups: Groups, seed: number, which: number): Float64Array {
  const random = randomStream(PURPOSE.score, seed, 2, which);
  const result = Float64Array.from(t);
  for (const rows of groups) {
    random.permutation(rows.length).forEach((from, to) => {
      result[rows[to]!] = t[rows[from]!]!;
    });
  }
  return result;
}

/**
 * features [n,d] row-major, t [n] seconds, videos [n] the video of each row.
 * R² is pooled over videos that were each held out once; the interval is a bootstrap over videos.
 * @throws RangeError when the features hold a value that is not finite.
 */
export function timeScore(
  features: Float32Array,
  n: number,
  d: number,
  t: Float64Array,
  videos: readonly string[],
  { seed, controls = [] }: TimeScoreOptions,
): TimeScore {
  const byVideo = new Map<string, number[]>();
  videos.forEach((video, row) => byVideo.set(video, [...(byVideo.get(video) ?? []), row]));
  const groups = [...byVideo.values()];
  if (groups.length < FEWEST_VIDEOS) {
    return {
      kind: 'none',
      reason: `R² of t is fitted on some videos and scored on others: choose at least ${FEWEST_VIDEOS} videos for the maps.`,
    };
  }
  const bad = features.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(
      `timeScore(features): every value must be finite, row ${Math.floor(bad / d)} holds ${features[bad]}.`,
    );
  const targets = [t, ...Array.from({ length: SHUFFLES }, (_, which) => shuffled(t, groups, seed, which))];
  const [own, ...withoutOrder] = heldOutErrors(features, n, d, targets, groups) as [Errors[], ...Errors[][]];
  return {
    kind: 'score',
    r2: rSquared(own),
    ...interval(own, seed),
    controls: [
      { name: 'shuffled t', r2: withoutOrder.reduce((sum, errors) => sum + rSquared(errors), 0) / SHUFFLES },
      ...controls.map((control) => ({
        name: control.name,
        r2: rSquared(heldOutErrors(control.features, n, d, [t], groups)[0]!),
      })),
    ],
    videos: groups.length,
  };
}
