/** Scores as the interface shows them: never without their controls, and their interval or why there is none. */

/** Both ends, or one sentence that says why there is no interval. */
export interface Interval {
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly noInterval?: string | undefined;
}

/** How the intervals are made (src/evaluate/intervals.ts), for whoever reads them: of R² of t and τ, and of the probes' accuracies. */
export const INTERVAL_TEXTS = {
  bootstrap:
    '95 % interval, bootstrap over videos, its percentiles moved outwards as few videos need it (Hesterberg 2015); of fewer than 6 videos it is still too narrow. Where all videos score alike there is none: that they are alike makes nothing certain',
  share:
    '95 % interval, bootstrap over the persons or videos held out, as Hesterberg 2015 for few; of fewer than 10, or where all score alike, Wilson’s for a share, each counting as one trial: that they are alike makes nothing certain',
} as const;

/**
 * The same number where it must be at chance, where t is given, or before the first step. Where it was made anew many times,
 * low and high are what 95 % of them lie between: a score in between is what chance gives. Of the encoder before the first
 * step, they are its own 95 % interval.
 */
export interface Control extends Interval {
  readonly name: string;
  readonly value: number;
}

/** The control that is the encoder before the first step: made from the seed, or as it came from a checkpoint. */
export const BEFORE_TRAINING = { seed: 'untrained', encoder: 'as loaded' } as const;

/** A number with its 95 % interval and, under their names, the same number where it must be at chance or where t is given. */
export type Measured =
  | ({
      readonly kind: 'score';
      readonly value: number;
      readonly controls: readonly Control[];
      /** Videos, or persons, that the interval is over. */
      readonly units: number;
    } & Interval)
  /** Why there is none, one sentence. */
  | { readonly kind: 'none'; readonly reason: string };

/** The same number before the first step; undefined where it is not among the controls. */
export function beforeTraining(score: Measured | undefined): Control | undefined {
  if (score?.kind !== 'score') return undefined;
  const names: readonly string[] = Object.values(BEFORE_TRAINING);
  return score.controls.find(({ name }) => names.includes(name));
}

/** One number of f, of f' and, where a run has directions, of both components. */
export interface SpaceScores {
  readonly f: Measured;
  readonly fPrime: Measured;
  readonly encoded?: Measured;
  readonly invariant?: Measured;
}

/** A video that the probes judge. */
export interface ProbedVideo {
  readonly id: string;
  readonly label: string;
  /** Who is in it; undefined where its name does not say. */
  readonly person: string | undefined;
}

/** What frozen features tell by themselves: accuracies, mean over classes, of probes that are judged on videos held out. */
export interface ProbeScores {
  /** Ridge: does a segment run forwards or backwards? */
  readonly reversed: Measured;
  /** Ridge on single segments: which label? */
  readonly segment: Measured;
  /** Ridge on the mean of each clip's segments: which label? */
  readonly clip: Measured;
  /** The same by the votes of the nearest clips. */
  readonly neighbours: Measured;
}

/** The numbers that are told of a run, each of f and of f', under the names that report.json has. */
export const MEASURES = [
  'timeR2',
  'order',
  'reversed',
  'labelSegment',
  'labelClip',
  'labelNeighbours',
] as const;
export type Measure = (typeof MEASURES)[number];

export type MeasuredSpace = 'f' | 'fPrime';

/** The probe that each of the other measures is. */
export const PROBE_OF = {
  reversed: 'reversed',
  labelSegment: 'segment',
  labelClip: 'clip',
  labelNeighbours: 'neighbours',
} as const satisfies Partial<Record<Measure, keyof ProbeScores>>;

export const PROBES = Object.values(PROBE_OF);

/** What the maps tell of a run: R² of t of each space. */
export interface MapScores extends SpaceScores {
  /** Kendall's τ; missing in records of before there was one. */
  readonly order?: SpaceScores;
}

/** What the maps and the probes told of a run; undefined where they were not made. */
export interface Readings {
  readonly scores: MapScores | undefined;
  readonly probes: { readonly f: ProbeScores; readonly fPrime: ProbeScores } | undefined;
}

/** Undefined where it was not measured. */
export function readingOf(
  { scores, probes }: Readings,
  measure: Measure,
  space: MeasuredSpace,
): Measured | undefined {
  switch (measure) {
    case 'timeR2':
      return scores?.[space];
    case 'order':
      return scores?.order?.[space];
    default:
      return probes?.[space][PROBE_OF[measure]];
  }
}

/** The probes of all runs at one step. */
export interface ProbeReport {
  /** Training steps taken. */
  readonly step: number;
  /** Of shuffles and intervals: the study's own. */
  readonly seed: number;
  readonly videos: number;
  /** Of each video, uniformly; each forwards and backwards. */
  readonly segments: number;
  /** What is left out together, so that nobody is recognised: persons where all names of videos tell them. */
  readonly heldOutBy: 'person' | 'video';
  /** Labels with too few persons or videos (`units`) to be held out, where the probes of labels were made without them. Missing in records of before. */
  readonly labelsLeftOut?: readonly { readonly label: string; readonly units: number }[];
  /** Why the scores lack the control of before the first step, one sentence; undefined where they have it, are of step 0, or of before there was one. */
  readonly withoutStart?: string;
  readonly runs: readonly { readonly id: string; readonly f: ProbeScores; readonly fPrime: ProbeScores }[];
}
