/** What the page may ask of the train worker, and what it reports while it trains. */
import type { ViewPicture } from '../clips/view_pictures';
import type { MapScores, ProbedVideo, ProbeReport } from '../evaluate/score';
import type { RunConfig } from '../time/config';
import type { CheckpointReport, Moment, ResumedRuns } from '../train/checkpoint_report';
import type { TrainConfig } from '../train/config';
import type { KernelTuningReport, TunedKernels } from '../train/kernel_tuning_report';
import type { QueueContents, StepTrace } from '../train/trace_report';

/** Why there is no GPU. `no-webgpu`: the browser has no navigator.gpu. `no-adapter`: it has, but gives no adapter or device. `failed`: it did not start. */
export interface Refusal {
  readonly reason: 'no-webgpu' | 'no-adapter' | 'failed';
  /** One sentence. */
  readonly message: string;
}

/** What training computes on. */
export type ComputeOn = 'gpu' | 'cpu';

export type GpuOpening =
  /**
   * With a `refusal` training runs on the CPU, for want of a GPU; with a `cpuRefusal`, one sentence, on the GPU, though the
   * CPU was wished for.
   */
  | {
      readonly ok: true;
      readonly adapter: AdapterReport;
      readonly refusal: Refusal | undefined;
      readonly cpuRefusal?: string | undefined;
    }
  | ({ readonly ok: false } & Refusal);

export interface AdapterReport {
  /** e.g. `google swiftshader`, as far as the browser tells. */
  readonly name: string;
  /** True where the adapter is the browser's software fallback. */
  readonly software: boolean;
  readonly features: readonly string[];
}

/** What training takes beside its steps, as measured here where it was. */
export interface BesideSteps {
  /** Seconds of the maps of all runs, once. */
  readonly secondsPerMap: number;
  /** Of the maps before the first step, where all runs have one encoder. */
  readonly secondsToStart: number;
  /** Of the probes after the last step. */
  readonly secondsToEnd: number;
}

/** What training would take, told before it starts. */
export interface TrainPlan extends BesideSteps {
  /** D. */
  readonly dim: number;
  readonly runs: readonly {
    readonly id: string;
    readonly parameters: number;
    readonly encoderParameters: number;
  }[];
  /** Bytes on the GPU at the peak, estimated: parameters, optimiser, activations, frames excluded. */
  readonly gpuBytes: number;
  /** Floating-point operations of one step over all runs. */
  readonly flops: number;
  /** Seconds a step, over all runs; measured once two steps were taken, else estimated from a short convolution on this adapter. */
  readonly secondsPerStep: number;
  readonly measured: boolean;
  /** B in force: a small set has fewer videos a step than were asked for. */
  readonly batch: number;
  /** Q in force, 0 without a queue. */
  readonly queue: number;
  /** The loss at chance once the queue is full: log(Q+1) nats for MoCo. */
  readonly chance: number;
  /** One sentence each: false negatives, batch larger than the set, M ≥ D, … */
  readonly warnings: readonly string[];
  /** One sentence each: why training cannot start. Empty when it can. */
  readonly problems: readonly string[];
  /** The one of them that has it not even be made: this device cannot hold it. */
  readonly refusal?: string | undefined;
  /** What stands against making it, to be asked about first: it may be more than there is memory. */
  readonly question?: string | undefined;
}

/** A segment that the maps show. */
export interface Segment {
  readonly videoId: string;
  /** Seconds from the beginning of the video. */
  readonly start: number;
}

export interface RunEmbedding {
  readonly id: string;
  /** D. */
  readonly dim: number;
  /** [N, D] each, row-major, in the order of `segments`. */
  readonly f: Float32Array;
  readonly fPrime: Float32Array;
  /** f D Dᵀ and f − f D Dᵀ, D the orthonormal directions of the run; undefined where it has none. */
  readonly encoded: Float32Array | undefined;
  readonly invariant: Float32Array | undefined;
  readonly scores: Required<Pick<MapScores, 'order'>> & MapScores;
}

