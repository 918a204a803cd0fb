/**
 * Whether nearest neighbours across videos keep the order of time: Kendall's τ (Dwibedi 2019, Temporal Cycle-Consistency
 * Learning, 4.1), with its interval and its controls.
 */
import { mean } from 'simple-statistics';
import { failOnNotFinite, groupsOf } from './groups';
import { bootstrapInterval } from './intervals';
import { unitRows } from './knn';
import { paddedRows, productTile, TALL, WIDE } from './products';
import { SHUFFLES, shuffledWithin } from './resampling';
import type { Groups } from './ridge';
import type { Measured } from './score';

export interface OrderOptions {
  readonly seed: number;
  /** Other features [n,d] of the same segments whose τ belongs beside this one, e.g. f' at constant t. */
  readonly controls?: readonly { readonly name: string; readonly features: Float32Array }[];
  /** True where the features were given t: what t by itself would score is then told as `t alone`. */
  readonly givenTime?: boolean;
}

const FEWEST_VIDEOS = 3;
/** Values that are multiplied, n² d: about half a second. Beyond, the score would outlast the step. */
const MOST_PRODUCTS = 1e9;

/** For each row and each video the row of that video that is nearest by cosine, [n,V] row-major; the earlier one of two. */
function nearestRows(features: Float32Array, n: number, d: number, groups: Groups): Int32Array {
  const videoOf = new Int32Array(n);
  groups.forEach((rows, video) => rows.forEach((row) => (videoOf[row] = video)));
  const unit = new Float64Array(paddedRows(n) * d);
  unit.set(unitRows(features, d));
  const nearest = new Int32Array(n * groups.length).fill(-1);
  const highest = new Float64Array(n * groups.length).fill(-Infinity);
  const meet = (row: number, other: number, cosine: number) => {
    const at = row * groups.length + videoOf[other]!;
    if (cosine < highest[at]! || (cosine === highest[at] && other > nearest[at]!)) return;
    highest[at] = cosine;
    nearest[at] = other;
  };
  const tile = new Float64Array(TALL * WIDE);
  for (let i = 0; i < n; i += TALL) {
    for (let j = 0; j < i + TALL; j += WIDE) {
      productTile(unit, i, unit, j, d, tile);
      for (let p = i; p < Math.min(i + TALL, n); p++) {
        for (let q = j; q < Math.min(j + WIDE, p); q++) {
          const cosine = tile[(p - i) * WIDE + q - j]!;
          meet(p, q, cosine);
          meet(q, p, cosine);
        }
      }
    }
  }
  return nearest;
}

/** τ of two orders of the same segments, (concordant − discordant) / all pairs that t tells apart; a tie of `other` is neither. */
function kendall(t: readonly number[], other: readonly number[]): number | undefined {
  let [agree, pairs] = [0, 0];
  for (let a = 0; a < t.length; a++) {
    for (let b = a + 1; b < t.length; b++) {
      const order = Math.sign(t[b]! - t[a]!);
      if (order === 0) continue;
      pairs += 1;
      agree += order * Math.sign(other[b]! - other[a]!);
    }
  }
  return pairs > 0 ? agree / pairs : undefined;
}

/** Of each video the mean τ over all other videos; videos whose segments all start at one second are left out. */
function tauOfVideos(nearest: Int32Array, t: Float64Array, groups: Groups): number[] {
  return groups.flatMap((rows, video) => {
    const own = rows.map((row) => t[row]!);
    const taus = groups.flatMap((_, other) => {
      if (other === video) return [];
      const told = rows.map((row) => t[nearest[row * groups.length + other]!]!);
      return kendall(own, told) ?? [];
    });
    return taus.length > 0 ? [mean(taus)] : [];
  });
}

/** t [n] as points on a quarter of a circle [n,2]: the nearer in time, the nearer by cosine. */
function onArc(t: Float64Array): Float32Array {
  const last = Math.max(...t) || 1;
  return Float32Array.from({ length: 2 * t.length }, (_, i) => {
    const angle = ((t[i >> 1]! / last) * Math.PI) / 2;
    return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
}

/**
 * features [n,d] row-major, t [n] seconds, videos [n] the video of each row. The time of each segment of a video is read off
 * another video, as the start of the segment there that is nearest by cosine; τ compares their order with that of t. The
 * score is the mean over videos of their means over all others; the interval is a bootstrap over videos.
 * @throws RangeError when the features hold a value that is not finite.
 */
export function orderScore(
  features: Float32Array,
  n: number,
  d: number,
  t: Float64Array,
  videos: readonly string[],
  { seed, controls = [], givenTime = false }: OrderOptions,
): Measured {
  const groups = groupsOf(videos);
  if (groups.length < FEWEST_VIDEOS)
    return none(`τ compares videos with each other: choose at least ${FEWEST_VIDEOS} videos for the maps.`);
  if (n * n * d > MOST_PRODUCTS)
    return none(`τ of ${n} segments of ${d} dimensions would outlast the step: put fewer on the maps.`);
  failOnNotFinite('orderScore', features, d);
  const tausOf = (of: Float32Array, dim: number) => tauOfVideos(nearestRows(of, n, dim, groups), t, groups);
  const nearest = nearestRows(features, n, d, groups);
  const taus = tauOfVideos(nearest, t, groups);
  if (taus.length === 0)
    return none('τ needs an order: the segments of each video all start at the same second.');
  const shuffles = Array.from({ length: SHUFFLES }, (_, which) =>
    tauOfVideos(nearest, shuffledWithin(t, groups, seed, which), groups),
  );
  return {
    kind: 'score',
    value: mean(taus),
    ...bootstrapInterval(taus, mean, seed),
    controls: [
      { name: 'shuffled t', value: mean(shuffles.flat()) },
      ...controls.map((control) => ({ name: control.name, value: mean(tausOf(control.features, d)) })),
      ...(givenTime ? [{ name: 't alone', value: mean(tausOf(onArc(t), 2)) }] : []),
    ],
    units: taus.length,
  };
}

function none(reason: string): Measured {
  return { kind: 'none', reason };
}
