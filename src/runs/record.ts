/** What is remembered of a run: everything but its weights, so that it can be compared, named and trained again. */
import type { MapScores, ProbeReport, ProbeScores } from '../evaluate/score';
import type { RunConfig } from '../time/config';
import type { TrainConfig } from '../train/config';

export interface RecordCurves {
  /** Steps that each point is the mean of. */
  readonly every: number;
  /** Last step of each point. */
  readonly steps: readonly number[];
  /** Nats (BYOL: −cosine / temperature). */
  readonly loss: readonly number[];
  readonly top1: readonly number[];
  /** Loss at chance. */
  readonly chance: readonly number[];
}

export interface RunRecord {
  /** `training` and the run's own id: unique on this device. */
  readonly id: string;
  /** Runs of one training share it: they were trained in lock-step on the same batches. */
  readonly training: string;
  /** Number of the training on this device, from 1; what people call it by. */
  readonly number: number;
  /** Of the run within its training, as everywhere else: `transform-free`. */
  readonly runId: string;
  readonly run: RunConfig;
  /** Place in the study, from 0: decides the colour. */
  readonly place: number;
  /** Of the whole training, all its runs included. */
  readonly config: TrainConfig;
  /** File name of the checkpoint that its encoder started from; missing: from the seed. */
  readonly startedFrom?: string;
  readonly videos: { readonly source: 'builtin' | 'own'; readonly count: number };
  /** As the browser names the GPU. */
  readonly adapter: string;
  /** Milliseconds since the epoch: the first step, and the newest entry here. */
  readonly began: number;
  readonly saved: number;
  /** Steps completed. */
  readonly step: number;
  readonly secondsPerStep: number | undefined;
  readonly loss: number | undefined;
  readonly top1: number | undefined;
  readonly curves: RecordCurves;
  /** Steps taken when the scores were made; undefined: none were. */
  readonly scored: (MapScores & { readonly step: number }) | undefined;
  /** The newest probes, with the step they were made at; missing where none were. */
  readonly probed?: Omit<ProbeReport, 'runs'> & { readonly f: ProbeScores; readonly fPrime: ProbeScores };
  readonly note: string;
  readonly pinned: boolean;
}
