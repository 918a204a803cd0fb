/** What is told of one step in slow motion, and of the queue: plain data, as it goes from the train worker to the page. */
import type { ContrastConfig } from '../contrast/config';

/** Where a clip was cut from. */
export interface ClipOrigin {
  readonly videoId: string;
  /** Seconds from the beginning of the video. */
  readonly start: number;
  /** 0 … P − 1; 0 is the query, or the first query where each has its turn. */
  readonly clip: number;
  /** The step that drew it, 1 for the first. */
  readonly step: number;
}

/** N clips on their way through one branch; all row-major. */
export interface BranchTrace {
  /** [N]: places of the clips in `StepTrace.clips`. */
  readonly clips: readonly number[];
  /** [N,D]. */
  readonly f: Float32Array;
  readonly fPrime: Float32Array;
  /** [N,width]: ε, weights or magnitudes; undefined without a time module. */
  readonly coefficients: Float32Array | undefined;
  readonly width: number;
  /** φ(f') [N,C], not of unit length. */
  readonly z: Float32Array;
  /** C. */
  readonly channels: number;
}

/** `Inspection` of src/contrast on the host: R queries, n positives and X others each; NaN where nothing was compared. */
export interface ComparisonTrace {
  readonly queries: readonly number[];
  /** n, 0 where the loss pulls to no clip. */
  readonly perQuery: number;
  readonly positives: Float32Array;
  readonly positiveClips: readonly (readonly number[])[];
  /** X; of a queue, the places that were filled, newest first. */
  readonly width: number;
  readonly others: Float32Array;
  readonly otherClips: readonly (readonly number[])[] | undefined;
  /** [R,X] or undefined. */
  readonly targets: Float32Array | undefined;
  readonly losses: Float32Array;
}

/** One part of the network (stem, layer 1, …) in one update; Euclidean norms. */
export interface PartUpdate {
  readonly part: string;
  readonly parameters: number;
  /** ‖∇L‖, before the optimiser. */
  readonly gradient: number;
  /** ‖θ‖ before the step. */
  readonly weights: number;
  /** ‖Δθ‖ of the step. */
  readonly moved: number;
  /** ‖θ_key − θ_query‖ after the step; undefined without a momentum branch. */
  readonly lag: number | undefined;
  /** ‖Δθ_key‖ of the moving average at the beginning of the step. */
  readonly keyMoved: number | undefined;
}

/** The queue in one step; `undefined` stands for a key of which it is not known where it came from. */
export interface QueueTrace {
  /** Q. */
  readonly length: number;
  /** What the queries were compared with, newest first. */
  readonly held: readonly (ClipOrigin | undefined)[];
  readonly entered: readonly ClipOrigin[];
  readonly left: readonly (ClipOrigin | undefined)[];
}

export interface RunTrace {
  readonly id: string;
  readonly loss: number;
  readonly top1: number;
  readonly query: BranchTrace;
  readonly key: BranchTrace | undefined;
  /** undefined: the framework tells nothing of what it compares. */
  readonly comparison: ComparisonTrace | undefined;
  readonly update: readonly PartUpdate[];
  readonly queue: QueueTrace | undefined;
}

export interface StepTrace {
  /** 1 for the first. */
  readonly step: number;
  /** D. */
  readonly dim: number;
  /** P. */
  readonly perVideo: number;
  readonly contrast: ContrastConfig;
  readonly learningRate: number;
  readonly keyMomentum: number;
  /** The loss of this step at chance. */
  readonly chance: number;
  /** The B·P clips of the batch, video by video; every run saw the same. */
  readonly clips: readonly ClipOrigin[];
  readonly runs: readonly RunTrace[];
}

/** The queue of a run as it stands after a step. */
export interface QueueContents {
  readonly runId: string;
  /** Steps completed. */
  readonly step: number;
  /** Q, and how many of its places hold a key. */
  readonly length: number;
  readonly filled: number;
  /** The newest keys, newest first: undefined where it is not known where a key came from (a saved run that goes on). */
  readonly origins: readonly (ClipOrigin | undefined)[];
  /** Keys of unknown origin among all that are held. */
  readonly unknown: number;
  /** The queries of the last step; empty before the first step that was taken here. */
  readonly queries: readonly ClipOrigin[];
  /** Of each query: keys of its own video that were in the queue before its step (false negatives), among all that are held. */
  readonly ofOwnVideo: readonly number[];
  /** Cosines [queries, origins] between φ(f') of the query, as it was in its step, and the keys. */
  readonly cosines: Float32Array;
}
