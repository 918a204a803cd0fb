/** What a checkpoint holds, told before anything is applied. */
import type { RecognisedEncoder } from '../weights/recognise';
import type { TrainConfig } from './config';

/** A whole run that was saved here. */
export interface SavedRun {
  /** e.g. `transform`. */
  readonly id: string;
  /** Steps completed. */
  readonly step: number;
  /** Of this run alone. */
  readonly config: TrainConfig;
  /** Whether the file says that it started from the seed. */
  readonly fromSeed: boolean;
}

/** Runs of one training that go on together. */
export interface ResumedRuns {
  /** Steps completed by each. */
  readonly step: number;
  readonly config: TrainConfig;
  /** Whether all of them say that they started from the seed. */
  readonly fromSeed: boolean;
}

/** All runs in lock-step as they are between two steps: everything that their next step depends on. */
export interface Moment {
  /** Steps completed by each. */
  readonly step: number;
  /** A safetensors file each, see `runFile`. */
  readonly runs: readonly { readonly id: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
}

export interface CheckpointReport extends RecognisedEncoder {
  readonly format: 'PyTorch' | 'safetensors';
  /** Why its encoder cannot be taken, one sentence; absent when it can. */
  readonly problem?: string;
  /** Where the file is a run: training can go on from it. */
  readonly run?: SavedRun;
}
