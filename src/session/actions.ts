/** What the page and the headless study can ask of a session: its actions and its store, as `createSession` makes them. */
import type { StoreApi } from 'zustand/vanilla';
import type { ComputeOn, Segment, StepViews } from '../protocol/train';
import type { PresetName } from '../runs/config';
import type { Filmstrip, VideoFrames } from '../video/frames';
import type { AddedFile } from './library';
import type { NavigationAnswer } from './navigator';
import type { QueueActions } from './queue';
import type { QueueAnswer, SlowStepAnswer } from './slow_motion';
import type { MapMotion, SessionState, Space, VideoSource } from './state';
import type { ExportKind, SavedFile } from './weights';

export type ConfigChange = { readonly ok: true } | { readonly ok: false; readonly message: string };

export interface SessionActions extends QueueActions {
  /** Opens the workers and the GPU, renders the built-in set, makes the untrained encoder and its maps. Call once. Resolves when GPU and built-in set are there (or are known to be missing); the maps follow. */
  start(): Promise<void>;

  /** Decodes files. The first own ready video sets the built-in set aside. Resolves when each file is ready or rejected. */
  addFiles(files: readonly AddedFile[]): Promise<void>;
  setLabel(id: string, label: string): void;
  /** Takes videos out of the library; `undo` brings them back. */
  removeVideos(ids: readonly string[]): void;
  /** Which videos the batches are drawn from. */
  setTrainOn(source: VideoSource): void;
  /** Videos on the maps; null: chosen by the session, balanced over the labels. */
  chooseForMap(ids: readonly string[] | null): void;

  /** Changes one setting, e.g. ('train.encoder.size', 64). Validated: a wrong value or an unknown path changes nothing and says why. */
  setConfig(path: string, value: unknown): ConfigChange;
  /** Changes everything at once, e.g. from a file. Validated; unknown keys are errors that name the key. */
  replaceConfig(config: unknown): ConfigChange;
  choosePreset(name: PresetName): void;
  /** Takes back the newest change of settings, labels, library, choices or records; training stays as it is. */
  undo(): void;
  redo(): void;

  /** Starts (from new weights after a stop), or resumes. `maxSteps` more steps, or until paused. Resolves when training stands still. */
  train(maxSteps?: number): Promise<void>;
  /** Stops after the step under way, `train` goes on from there; takes back a start that still waits. */
  pause(): Promise<void>;
  /** Takes n steps and pauses. */
  step(n?: number): Promise<void>;
  /** Ends the run: weights, maps and curves stay to be looked at; the next `train` begins afresh. A first step that lasts is broken off. */
  stop(): Promise<void>;
  /** Back to the untrained encoder of the configuration as it is now. */
  reset(): Promise<void>;
  /** After a lost GPU: a new train worker on a new device, untrained. Videos, settings, curves and maps are kept, the weights are gone. */
  reopen(): Promise<void>;
  /** Opens the train worker anew on the GPU or the CPU, as after a loss; between trainings only. Remembered. */
  computeOn(on: ComputeOn): Promise<void>;

  /** Measures the kernels on this adapter between the next steps, without waiting for a training that lasts. */
  measureKernels(): Promise<void>;
  /** Ends measuring; what was not measured keeps its defaults. */
  cancelKernels(): Promise<void>;
  /** Embeds the segments of the maps at this very step. Resolves when `embedding` is that of this step. */
  embedNow(): Promise<void>;
  /** Probes the features at this very step, also while it trains. Resolves when the state's `probes` are there, or cannot be had. */
  probeNow(): Promise<void>;
  /** Resolves when every map has settled (at once when there is none). */
  mapsSettled(): Promise<void>;
  /** Holds the maps, lets them go on, or slows them down. */
  moveMaps(motion: Partial<MapMotion>): void;
  /** n gradient steps of every t-SNE that has not settled, also while they are held. */
  stepMaps(n: number): void;
  /** Every t-SNE from its beginning, to be watched. */
  restartMaps(): void;
  /** One space of a run at several perplexities, of the newest embedding: the state's `sweep`. Without arguments it is put away. */
  sweepPerplexity(of?: { readonly runId: string; readonly space: Space }): void;
  /** The first `most` views of the last step (of the first one, before it was taken); undefined while nothing is prepared. */
  views(most: number): Promise<StepViews | undefined>;
  /** One step of all runs that tells what happened inside it; else as `step`. */
  slowStep(): Promise<SlowStepAnswer>;
  /** What the queue of a run holds, the newest `most` keys. */
  queue(runId: string, most: number): Promise<QueueAnswer>;
  /** The T frames of a segment, for showing. */
  segment(videoId: string, start: number): Promise<Filmstrip>;
  /** f' of a segment on the maps at other seconds than its own, under the weights as they are now. */
  navigate(runId: string, segment: Segment, seconds: Float32Array): Promise<NavigationAnswer>;
  /** All stored frames of a video, for the player. Rejects when it was removed. */
  videoFrames(videoId: string): Promise<VideoFrames>;

  /** Looks at a checkpoint (.safetensors, .pt, .pth, .pyth): the state's `checkpoint` tells what it holds. Nothing is applied. */
  inspectCheckpoint(file: File): Promise<void>;
  closeCheckpoint(): void;
  /** All runs start from the encoder of the checkpoint looked at: at once while nothing is trained, else with the next start or reset. */
  startFromCheckpoint(): Promise<void>;
  startFromSeed(): Promise<void>;
  /** Goes on with the run in the checkpoint looked at, alone, with its settings and at its step. */
  resumeCheckpoint(): Promise<void>;
  /** A run, or its encoder alone, as a safetensors file; undefined when that failed (a notice says why). */
  saveWeights(runId: string, kind: ExportKind): Promise<SavedFile | undefined>;

  noteRun(id: string, note: string): void;
  pinRun(id: string, pinned: boolean): void;
  /** Takes records of earlier runs out of the archive; `undo` brings them back. */
  deleteRuns(ids: readonly string[]): void;
  /** Goes on with an earlier training: its runs whose weights are kept at this step, in lock-step, in their own records. */
  resumeTraining(id: string, step: number): Promise<void>;
  /** Removes the kept weights of these runs from this device, for good. */
  removeWeights(ids: readonly string[]): Promise<void>;
  /** Writes what is waiting to be written: the page may be about to go. */
  keepNow(): void;

  dismissNotice(id: number): void;
  /** Ends the workers. The session is of no use afterwards. */
  dispose(): void;
}

export interface Session {
  readonly store: StoreApi<SessionState>;
  readonly actions: SessionActions;
}