/** One segment of the newest embedding as the time module of a run moves it, at S seconds of its own or of no video at all. */
export interface Navigation {
  readonly runId: string;
  readonly segment: Segment;
  /** t [S], as asked for. */
  readonly seconds: Float32Array;
  /** D. */
  readonly dim: number;
  /** f [D], of the newest embedding: it does not depend on t. */
  readonly f: Float32Array;
  /** f' [S,D], row-major. */
  readonly fPrime: Float32Array;
  /** Columns of `coefficients`: M with directions, else D. */
  readonly width: number;
  /** [S,width]: magnitudes A of transform, weights w of attention, ε of addition and CATE. */
  readonly coefficients: Float32Array;
  /** D_t [D,M] row-major, its directions in the columns; undefined for variants without directions. */
  readonly basis: Float32Array | undefined;
  /** Training steps taken when f was made, and by the time module: they differ while training goes on. */
  readonly embeddedAt: number;
  readonly step: number;
}

export type TrainState = 'empty' | 'preparing' | 'ready' | 'running' | 'paused' | 'lost';

/** Runs that joined a training under way and are not in lock-step yet: they take its steps alone, on the same batches. */
export interface CatchingUp {
  readonly ids: readonly string[];
  /** Steps completed by the last of them, and by the runs in lock-step. */
  readonly step: number;
  readonly of: number;
}

export type RunsAnswer =
  /** `behind` undefined: all runs are in lock-step. */
  | { readonly ok: true; readonly behind: CatchingUp | undefined }
  /** One sentence; nothing was changed. */
  | { readonly ok: false; readonly message: string };

export type TrainEvent =
  | { readonly kind: 'state'; readonly state: TrainState }
  /** Something over a second is under way: `done` of `total` units. total 0: none. */
  | { readonly kind: 'progress'; readonly what: string; readonly done: number; readonly total: number }
  /** The same of `probe`, which goes on behind whatever else is asked. */
  | { readonly kind: 'probing'; readonly done: number; readonly total: number }
  | {
      readonly kind: 'step';
      /** Steps completed. */
      readonly step: number;
      /** Running mean; undefined after the first step of a configuration, which makes the kernels too. */
      readonly secondsPerStep: number | undefined;
      /** Held on the device now: the most so far, for what was held once is kept for the next step. */
      readonly deviceBytes: number;
      /** Keys in the queue so far; chance is log(filled + 1) while it fills. */
      readonly queueFilled: number;
      /** The loss of this step at chance, in the unit of the loss. */
      readonly chance: number;
      readonly learningRate: number;
      readonly keyMomentum: number;
      readonly runs: readonly { readonly id: string; readonly loss: number; readonly top1: number }[];
    }
  /** Runs that are behind took a step: the `step`th of `of`. */
  | {
      readonly kind: 'catch-up';
      readonly step: number;
      readonly of: number;
      readonly runs: readonly { readonly id: string; readonly loss: number; readonly top1: number }[];
      /** Those that are still behind, these or others. */
      readonly behind: CatchingUp | undefined;
    }
  /** Of the runs in lock-step. */
  | {
      readonly kind: 'embedding';
      readonly step: number;
      /** Of the training whose weights they are, and what the maps were to show: `setMap`. */
      readonly config: TrainConfig;
      readonly videoIds: readonly string[];
      readonly segments: readonly Segment[];
      readonly runs: readonly RunEmbedding[];
      /** Why the scores lack the control of before the first step, one sentence; undefined where they have it, or are of step 0. */
      readonly withoutStart: string | undefined;
    }
  /** Between two steps the kernels of one more convolution were measured on this adapter. */
  | ({ readonly kind: 'tuning' } & KernelTuningReport)
  /** The GPU device is gone for good in this worker; `message` is one sentence for the user. */
  | { readonly kind: 'lost'; readonly message: string }
  /** Training stopped by an error; one sentence. */
  | { readonly kind: 'failed'; readonly message: string };

/** Views of one step, as every run of it saw them. */
export interface StepViews {
  /** 1 for the first step, also while it is still to come. */
  readonly step: number;
  /** B · P. */
  readonly total: number;
  /** The first of them, video by video. */
  readonly views: readonly ViewPicture[];
}

