/** What a study is asked and what it answers: `report.json` is a StudyReport as it stands here. */
import type { FrameworkName } from '../contrast/config';
import { MEASURES, type Interval, type Measure, type ProbeReport } from '../evaluate/score';
import type { AdapterReport } from '../protocol/train';
import type { StudyConfig } from '../runs/config';
import type { LibraryVideo } from '../session/state';

export interface StudyRequest {
  readonly config: StudyConfig;
  /** One training of all variants in lock-step for each. */
  readonly seeds: readonly number[];
  readonly steps: number;
  /** Of the videos handed to the page, in their order; 'builtin': the rendered Enter/Leave set. */
  readonly videos: 'builtin' | readonly string[];
}

export interface VideoRow {
  /** Path inside the folder that was given, or the rendered video's name. */
  readonly name: string;
  readonly label: string;
  /** Stored frames; 0 when rejected. */
  readonly frames: number;
  readonly seconds: number;
  readonly status: 'ready' | 'rejected';
  /** One sentence; rejected only. */
  readonly reason?: string;
}

/** Name without the folder that was given. */
export function videoName({ path, source }: Pick<LibraryVideo, 'path' | 'source'>): string {
  return source === 'builtin' ? path : path.split('/').slice(1).join('/');
}

/** The videos that a number is made from. */
export interface ScoredVideos {
  /** Names, as in `StudyReport.videos`. */
  readonly videos: readonly string[];
  /** Videos that can be used in all. */
  readonly of: number;
  /** Why those, one sentence. */
  readonly why: string;
}

/** R² of t with its 95 % interval over `videos` held-out videos (or `noInterval`, why there is none), or why there is none. */
export type ScoreRow =
  ({ readonly r2: number; readonly videos: number } & Interval) | { readonly reason: string };

/** Another number with its 95 % interval over `units` held-out videos (or persons), or why there is none. */
export type MeasureRow =
  ({ readonly value: number; readonly units: number } & Interval) | { readonly reason: string };

/** All but R² of t, whose rows have names of their own: Kendall's τ across videos, then accuracies of probes, mean over classes. */
export type OtherMeasure = Exclude<Measure, 'timeR2'>;
export const OTHER_MEASURES = MEASURES.filter((measure) => measure !== 'timeR2');

/** Control by name, e.g. `shuffled t`, `constant t`, `chance`, `untrained`: the same number. */
export type ControlRow = Readonly<Record<string, number>>;

export interface RunRow {
  /** Identity of the run: `base`, `transform`, `transform-free`, … */
  readonly variant: string;
  readonly framework: FrameworkName;
  readonly seed: number;
  readonly steps: number;
  /** Wall time of the training; all variants of a seed share it, since they are trained in lock-step. */
  readonly seconds: number;
  /** Nats (−cosine / temperature for BYOL), one a step (a mean of `lossEvery` steps in a long training). */
  readonly loss: readonly number[];
  /** In-batch retrieval, likewise. */
  readonly top1: readonly number[];
  /** What the loss is at chance, likewise: log(keys in the queue + 1) for MoCo. */
  readonly chance: readonly number[];
  readonly lossEvery: number;
  /** How well t can be read off f, and off f' (which is given t); then whether its order is there, and what probes tell. */
  readonly scores: { readonly timeR2: { readonly f: ScoreRow; readonly fPrime: ScoreRow } } & Readonly<
    Record<OtherMeasure, { readonly f: MeasureRow; readonly fPrime: MeasureRow }>
  >;
  readonly controls: Readonly<Record<Measure, { readonly f: ControlRow; readonly fPrime: ControlRow }>>;
  /** The same numbers of the encoder before the first step, on the same videos, with their intervals. */
  readonly untrained: Readonly<Record<Measure, { readonly f: MeasureRow; readonly fPrime: MeasureRow }>>;
  /** How the probes were held out; undefined where none were made. */
  readonly probes: Omit<ProbeReport, 'runs'> | undefined;
}

export interface StudyReport {
  readonly adapter: AdapterReport;
  readonly config: StudyConfig;
  /** Where the set decides: videos a step (B) and keys in the queue (Q, 0 without one); undefined where nothing was trained. */
  readonly used?: { readonly batch: number; readonly queue: number };
  readonly videos: readonly VideoRow[];
  /** R² of t, Kendall's τ and the pictures are of the videos on the maps; undefined where nothing was scored. */
  readonly scored?: { readonly maps: ScoredVideos; readonly probes: ScoredVideos };
  readonly runs: readonly RunRow[];
  /** What the session had to say, one sentence each. */
  readonly warnings: readonly string[];
}

/** A map as a picture; `png` is base64. */
export interface Picture {
  readonly name: string;
  readonly png: string;
}

export interface StudyResult {
  readonly report: StudyReport;
  readonly pictures: readonly Picture[];
  /** One sentence when the study ended early: the report holds what there was until then. */
  readonly failure?: string;
}
