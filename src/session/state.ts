/** What the session knows, as plain data: the page renders it, the headless study reads it. */
import type { PresetName, StudyConfig } from '../runs/config';
import type { MapLayout } from '../protocol/map';
import type { ProbeReport } from '../evaluate/score';
import type {
  ComputeOn,
  AdapterReport,
  CatchingUp,
  Refusal,
  RunEmbedding,
  Segment,
  TrainPlan,
} from '../protocol/train';
import type { ReadyVideo, Rejection } from '../protocol/decode';
import type { CheckpointReport } from '../train/checkpoint_report';
import type { Difference } from '../runs/differences';
import type { RunRecord } from '../runs/record';
import type { KeptWeights } from '../runs/storage';
import type { Curves } from './curves';
import type { Estimate } from './estimate';
import type { MapMoment } from './map_moments';
import type { Stage } from './stage';

export type VideoSource = 'builtin' | 'own';

export type VideoState =
  | { readonly status: 'waiting' }
  /** `done` 0..1. */
  | { readonly status: 'decoding'; readonly done: number }
  | ReadyVideo
  | Rejection;

export interface LibraryVideo {
  readonly id: string;
  /** File name without its folder, or the rendered video's name. */
  readonly name: string;
  /** Path inside the dropped folder, `name` for a single file. */
  readonly path: string;
  readonly label: string;
  readonly source: VideoSource;
  readonly state: VideoState;
}

export type GpuState =
  | { readonly status: 'opening' }
  /** With a `refusal` there is no GPU, and training runs on the CPU. */
  | {
      readonly status: 'open';
      readonly adapter: AdapterReport;
      readonly refusal?: Refusal;
      /** The CPU was chosen and does not start: why. Training runs on the GPU. */
      readonly cpuRefusal?: string;
    }
  /** Neither GPU nor CPU. One sentence in `message`; the page words the advice for the browser. */
  | ({ readonly status: 'none' } & Refusal)
  | { readonly status: 'lost'; readonly message: string };

/** Rendering of the built-in set. */
export interface BuiltinState {
  readonly status: 'off' | 'rendering' | 'ready' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly message?: string;
}

/** Something over a second is under way. */
export interface Progress {
  readonly what: string;
  readonly done: number;
  /** 0: unknown. */
  readonly total: number;
  /** Seconds left, from the pace so far; undefined until there is a pace. */
  readonly secondsLeft: number | undefined;
}

/** The newest embedding of the segments on the maps. */
export interface Embedding {
  /** Training steps taken when it was made. */
  readonly step: number;
  /** Of the training whose weights it is of: the settings may be others by now, and so may the clips that are ticked. */
  readonly config: StudyConfig['train'];
  readonly videoIds: readonly string[];
  readonly segments: readonly Segment[];
  readonly runs: readonly RunEmbedding[];
  /** Why the scores lack the control of before the first step, one sentence; undefined where they have it, or are of step 0. */
  readonly withoutStart?: string | undefined;
}

/** f, f', and for variants with directions f D Dᵀ and f − f D Dᵀ. */
export const SPACES = ['f', 'fPrime', 'encoded', 'invariant'] as const;
export type Space = (typeof SPACES)[number];

/** One space of one run at several perplexities, at the step it was asked for. */
export interface PerplexitySweep {
  readonly runId: string;
  readonly space: Space;
  readonly step: number;
  readonly segments: readonly Segment[];
  readonly perplexities: readonly number[];
  /** By perplexity; fills as they come. */
  readonly layouts: Readonly<Record<number, MapLayout>>;
}

/** How the maps themselves move. */
export interface MapMotion {
  readonly paused: boolean;
  /** Gradient steps of t-SNE a second at most; Infinity: as many as there can be. */
  readonly stepsASecond: number;
}

