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

/** Of one held-out video: squared errors of the predictions, and of the training videos' mean t in their place. */
interface Errors {
  model: number;
  mean: number;
}

/** Products of all pairs of rows, after each column was brought to mean 0 and deviation 1: [n,n]. No t is used. */
function kernelOf(features: Float32Array, n: number, d: number): Float64Array {
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
  const kernel = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += x[i * d + k]! * x[j * d + k]!;
      kernel[i * n + j] = sum;
      kernel[j * n + i] = sum;
    }
  }
  return kernel;
}

/** An intercept as one more feature, so large that the ridge hardly holds it back: in units of the kernel's mean diagonal. */
const INTERCEPT = 1e4;

/**
 * Squared errors of a ridge regression on its own training rows, each video of them left out once: from (K + λI)⁻¹ and
 * α = (K + λI)⁻¹ y the residuals of a block are (the inverse's own block)⁻¹ α, without fitting again.
 */
function leftOutErrors(
  inverse: Float64Array,
  m: number,
  alpha: Float64Array,
  blocks: readonly (readonly number[])[],
): number {
  let errors = 0;
  for (const block of blocks) {
    const size = block.length;
    const own = new Float64Array(size * size);
    block.forEach((i, a) => block.forEach((j, b) => (own[a * size + b] = inverse[i * m + j]!)));
    const right = Float64Array.from(block, (i) => alpha[i]!);
    const residuals = choleskySolve(cholesky(own, size), size, right);
    for (const residual of residuals) errors += residual * residual;
  }
  return errors;
}

/** Errors on the held-out rows for every target [n]; the strength of each is the one that predicts training videos best from each other. */
function foldErrors(
  kernel: Float64Array,
  n: number,
  targets: readonly Float64Array[],
  trainGroups: readonly (readonly number[])[],
  held: readonly number[],
): Errors[] {
  const train = trainGroups.flat();
  const m = train.length;
  let first = 0;
  const blocks = trainGroups.map((rows) => rows.map(() => first++));
  const diagonal = train.reduce((sum, i) => sum + kernel[i * n + i]! / m, 0);
  const between = (i: number, j: number) => kernel[i * n + j]! + INTERCEPT * diagonal;
  const means = targets.map((target) => train.reduce((sum, i) => sum + target[i]!, 0) / m);
  const best = targets.map(() => ({ errors: Infinity, alpha: new Float64Array(m) as Float64Array }));
  for (const strength of STRENGTHS) {
    const lambda = Math.max(strength * diagonal, 1e-9);
    const a = new Float64Array(m * m);
    train.forEach((i, row) => train.forEach((j, column) => (a[row * m + column] = between(i, j))));
    for (let i = 0; i < m; i++) a[i * m + i]! += lambda;
    const l = cholesky(a, m);
    const inverse = choleskyInverse(l, m);
    targets.forEach((target, which) => {
      const alpha = choleskySolve(
        l,
        m,
        Float64Array.from(train, (i) => target[i]! - means[which]!),
      );
      const errors = leftOutErrors(inverse, m, alpha, blocks);
      if (errors < best[which]!.errors) best[which] = { errors, alpha };
    });
  }
  return targets.map((target, which) => {
    const errors = { model: 0, mean: 0 };
    held.forEach((i) => {
      let predicted = means[which]!;
      train.forEach((j, b) => (predicted += between(i, j) * best[which]!.alpha[b]!));
      errors.model += (target[i]! - predicted) ** 2;
      errors.mean += (target[i]! - means[which]!) ** 2;
    });
    return errors;
  });
}

/** For every target, the errors of each video when it is held out. */
function heldOutErrors(
  features: Float32Array,
  n: number,
  d: number,
  targets: readonly Float64Array[],
  groups: readonly (readonly number[])[],
): Errors[][] {
  const kernel = kernelOf(features, n, d);
  const perVideo = groups.map((held, g) => {
    const train = groups.filter((_, other) => other !== g);
    return foldErrors(kernel, n, targets, train, held);
  });
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
function shuffled(
  t: Float64Array,
  groups: readonly (readonly number[])[],
  seed: number,
  which: number,
): Float64Array {
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
