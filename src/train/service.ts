/** Answers the page's calls to the train worker: GPU, frames, training loop, maps, weights. Knows no worker API but the port it is given. */
import * as Comlink from 'comlink';
import type { BatchSource } from '../clips/batches';
import { uniformStarts } from '../clips/views';
import type { TimeScore } from '../evaluate/score';
import { timeScore } from '../evaluate/time';
import { openGpu, type Gpu } from '../gpu/device';
import { measureConvolutionRate, measureDispatch } from '../gpu/rate';
import type { FramesMessage } from '../protocol/decode';
import type {
  GpuOpening,
  Navigation,
  RunEmbedding,
  Segment,
  StepViews,
  TrainEvent,
  TrainPlan,
  TrainService,
  TrainState,
} from '../protocol/train';
import type { VideoFrames } from '../video/frames';
import {
  CheckpointError,
  encoderFile,
  encoderFrom,
  encoderMismatch,
  inspectCheckpoint,
  runFile,
  runFrom,
  type InitialEncoder,
} from './checkpoint';
import type { CheckpointReport, SavedRun } from './checkpoint_report';
import type { TrainConfig } from './config';
import { costOf } from './plan';
import { Trainer, type Embedding } from './trainer';

interface MapChoice {
  readonly videoIds: readonly string[];
  readonly segments: number;
  readonly everySteps: number;
}

/** What the maps show, and whose features these are. */
interface Embedded {
  readonly trainer: Trainer;
  readonly step: number;
  readonly segments: readonly Segment[];
  readonly runs: readonly Embedding[];
}

/** Floating-point operations a second before anything was measured: about what a software adapter gives. */
const RATE_UNTIL_MEASURED = 1e9;
/** Weight of the newest step in the running mean of step times. */
const NEWEST = 0.3;
/** The score takes a second or more beyond, for 512 dimensions; f and f' have theirs at any number. */
const MOST_SCORED_OF_COMPONENTS = 640;
/** How long frames may stay on their way from the decode worker before the rest goes on without them. */
const ARRIVAL_SECONDS = 10;

export class TrainWorkerService implements TrainService {
  readonly #frames = new Map<string, VideoFrames>();
  #onFrames: (() => void) | undefined;
  #emit: (event: TrainEvent) => void = () => undefined;
  #gpu: Gpu | undefined;
  #trainer: Trainer | undefined;
  /** What runs start from where that is not the seed. */
  #initial: InitialEncoder | undefined;
  #videoIds: readonly string[] = [];
  #map: MapChoice = { videoIds: [], segments: 20, everySteps: 5 };
  #embedded: Embedded | undefined;
  #state: TrainState = 'empty';
  #pauseAsked = false;
  /** Whatever uses the GPU waits for what came before it. */
  #turn: Promise<unknown> = Promise.resolve();
  #flopsPerSecond = RATE_UNTIL_MEASURED;
  #secondsPerDispatch = 0;
  /** Configuration (as JSON) whose steps were measured, and seconds a step. */
  #measured: { readonly config: string; readonly seconds: number } | undefined;

  connect(port: MessagePort): void {
    port.onmessage = ({ data }: MessageEvent<FramesMessage>) => {
      if (data.kind === 'add') this.#frames.set(data.id, data.frames);
      else this.#frames.delete(data.id);
      this.#onFrames?.();
    };
  }

  subscribe(onEvent: (event: TrainEvent) => void): void {
    this.#emit = onEvent;
  }

