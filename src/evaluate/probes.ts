/** The probes of every run: forwards against backwards (chirality, LiFT 2025), and the label of a clip, e.g. Enter against Leave. */
import { PURPOSE, randomStream } from '../random/stream';
import type { Embedding } from '../train/embedder';
import { groupsOf } from './groups';
import { linearProbe, neighbourProbe, probeScore, type Classes, type Probe, type Question } from './probe';
import type { Measured, ProbedVideo, ProbeReport, ProbeScores } from './score';

/** How often classes are dealt out anew: enough for the interval of what that gives. */
const SHUFFLES = 100;

/** Videos, or persons, that a probe needs: two to be fitted on, one to be judged on. */
const FEWEST = 3;

interface Held {
  readonly by: ProbeReport['heldOutBy'];
  /** Of each video. */
  readonly units: readonly string[];
}

/** Held out by person where all names tell who it is, so that no person is on both sides; else by video. */
export function heldOutUnits(videos: readonly ProbedVideo[]): Held {
  const persons = videos.flatMap(({ person }) => person ?? []);
  return persons.length === videos.length && new Set(persons).size >= FEWEST
    ? { by: 'person', units: persons }
    : { by: 'video', units: videos.map(({ id }) => id) };
}

interface UsableLabels {
  /** That occur with enough units. */
  readonly labels: readonly string[];
  /** The others; none where too few are left to be told apart. */
  readonly leftOut: NonNullable<ProbeReport['labelsLeftOut']>;
  /** Why there is no probe, where they are too few. */
  readonly reason: string;
}

function usableLabels(videos: readonly ProbedVideo[], { units, by }: Held): UsableLabels {
  const unitsOf = new Map<string, Set<string>>();
  videos.forEach(({ label }, i) => unitsOf.set(label, (unitsOf.get(label) ?? new Set()).add(units[i]!)));
  const labels = [...unitsOf].filter(([, of]) => of.size >= FEWEST).map(([label]) => label);
  const told = [...unitsOf].map(([label, { size }]) => `${label || 'no label'} ${size}`).join(', ');
  const what = by === 'person' ? 'persons' : 'videos';
  return {
    labels: labels.sort(),
    leftOut:
      labels.length < 2
        ? []
        : [...unitsOf].flatMap(([label, { size }]) => (size < FEWEST ? { label, units: size } : [])),
    reason: `The probe of labels needs two labels with ${FEWEST} ${what} each, to be fitted on some and judged on another; here: ${told}. Add videos, or give labels in the library.`,
  };
}

interface Setting {
  readonly d: number;
  readonly seed: number;
}

/** The rows of `features` with these indices. */
function picked(features: Float32Array, d: number, rows: readonly number[]): Float32Array {
  const part = new Float32Array(rows.length * d);
  rows.forEach((row, at) => part.set(features.subarray(row * d, (row + 1) * d), at * d));
  return part;
}

/** The mean of every `each` rows, one after the other. */
function pooled(features: Float32Array, d: number, each: number): Float32Array {
  const result = new Float32Array(features.length / each);
  for (let i = 0; i < features.length; i++) {
    const at = Math.floor(i / d / each) * d + (i % d);
    result[at]! += features[i]! / each;
  }
  return result;
}

/** Rows of features forwards, then the same backwards. Shuffled: for each segment anew, which of the two is which. */
function reversedScore(
  features: Float32Array,
  controls: Question['controls'],
  segmentUnits: readonly string[],
  { d, seed }: Setting,
): Measured {
  const half = segmentUnits.length;
  const units = [...segmentUnits, ...segmentUnits];
  const groups = groupsOf(units);
  if (groups.length < FEWEST)
    return {
      kind: 'none',
      reason: `Forwards against backwards is fitted on some videos and judged on another: at least ${FEWEST} videos are needed.`,
    };
  const classesOf = (turned: (segment: number) => boolean): Classes => {
    const swaps = Array.from({ length: half }, (_, segment) => turned(segment));
    return { of: Int32Array.from(units, (_, i) => Number(i >= half !== swaps[i % half]!)), count: 2 };
  };
  const shuffles = Array.from({ length: SHUFFLES }, (_, which) => {
    const random = randomStream(PURPOSE.score, seed, 3, which);
    return classesOf(() => random.chance(0.5));
  });
  return probeScore(
    linearProbe,
    { features, n: 2 * half, d, groups },
    { classes: classesOf(() => false), shuffled: { name: 'shuffled', classes: shuffles }, controls, seed },
  );
}