export interface TrainService {
  /** The decode worker's end of a MessageChannel (transferred). Call once, before anything else. */
  connect(port: MessagePort): void;
  subscribe(onEvent: (event: TrainEvent) => void): void;
  /** Opens this worker's own GPUDevice and hands it to tfjs; where there is none, or it is not wished for, the CPU. What does not start is told, whatever is opened instead. */
  open(on: ComputeOn): Promise<GpuOpening>;
  /** Pure arithmetic and what was measured so far: cheap, call it at every change of a control. */
  plan(config: TrainConfig, videoIds: readonly string[]): Promise<TrainPlan>;
  /**
   * Drops what was trained and makes the initial weights of all runs from the seed. Needs no videos: they are looked up at
   * each step. Resolves when the maps have their segments embedded; with `isAwaited` one that would last is left for later.
   */
  prepare(config: TrainConfig, videoIds: readonly string[], isAwaited?: boolean): Promise<void>;
  /**
   * Other runs of the training under way, between two steps: those that leave are dropped, those that join start from the
   * same initial encoder and catch up on the same batches when `run` goes on. Refused where the batches cannot be the same.
   */
  setRuns(runs: readonly RunConfig[]): Promise<RunsAnswer>;
  /** Videos that the batches are drawn from, from the next step on. */
  setVideos(videoIds: readonly string[]): void;
  /** Videos whose segments the maps show (segments uniformly over each), and how often: every n steps; at once when changed. */
  setMap(options: { videoIds: readonly string[]; segments: number; everySteps: number }): Promise<void>;
  /** Breaks off an embedding of the maps that would last: something is waiting for it. The next one starts over. */
  makeWay(): void;
  /** Embeds the segments of the maps as the weights are now, e.g. where training paused between two embeddings. */
  embed(): Promise<void>;
  /**
   * Probes of the weights as they are now on segments of these videos; undefined where they changed before it was done.
   * While training stands still, whatever else is asked comes between; else the next step waits.
   */
  probe(videos: readonly ProbedVideo[]): Promise<ProbeReport | undefined>;
  /** Trains until `pause`, `maxSteps` more steps of all runs were made, or a failure; runs that are behind catch up first. Resolves when it has stopped. */
  run(maxSteps?: number): Promise<void>;
  /** Stops after the step under way. */
  pause(): void;
  /** Tilings of convolutions that were measured earlier on this adapter. After `open`. */
  takeTuned(tuned: TunedKernels): void;
  /** Kernels are measured between steps once a training lasts; `now`: from the next step on; `off`: not any more. */
  tune(wish: 'now' | 'off'): void;
  /**
   * f' of one segment of the newest embedding at other seconds than its own, between two steps. Encodes nothing. Throws
   * with one sentence when the segment is not on the maps, or the run has no time module.
   */
  navigate(runId: string, segment: Segment, seconds: Float32Array): Promise<Navigation>;

  /** The first `most` views of the last step; undefined before anything is prepared. Throws with one sentence when no video is there. */
  views(most: number): Promise<StepViews | undefined>;

  /** The next step tells what happens inside it; its numbers are those that it would have had, to the last bit. */
  traceNextStep(): void;
  /** What that step told: once, and undefined where none was taken since it was asked for. */
  takeTrace(): Promise<StepTrace | undefined>;
  /** What the queue of a run holds, the newest `most` keys, between two steps; undefined without such a run or a queue. */
  queue(runId: string, most: number): Promise<QueueContents | undefined>;

  /** What a checkpoint holds: nothing is applied. Throws with one sentence when it is none of a known encoder. */
  inspectCheckpoint(bytes: Uint8Array): Promise<CheckpointReport>;
  /** All runs start from the encoder in the file, from the next `prepare` on. Throws with one sentence when it cannot be taken. */
  applyEncoder(bytes: Uint8Array): Promise<void>;
  /** All runs start from the seed again, from the next `prepare` on. */
  clearEncoder(): void;
  /**
   * Drops what was trained and goes on with saved runs of one training, in lock-step. Throws with one sentence, and drops
   * nothing, when a file is none or they do not belong together.
   */
  resumeRuns(files: readonly Uint8Array[]): Promise<ResumedRuns>;
  /** The encoder of a run as a safetensors file. Throws when there is no such run. */
  exportEncoder(runId: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Everything that the next step of a run depends on, as a safetensors file. Throws when there is no such run. */
  exportRun(runId: string): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * The same of all runs in lock-step, at one moment of more than `beyond` steps, `every` milliseconds after the one before at
   * least, or more where that would take more than a twentieth of the time; as soon as it rests, if it does before. Waits for it. Undefined when it cannot come any more: the training ended,
   * it was asked anew, or a run is larger than is kept.
   */
  moment(beyond: number, every: number): Promise<Moment | undefined>;
}
