/**
 * How well the second a segment starts at can be read off its features: a ridge regression fitted on all videos but one
 * and scored on that one, each in turn, with its interval and its controls.
 */
import { mean } from 'simple-statistics';
import { failOnNotFinite, groupsOf } from './groups';
import { bootstrapInterval } from './intervals';
import { SHUFFLES, shuffledWithin } from './resampling';
import { heldOut, type Groups, type HeldOut } from './ridge';
import type { Measured } from './score';

export interface TimeScoreOptions {
  readonly seed: number;
  /** Other features of the same segments whose score belongs beside this one, e.g. f' at constant t. */
  readonly controls?: readonly { readonly name: string; readonly features: Float32Array }[];
}

const FEWEST_VIDEOS = 3;

/** Of one video: squared errors of the predictions, and of the other videos' mean in their place. */
interface Errors {
  model: number;
  mean: number;
}

function errorsOf(target: Float64Array, { predicted, mean: others }: HeldOut, groups: Groups): Errors[] {
  return groups.map((rows) => {
    const errors = { model: 0, mean: 0 };
    for (const i of rows) {
      errors.model += (target[i]! - predicted[i]!) ** 2;
      errors.mean += (target[i]! - others[i]!) ** 2;
    }
    return errors;
  });
}

/** 1 − Σ(t − t̂)² / Σ(t − mean of the other videos)², over all held-out segments. */
function rSquared(errors: readonly Errors[]): number {
  let [model, byMean] = [0, 0];
  for (const error of errors) {
    model += error.model;
    byMean += error.mean;
  }
  return byMean > 0 ? 1 - model / byMean : 0;
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
): Measured {
  const groups = groupsOf(videos);
  if (groups.length < FEWEST_VIDEOS) {
    return {
      kind: 'none',
      reason: `R² of t is fitted on some videos and scored on another: choose at least ${FEWEST_VIDEOS} videos for the maps.`,
    };
  }
  failOnNotFinite('timeScore', features, d);
  const targets = [
    t,
    ...Array.from({ length: SHUFFLES }, (_, which) => shuffledWithin(t, groups, seed, which)),
  ];
  const scored = (of: Float32Array, columns: readonly Float64Array[]) =>
    heldOut(
      of,
      n,
      d,
      columns.map((column) => [column]),
      groups,
    ).map(([found], which) => errorsOf(columns[which]!, found!, groups));
  const [own, ...withoutOrder] = scored(features, targets);
  return {
    kind: 'score',
    value: rSquared(own!),
    ...bootstrapInterval(own!, rSquared, seed),
    controls: [
      { name: 'shuffled t', value: mean(withoutOrder.map(rSquared)) },
      ...controls.map(({ name, features: other }) => ({ name, value: rSquared(scored(other, [t])[0]!) })),
    ],
    units: groups.length,
  };
}