/** A layout with the segments that its points are, in the same order. */
export interface SpaceMap {
  readonly layout: MapLayout;
  readonly segments: readonly Segment[];
  /** Training steps taken when the features under it were made. */
  readonly step: number;
}

/** One sentence for the user that stays until it is dismissed or replaced. */
export interface Notice {
  readonly id: number;
  readonly kind: 'info' | 'error';
  readonly message: string;
}

/** A training that is waiting for its turn, has it, or had it. */
export interface QueuedTraining {
  readonly id: string;
  readonly config: StudyConfig['train'];
  /** Asked for. */
  readonly steps: number;
  /** `stopped`: ended by hand before its last step. */
  readonly state: 'waiting' | 'training' | 'done' | 'stopped' | 'failed';
  /** Undefined until it is known. */
  readonly estimate: Estimate | undefined;
  /** `RunRecord.training`, once it took a step. */
  readonly training?: string;
  /** Why it failed, one sentence. */
  readonly message?: string;
}

/** What is being trained: fixed from `prepare` to the next start or reset, but for runs that join or leave. */
export interface Prepared {
  readonly config: StudyConfig['train'];
  /** The same array for as long as it is the same training, unless that goes on from a file. */
  readonly videoIds: readonly string[];
  /** Of the checkpoint that its encoders started from; undefined: from the seed, or goes on with saved weights. */
  readonly startedFrom?: string | undefined;
  /** Goes on from a file saved at that step: its videos are those that there are when it takes the next. */
  readonly resumed?: { readonly step: number };
}

/** The checkpoint that is being looked at. */
export type CheckpointState =
  | { readonly status: 'reading'; readonly name: string }
  | { readonly status: 'read'; readonly name: string; readonly report: CheckpointReport }
  /** One sentence in `message`: no checkpoint of a known encoder, or refused. */
  | { readonly status: 'refused'; readonly name: string; readonly message: string };

/** Where runs start from when that is not the seed. */
export interface InitialEncoder {
  /** Of the file. */
  readonly name: string;
  readonly architecture: string;
  readonly width: number;
}

/** Whether convolutions are tiled as measured on this adapter. */
export interface KernelsState {
  /** `defaults` and `cancelled`: nothing was measured, or not all. `waiting`: it begins with the next step. */
  readonly status: 'defaults' | 'waiting' | 'measuring' | 'measured' | 'cancelled';
  /** Of what is measured: tilings while it is being done, convolutions once all are. */
  readonly done: number;
  readonly total: number;
  readonly secondsLeft?: number | undefined;
}

interface MapChoice {
  readonly mapVideoIds: readonly string[];
  readonly mapPicked: boolean;
}

/** What a change replaced and what by: enough to take it back by itself, whatever else happened meanwhile. */
export type Change =
  | {
      readonly kind: 'config';
      readonly settings: readonly Difference[];
      readonly preset: { readonly before: PresetName; readonly after: PresetName };
    }
  | { readonly kind: 'label'; readonly id: string; readonly before: string; readonly after: string }
  /** `order`: ids of the library before; `choice`: what the maps showed. */
  | {
      readonly kind: 'removal';
      readonly videos: readonly LibraryVideo[];
      readonly order: readonly string[];
      readonly choice: MapChoice;
    }
  /** `out`: once they were taken out again, what brings them back. */
  | {
      readonly kind: 'addition';
      readonly ids: readonly string[];
      readonly out?: { readonly removal: Change & { kind: 'removal' }; readonly trainOn: VideoSource };
    }
  | { readonly kind: 'maps'; readonly before: MapChoice; readonly after: MapChoice }
  | {
      readonly kind: 'set';
      readonly before: { readonly trainOn: VideoSource } & MapChoice;
      readonly after: VideoSource;
    }
  /** What was waiting in the queue, and what is. */
  | {
      readonly kind: 'queue';
      readonly before: readonly QueuedTraining[];
      readonly after: readonly QueuedTraining[];
    }
  /** Records as they were and as they are; one that is missing in `after` was deleted. */
  | {
      readonly kind: 'records';
      readonly before: readonly RunRecord[];
      readonly after: readonly RunRecord[];
    };