  async open(): Promise<GpuOpening> {
    const opened = await openGpu();
    if (!opened.ok) return opened;
    this.#gpu = opened.gpu;
    void opened.gpu.lost.then((message) => {
      this.#setState('lost');
      this.#emit({ kind: 'lost', message });
    });
    this.#flopsPerSecond = await this.#exclusive(measureConvolutionRate);
    this.#secondsPerDispatch = await this.#exclusive(measureDispatch);
    return { ok: true, adapter: opened.gpu.report };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the contract is asynchronous: it is called across a worker
  async plan(config: TrainConfig, videoIds: readonly string[]): Promise<TrainPlan> {
    const cost = costOf(config, videoIds.length);
    const mismatch = this.#initial && encoderMismatch(this.#initial, config.encoder);
    const measured = this.#measured?.config === JSON.stringify(config) ? this.#measured.seconds : undefined;
    return {
      ...cost,
      secondsPerStep:
        measured ?? cost.flops / this.#flopsPerSecond + cost.dispatches * this.#secondsPerDispatch,
      measured: measured !== undefined,
      ...(mismatch === undefined ? {} : { problems: [...cost.problems, mismatch] }),
    };
  }

  async prepare(config: TrainConfig, videoIds: readonly string[]): Promise<void> {
    this.pause();
    await this.#guarded(async () => {
      this.#setState('preparing');
      this.#trainer?.dispose();
      this.#trainer = undefined;
      this.#videoIds = videoIds;
      await this.#arrived(videoIds);
      const mismatch = this.#initial && encoderMismatch(this.#initial, config.encoder);
      if (mismatch !== undefined) throw new CheckpointError(mismatch);
      this.#trainer = new Trainer(
        config,
        videoIds.length,
        this.#initial ? { encoder: this.#initial.values } : {},
      );
      this.#setState('ready');
      await this.#embed();
    });
  }

  setVideos(videoIds: readonly string[]): void {
    this.#videoIds = videoIds;
  }

  async setMap(choice: MapChoice): Promise<void> {
    const changed =
      choice.segments !== this.#map.segments || choice.videoIds.join('\n') !== this.#map.videoIds.join('\n');
    this.#map = choice;
    if (changed && this.#trainer) await this.#guarded(() => this.#embed());
  }

  async embed(): Promise<void> {
    if (this.#trainer) await this.#guarded(() => this.#embed());
  }

  async run(maxSteps = Infinity): Promise<void> {
    if (this.#state === 'running') return;
    this.#pauseAsked = false;
    this.#setState('running');
    for (let taken = 0; taken < maxSteps && !this.#pauseAsked; taken++) {
      const went = await this.#guarded(() => this.#step());
      if (!went) return;
    }
    this.#setState('paused');
  }

  pause(): void {
    this.#pauseAsked = true;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the contract is asynchronous, so that what it throws is an answer
  async inspectCheckpoint(bytes: Uint8Array): Promise<CheckpointReport> {
    return inspectCheckpoint(bytes);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  async applyEncoder(bytes: Uint8Array): Promise<void> {
    this.#initial = encoderFrom(bytes);
  }

  clearEncoder(): void {
    this.#initial = undefined;
  }

  async resumeRun(bytes: Uint8Array): Promise<SavedRun> {
    const { state, ...saved } = runFrom(bytes);
    this.pause();
    await this.#exclusive(() => {
      this.#trainer?.dispose();
      this.#trainer = undefined;
      this.#trainer = new Trainer(saved.config, this.#videoIds.length, { saved: state });
      this.#setState('paused');
      return Promise.resolve();
    });
    return saved;
  }

  exportEncoder(runId: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#export(runId, encoderFile);
  }

  exportRun(runId: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#export(runId, runFile);
  }

  /** Between two steps, so that all parts are of the same step. */
  async #export(runId: string, write: typeof runFile): Promise<Uint8Array<ArrayBuffer>> {
    return this.#exclusive(async () => {
      if (!this.#trainer) throw new Error('There are no weights to save yet: prepare the runs first.');
      const { run, state } = await this.#trainer.state(runId);
      this.#failOnGpuError();
      const bytes = write(this.#trainer.config, run, state);
      return Comlink.transfer(bytes, [bytes.buffer]);
    });
  }

  async navigate(runId: string, segment: Segment, seconds: Float32Array): Promise<Navigation> {
    return this.#exclusive(async () => {
      const trainer = this.#trainer;
      const embedded = this.#embedded;
      if (!trainer || embedded?.trainer !== trainer)
        throw new Error('There is nothing to navigate yet: the segments of the maps are not embedded.');
      const { segments, runs, step: embeddedAt } = embedded;
      const at = segments.findIndex(
        ({ videoId, start }) => videoId === segment.videoId && start === segment.start,
      );
      const features = runs.find(({ id }) => id === runId)?.f;
      if (at < 0 || !features)
        throw new Error('This segment is not on the maps of this run any more: choose another one.');
      const f = features.slice(at * trainer.dim, (at + 1) * trainer.dim);
      const { basis, ...travel } = await trainer.navigate(runId, f, seconds);
      this.#failOnGpuError();
      const { dim, steps: step } = trainer;
      const answer: Navigation = { runId, segment, seconds, dim, f, ...travel, basis, embeddedAt, step };
      const arrays = [seconds, f, travel.fPrime, travel.coefficients, ...(basis ? [basis] : [])];
      return Comlink.transfer(
        answer,
        arrays.map(({ buffer }) => buffer),
      );
    });
  }

  views(most: number): Promise<StepViews | undefined> {
    return this.#exclusive(async () => {
      const trainer = this.#trainer;
      if (!trainer) return undefined;
      await this.#arrived(this.#videoIds);
      const { total, views } = trainer.views(this.#sources(), most);
      return Comlink.transfer(
        { step: Math.max(1, trainer.steps), total, views },
        views.map(({ strip }) => strip.rgb.buffer),
      );
    });
  }

  /** The training set, as far as its frames are here. */
  #sources(): BatchSource[] {
    return this.#videoIds.flatMap((id) => {
      const frames = this.#frames.get(id);
      return frames ? [{ id, frames }] : [];
    });
  }

  async #step(): Promise<void> {
    const trainer = this.#trainer;
    if (!trainer) throw new Error('There is nothing to train yet: prepare the runs first.');
    const began = performance.now();
    const result = await trainer.step(this.#sources());
    this.#failOnGpuError();
    const bad = result.runs.find(({ loss }) => !Number.isFinite(loss));
    if (bad) {
      throw new Error(
        `The loss of ${bad.id} is ${bad.loss} at step ${result.step}: lower the learning rate or raise the temperature, then reset.`,
      );
    }
    const milliseconds = performance.now() - began;
    this.#measure(trainer.config, milliseconds / 1000);
    this.#emit({ kind: 'step', milliseconds, ...result });
    if (result.step % this.#map.everySteps === 0) await this.#embed();
  }

  #measure(config: TrainConfig, seconds: number): void {
    const key = JSON.stringify(config);
    const before = this.#measured?.config === key ? this.#measured.seconds : seconds;
    this.#measured = { config: key, seconds: before + NEWEST * (seconds - before) };
    const { flops, dispatches } = costOf(config, this.#videoIds.length);
    const arithmetic = this.#measured.seconds - dispatches * this.#secondsPerDispatch;
    // A step of almost no arithmetic says little about its rate.
    if (arithmetic > this.#measured.seconds / 2) this.#flopsPerSecond = flops / arithmetic;
  }

  async #embed(): Promise<void> {
    const trainer = this.#trainer;
    if (!trainer || this.#map.videoIds.length === 0) return;
    await this.#arrived(this.#map.videoIds);
    const { frames: clipFrames } = trainer.config.encoder;
    const { stride } = trainer.config.clips;
    const segments: Segment[] = [];
    const sources: { frames: VideoFrames; start: number }[] = [];
    for (const videoId of this.#map.videoIds) {
      const frames = this.#frames.get(videoId);
      if (!frames) continue;
      for (const start of uniformStarts(frames.duration, clipFrames, stride, this.#map.segments)) {
        segments.push({ videoId, start });
        sources.push({ frames, start });
      }
    }
    const embeddings = await trainer.embed(sources, (done, total) =>
      this.#emit({ kind: 'progress', what: 'Embedding segments', done, total }),
    );
    this.#failOnGpuError();
    this.#embedded = { trainer, step: trainer.steps, segments, runs: embeddings };
    const n = segments.length;
    const dim = trainer.dim;
    const t = Float64Array.from(segments, ({ start }) => start);
    const videos = segments.map(({ videoId }) => videoId);
    const { seed } = trainer.config;
    const runs = embeddings.map(({ id, f, fPrime, fPrimeAtConstantT, components }): RunEmbedding => {
      const scoreOf = (features: Float32Array) => timeScore(features, n, dim, t, videos, { seed });
      const ofComponent = (features: Float32Array): TimeScore =>
        n <= MOST_SCORED_OF_COMPONENTS
          ? scoreOf(features)
          : { kind: 'none', reason: `scored up to ${MOST_SCORED_OF_COMPONENTS} segments` };
      const controls = [{ name: 'constant t', features: fPrimeAtConstantT }];
      return {
        id,
        dim,
        f,
        fPrime,
        encoded: components?.encoded,
        invariant: components?.invariant,
        scores: {
          f: scoreOf(f),
          fPrime: timeScore(fPrime, n, dim, t, videos, { seed, controls }),
          ...(components && {
            encoded: ofComponent(components.encoded),
            invariant: ofComponent(components.invariant),
          }),
        },
      };
    });
    this.#emit({ kind: 'embedding', step: trainer.steps, segments, runs });
  }

  /** Waits until the frames of these videos have come through the port: the page may be ahead of them. */
  async #arrived(videoIds: readonly string[]): Promise<void> {
    const missing = () => videoIds.some((id) => !this.#frames.has(id));
    const deadline = performance.now() + ARRIVAL_SECONDS * 1000;
    while (missing() && performance.now() < deadline) {
      await new Promise<void>((resolve) => {
        this.#onFrames = resolve;
        setTimeout(resolve, 500);
      });
    }
    this.#onFrames = undefined;
  }

  #failOnGpuError(): void {
    const message = this.#gpu?.takeError();
    if (message)
      throw new Error(`The GPU reported an error, so the last numbers cannot be trusted: ${message}`);
  }

  #setState(state: TrainState): void {
    // A lost device stays lost: only a new worker has another one.
    if (this.#state === 'lost') return;
    this.#state = state;
    this.#emit({ kind: 'state', state });
  }

  async #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Runs `work` in its turn; a failure is reported as one sentence. False when it failed. */
  async #guarded(work: () => Promise<void>): Promise<boolean> {
    try {
      await this.#exclusive(work);
      return true;
    } catch (error) {
      if (this.#state !== 'lost') {
        this.#setState(this.#trainer ? 'paused' : 'empty');
        this.#emit({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
      }
      return false;
    }
  }
}
