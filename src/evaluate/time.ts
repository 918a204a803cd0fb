/**
 * How well the second a segment starts at can be read off its features: a ridge regression fitted on some videos and
 * scored on the others, with its interval and its controls.
 */
import { quantileSorted } from 'simple-statistics';
import { PURPOSE, randomStream } from '../random/stream';
import { heldOutErrors, type Errors, type Groups } from './ridge';
import type { TimeScore } from './score';

export interface TimeScoreOptions {
  readonly seed: number;
  /** Other features of the same segments whose score belongs beside this one, e.g. f' at constant t. */
  readonly controls?: readonly { readonly name: string; readonly features: Float32Array }[];
}

const RESAMPLES = 1000;
const SHUFFLES = 8;
const FEWEST_VIDEOS = 3;

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