/** Rows of features forwards, `each` a video. */
function labelScores(
  forwards: Float32Array,
  controls: Question['controls'],
  videos: readonly ProbedVideo[],
  held: Held,
  each: number,
  { d, seed }: Setting,
): Omit<ProbeScores, 'reversed'> {
  const { labels, reason } = usableLabels(videos, held);
  if (labels.length < 2) {
    const none: Measured = { kind: 'none', reason };
    return { segment: none, clip: none, neighbours: none };
  }
  const used = videos.flatMap(({ label }, i) => (labels.includes(label) ? [i] : []));
  const rows = used.flatMap((video) => Array.from({ length: each }, (_, s) => video * each + s));
  const place = new Map(labels.map((label, k) => [label, k]));
  const own = used.map((video) => place.get(videos[video]!.label)!);
  const shuffles = Array.from({ length: SHUFFLES }, (_, which) =>
    randomStream(PURPOSE.score, seed, 4, which)
      .permutation(own.length)
      .map((from) => own[from]!),
  );
  const score = (probe: Probe, perVideo: number, prepare: (features: Float32Array) => Float32Array) => {
    const repeated = <T>(values: readonly T[]) =>
      values.flatMap((value) => Array.from({ length: perVideo }, () => value));
    const classesOf = (of: readonly number[]): Classes => ({
      of: Int32Array.from(repeated(of)),
      count: labels.length,
    });
    return probeScore(
      probe,
      {
        features: prepare(picked(forwards, d, rows)),
        n: used.length * perVideo,
        d,
        groups: groupsOf(repeated(used.map((video) => held.units[video]!))),
      },
      {
        classes: classesOf(own),
        shuffled: { name: 'shuffled labels', classes: shuffles.map(classesOf) },
        controls: controls.map(({ name, features }) => ({
          name,
          features: prepare(picked(features, d, rows)),
        })),
        seed,
      },
    );
  };
  const pool = (features: Float32Array) => pooled(features, d, each);
  return {
    segment: score(linearProbe, each, (features) => features),
    clip: score(linearProbe, 1, pool),
    neighbours: score(neighbourProbe, 1, pool),
  };
}

/**
 * Embeddings of `each` segments of every video, video by video, and after them of the same segments backwards. f' is given
 * the same t both ways.
 */
export function probesOf(
  embeddings: readonly Embedding[],
  videos: readonly ProbedVideo[],
  { dim, seed, each }: { readonly dim: number; readonly seed: number; readonly each: number },
): Pick<ProbeReport, 'runs' | 'heldOutBy' | 'labelsLeftOut'> {
  const held = heldOutUnits(videos);
  const segmentUnits = held.units.flatMap((unit) => Array.from({ length: each }, () => unit));
  const setting = { d: dim, seed };
  const scoresOf = (features: Float32Array, controls: Question['controls']): ProbeScores => ({
    reversed: reversedScore(features, controls, segmentUnits, setting),
    ...labelScores(features, controls, videos, held, each, setting),
  });
  // Before the first step f is the same of all runs.
  const known = new Map<Float32Array, ProbeScores>();
  const runs = embeddings.map(({ id, f, fPrime, fPrimeAtConstantT }) => {
    const ofF = known.get(f) ?? scoresOf(f, []);
    known.set(f, ofF);
    // f' of base is f.
    const ofPrime =
      id === 'base' ? ofF : scoresOf(fPrime, [{ name: 'constant t', features: fPrimeAtConstantT }]);
    return { id, f: ofF, fPrime: ofPrime };
  });
  return { heldOutBy: held.by, labelsLeftOut: usableLabels(videos, held).leftOut, runs };
}
