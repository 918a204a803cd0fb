/** Scores as the interface shows them: never without their interval and their controls. */

/** R² of t read off features by a ridge regression fitted on all videos but one and scored on that one, each in turn. */
export type TimeScore =
  | {
      readonly kind: 'score';
      /** R² pooled over the held-out videos; 1 is perfect, 0 is no better than the mean of t, below 0 is worse. */
      readonly r2: number;
      /** 95 % interval, bootstrap over videos. */
      readonly low: number;
      readonly high: number;
      /** The same number where it must be near zero, or where t is given: e.g. `shuffled t`, `constant t`. */
      readonly controls: readonly { readonly name: string; readonly r2: number }[];
      readonly videos: number;
    }
  /** Why no score can be given, one sentence. */
  | { readonly kind: 'none'; readonly reason: string };

/** A number with its 95 % interval and, under their names, the same number where it must be at chance or where t is given. */
export type Measured =
  | {
      readonly kind: 'score';
      readonly value: number;
      readonly low: number;
      readonly high: number;
      readonly controls: readonly { readonly name: string; readonly value: number }[];
      /** Videos, or persons, that were drawn again for the interval. */
      readonly units: number;
    }
  /** Why there is none, one sentence. */
  | { readonly kind: 'none'; readonly reason: string };

/** R² of t among the other numbers. */
export function asMeasured(score: TimeScore | undefined): Measured | undefined {
  if (score?.kind !== 'score') return score;
  const { r2, low, high, videos } = score;
  const controls = score.controls.map(({ name, r2: value }) => ({ name, value }));
  return { kind: 'score', value: r2, low, high, controls, units: videos };
}

/** Kendall's τ of f, f' and, where a run has directions, of both components. */
export interface OrderScores {
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

/** What the maps and the probes told of a run; undefined where they were not made. */
export interface Readings {
  readonly scores:
    | {
        readonly f: TimeScore;
        readonly fPrime: TimeScore;
        /** Missing in records of before there was one. */
        readonly order?: OrderScores;
      }
    | undefined;
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
      return asMeasured(scores?.[space]);
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
  readonly runs: readonly { readonly id: string; readonly f: ProbeScores; readonly fPrime: ProbeScores }[];
}