export interface Entry {
  /** What the change was, for `Undo: …`. */
  readonly what: string;
  readonly change: Change;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface History {
  /** Oldest first. */
  readonly past: readonly Entry[];
  /** Undone, the next to be redone first. */
  readonly future: readonly Entry[];
}

export interface SessionState {
  readonly stage: Stage;
  readonly gpu: GpuState;
  readonly builtin: BuiltinState;
  /** In the order of arrival; the built-in set first. */
  readonly library: readonly LibraryVideo[];
  /** Removed, and still to be had back by undo: their frames are kept. */
  readonly removed: readonly LibraryVideo[];
  /** Labels given by hand, by `Videos.keyOf`: a video that comes again gets its own back. */
  readonly labels: Readonly<Record<string, string>>;
  /** Which videos the batches are drawn from. The other ones are set aside, not forgotten. */
  readonly trainOn: VideoSource;
  /** What training is to compute on; where there is no GPU it is the CPU all the same. */
  readonly computeOn: ComputeOn;
  /** Videos on the maps, and whether they were picked by hand. */
  readonly mapVideoIds: readonly string[];
  readonly mapPicked: boolean;
  readonly config: StudyConfig;
  /** The preset the configuration began as. */
  readonly preset: PresetName;
  /** What the weights were made from; undefined before the first preparation. */
  readonly prepared: Prepared | undefined;
  readonly checkpoint: CheckpointState | undefined;
  /** undefined: from the seed. */
  readonly initialEncoder: InitialEncoder | undefined;
  /** True when `config.train` is not what is being trained: it takes effect with the next start or reset. */
  readonly pendingChange: boolean;
  /** Runs that joined and are not in lock-step yet. */
  readonly behind: CatchingUp | undefined;
  /** What had its turn, what has it, what waits, in this order. */
  readonly queue: readonly QueuedTraining[];
  /** True while the queue takes one training after the other; a pause ends that. */
  readonly queueWorks: boolean;
  readonly plan: TrainPlan | undefined;
  readonly progress: Progress | undefined;
  /** True from the moment that training is asked for until it begins, or cannot. */
  readonly starting: boolean;
  /** Steps completed. */
  readonly step: number;
  /** Running mean, seconds; undefined before the second step. */
  readonly secondsPerStep: number | undefined;
  /** Held on the device after the newest step. */
  readonly deviceBytes: number | undefined;
  readonly curves: Curves;
  readonly kernels: KernelsState;
  readonly embedding: Embedding | undefined;
  /** The newest probes of what is trained. */
  readonly probes: ProbeReport | undefined;
  /** Clips embedded for the probes that are being made; total 0: not known yet. */
  readonly probing: { readonly done: number; readonly total: number } | undefined;
  /** Keyed by `mapKey(run id, space)`. */
  readonly maps: Readonly<Record<string, SpaceMap>>;
  readonly mapMotion: MapMotion;
  /** The maps before those of now, since these weights and segments are on show. */
  readonly mapMoments: readonly MapMoment[];
  readonly sweep: PerplexitySweep | undefined;
  readonly notices: readonly Notice[];
  readonly history: History;
  /** Runs of this session that took a step, and of earlier ones; the oldest first. */
  readonly archive: readonly RunRecord[];
  /** `RunRecord.training` of what is being trained; undefined before the first step. */
  readonly training: string | undefined;
  /** Weights that are kept on this device, by `RunRecord.id`. */
  readonly keptWeights: Readonly<Record<string, KeptWeights>>;
}

/** Key of a run's map in `SessionState.maps`. base has f' = f, hence no map of its own for f'. */
export function mapKey(runId: string, space: Space): string {
  return `${runId}/${space}`;
}
