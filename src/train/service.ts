/** Answers the page's calls to the train worker: GPU, frames, training loop, maps, weights. Knows no worker API but the port it is given. */
import { MapEmbeddings } from '../evaluate/map_embeddings';
import { Probing, ProbesOverrun } from '../evaluate/probing';
import type { ProbedVideo, ProbeReport } from '../evaluate/score';
import { measureConvolutionRate, measureDispatch } from '../gpu/rate';
import type {
  ComputeOn,
  GpuOpening,
  Navigation,
  RunsAnswer,
  Segment,
  StepViews,
  TrainEvent,
  TrainPlan,
  TrainService,
  TrainState,
} from '../protocol/train';
import type { RunConfig } from '../time/config';
import {
  CheckpointError,
  encoderFile,
  encoderFrom,
  encoderMismatch,
  inspectCheckpoint,
  runFile,
  runsFrom,
  type InitialEncoder,
} from './checkpoint';
import type { CheckpointReport, Moment, ResumedRuns } from './checkpoint_report';
import type { TrainConfig } from './config';
import { KernelTuning } from './kernel_tuning';
import type { TunedKernels } from './kernel_tuning_report';
import { Arrivals } from './arrivals';
import { Pace } from './pace';
import { openTrainDevice, type TrainDevice } from './device';
import { costOf } from './plan';
import { failOnSize, planOf } from './planning';
import { failOnLoss } from './loss_check';
import { fileOf, Moments } from './moments';
import { mapSegments } from './map_segments';
import { SlowSteps } from './slow_step';
import { stepViews } from './step_views';
import type { QueueContents, StepTrace } from './trace_report';
import type { TakeTurn } from './embedder';
import { Trainer } from './trainer';

interface MapChoice {
  readonly videoIds: readonly string[];
  readonly segments: number;
  readonly everySteps: number;
}

export class TrainWorkerService implements TrainService {
  readonly #arrivals = new Arrivals();
  #emit: (event: TrainEvent) => void = () => undefined;
  #device: TrainDevice | undefined;
  #trainer: Trainer | undefined;
  /** What runs start from where that is not the seed. */
  #initial: InitialEncoder | undefined;
  #videoIds: readonly string[] = [];
  #map: MapChoice = { videoIds: [], segments: 20, everySteps: 5 };
  readonly #probing = new Probing();
  readonly #tuning = new KernelTuning();
  #state: TrainState = 'empty';
  #pauseAsked = false;
  readonly #frameOf = (id: string) => this.#arrivals.of(id);
  readonly #slow = new SlowSteps();
  readonly #moments = new Moments(() => this.#failOnGpuError());
  /** Whatever uses the GPU waits for what came before it. */
  #turn: Promise<unknown> = Promise.resolve();
  readonly #pace = new Pace();
  readonly #embeddings = new MapEmbeddings(this.#pace, () => this.#device?.breathe() ?? Promise.resolve());

  connect(port: MessagePort): void {
    this.#arrivals.from(port);
  }

  subscribe(onEvent: (event: TrainEvent) => void): void {
    this.#emit = onEvent;
  }

  async open(on: ComputeOn): Promise<GpuOpening> {
    const opened = await openTrainDevice(on);
    if (!opened.ok) return opened;
    const device = (this.#device = opened.device);
    void device.lost.then((message) => {
      this.#setState('lost');
      this.#emit({ kind: 'lost', message });
    });
    this.#pace.rates(await this.#exclusive(measureConvolutionRate), await this.#exclusive(measureDispatch));
    const { report: adapter, refusal, cpuRefusal } = device;
    return { ok: true, adapter, refusal, cpuRefusal };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the contract is asynchronous: it is called across a worker
  async plan(config: TrainConfig, videoIds: readonly string[]): Promise<TrainPlan> {
    const { videoIds: onMaps, segments } = this.#map;
    return planOf(config, videoIds.length, {
      pace: this.#pace,
      largestBuffer: this.#device?.largestBuffer ?? Infinity,
      mapped: onMaps.length * segments,
      mismatch: this.#initial && encoderMismatch(this.#initial, config.encoder),
    });
  }

  async prepare(config: TrainConfig, videoIds: readonly string[], isAwaited = false): Promise<void> {
    this.pause();
    this.#embeddings.makeWay('always');
    await this.#guarded(async () => {
      failOnSize(config, videoIds.length, this.#device?.largestBuffer ?? Infinity);
      this.#setState('preparing');
      this.#endTraining();
      this.#tuning.apply();
      this.#videoIds = videoIds;
      await this.#arrivals.arrived(videoIds);
      const mismatch = this.#initial && encoderMismatch(this.#initial, config.encoder);
      if (mismatch !== undefined) throw new CheckpointError(mismatch);
      this.#trainer = new Trainer(
        config,
        videoIds.length,
        this.#initial ? { encoder: this.#initial.values } : {},
      );
      this.#setState('ready');
      await this.#embed(isAwaited);
    });
  }

  setRuns(runs: readonly RunConfig[]): Promise<RunsAnswer> {
    return this.#exclusive<RunsAnswer>(() => {
      const trainer = this.#trainer;
      const message = trainer
        ? trainer.problemWith(runs, this.#frameOf)
        : 'There is no training whose runs could change: prepare the runs first.';
      if (message !== undefined) return Promise.resolve({ ok: false, message });
      trainer?.setRuns(runs);
      return Promise.resolve({ ok: true, behind: trainer?.behind });
    });
  }

  setVideos(videoIds: readonly string[]): void {
    this.#videoIds = videoIds;
  }

  async setMap(choice: MapChoice): Promise<void> {
    const changed =
      choice.segments !== this.#map.segments || choice.videoIds.join('\n') !== this.#map.videoIds.join('\n');
    this.#map = choice;
    if (changed) this.#embeddings.makeWay('always');
    if (changed && this.#trainer) await this.#guarded(() => this.#embed());
  }

  async embed(): Promise<void> {
    if (this.#trainer) await this.#guarded(() => this.#embed());
  }

  async probe(videos: readonly ProbedVideo[]): Promise<ProbeReport | undefined> {
    const trainer = this.#trainer;
    if (!trainer) throw new Error('There is nothing to probe yet: prepare the runs first.');
    await this.#arrivals.arrived(videos.map(({ id }) => id));
    let clips = 0;
    const began = performance.now();
    const report = (turn: TakeTurn) =>
      this.#probing.report(trainer, videos, this.#frameOf, {
        onProgress: (done, total) => {
          clips = total;
          this.#emit({ kind: 'probing', done, total });
        },
        turn,
        isInUse: () => this.#trainer === trainer,
      });
    try {
      // While it trains, all of it is one turn: there would be a step between two.
      const whole = this.#state === 'running';
      const found = await (whole
        ? this.#exclusive(() => report((pass) => pass()))
        : report((pass) => this.#exclusive(pass)));
      this.#failOnGpuError();
      const { clipFlops } = costOf(trainer.config, this.#videoIds.length);
      this.#pace.embedded('probes', clips, clipFlops, (performance.now() - began) / 1000);
      return found;
    } catch (error) {
      if (error instanceof ProbesOverrun) return undefined;
      throw error;
    }
  }

  async run(maxSteps = Infinity): Promise<void> {
    if (this.#state === 'running') return;
    this.#pauseAsked = false;
    this.#tuning.begin();
    this.#setState('running');
    for (let taken = 0; taken < maxSteps && !this.#pauseAsked;) {
      const went = await this.#guarded(async () => {
        if (this.#trainer?.behind) return this.#catchUp(this.#trainer);
        await this.#step();
        taken += 1;
      });
      if (!went) return this.#rest();
      // Calls that came in during the step come first.
      if (!this.#pauseAsked && !(await this.#guarded(() => this.#tune()))) return this.#rest();
      await this.#device?.breathe();
    }
    await this.#rest();
    this.#setState('paused');
  }

  /** What is waited for: there may be no further step. */
  #rest(): Promise<void> {
    return this.#exclusive(() => this.#moments.take(this.#trainer, true));
  }

  pause(): void {
    this.#pauseAsked = true;
    this.makeWay();
  }

  makeWay(): void {
    this.#embeddings.makeWay('if it would last');
  }

  takeTuned(tuned: TunedKernels): void {
    this.#tuning.take(tuned);
  }

  tune(wish: 'now' | 'off'): void {
    this.#tuning.set(wish);
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

  async resumeRuns(files: readonly Uint8Array[]): Promise<ResumedRuns> {
    const { states, ...saved } = runsFrom(files);
    this.pause();
    this.#embeddings.makeWay('always');
    await this.#exclusive(() => {
      this.#endTraining();
      this.#tuning.apply();
      this.#trainer = new Trainer(saved.config, this.#videoIds.length, {
        saved: states,
        savedFromSeed: saved.fromSeed,
      });
      this.#moments.stepped(this.#trainer);
      this.#setState('paused');
      return Promise.resolve();
    });
    return saved;
  }

  /** What it held is freed: the shapes of the next one are others. */
  #endTraining(): void {
    this.#moments.end();
    this.#trainer?.dispose();
    this.#trainer = undefined;
    this.#device?.trim();
  }

  exportEncoder(runId: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#betweenSteps(() => fileOf(this.#trainer, runId, encoderFile));
  }

  exportRun(runId: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#betweenSteps(() => fileOf(this.#trainer, runId, runFile));
  }

  moment(beyond: number, every: number): Promise<Moment | undefined> {
    const moment = this.#moments.ask(beyond, every);
    if (this.#state !== 'running') void this.#rest();
    return moment;
  }

  /** All that `read` reads is of the same step. */
  #betweenSteps<T>(read: () => Promise<T>): Promise<T> {
    return this.#exclusive(async () => {
      const answer = await read();
      this.#failOnGpuError();
      return answer;
    });
  }

  navigate(runId: string, segment: Segment, seconds: Float32Array): Promise<Navigation> {
    return this.#betweenSteps(() => this.#embeddings.navigate(this.#trainer, runId, segment, seconds));
  }

  views(most: number): Promise<StepViews | undefined> {
    return this.#exclusive(async () => {
      const trainer = this.#trainer;
      if (!trainer) return undefined;
      await this.#arrivals.arrived(this.#videoIds);
      return stepViews(trainer, this.#arrivals.sources(this.#videoIds), most);
    });
  }

  traceNextStep(): void {
    this.#slow.askForNext();
  }

  takeTrace(): Promise<StepTrace | undefined> {
    return this.#slow.take();
  }

  queue(runId: string, most: number): Promise<QueueContents | undefined> {
    return this.#exclusive(async () => this.#trainer?.queue(runId, most));
  }

  async #step(): Promise<void> {
    const trainer = this.#trainer;
    if (!trainer) throw new Error('There is nothing to train yet: prepare the runs first.');
    const began = performance.now();
    const result = await this.#slow.step(trainer, this.#arrivals.sources(this.#videoIds));
    this.#failOnGpuError();
    failOnLoss(result);
    const cost = costOf(trainer.config, this.#videoIds.length);
    const secondsPerStep = this.#pace.took(trainer.config, cost, (performance.now() - began) / 1000);
    const deviceBytes = this.#device?.bytes() ?? 0;
    this.#emit({ kind: 'step', secondsPerStep, deviceBytes, ...result });
    this.#moments.stepped(trainer);
    // Before the maps and the kernels, which may take many times a step.
    await this.#moments.take(trainer);
    if (result.step % this.#map.everySteps === 0) await this.#embed();
  }

  async #tune(): Promise<void> {
    const report = await this.#tuning.afterStep();
    this.#failOnGpuError();
    if (report) this.#emit({ kind: 'tuning', ...report });
    await this.#moments.take(this.#trainer);
  }

  /** One step of runs that joined later; the maps show them once they are in lock-step. */
  async #catchUp(trainer: Trainer): Promise<void> {
    const { step, of, runs } = await trainer.catchUp(this.#frameOf);
    this.#failOnGpuError();
    failOnLoss({ step, runs });
    const { behind } = trainer;
    this.#emit({ kind: 'catch-up', step, of, runs, behind });
    if (!behind) await this.#embed();
  }

  /** `isAwaited`: something waits for it, so that one that would last is left for later. */
  async #embed(isAwaited = false): Promise<void> {
    const trainer = this.#trainer;
    if (!trainer || this.#map.videoIds.length === 0) return;
    const map = this.#map;
    await this.#arrivals.arrived(map.videoIds);
    const sources = mapSegments(this.#frameOf, map, trainer.config);
    const made = await this.#embeddings.make({
      trainer,
      sources,
      isAwaited,
      onProgress: (what, done, total) => this.#emit({ kind: 'progress', what, done, total }),
    });
    this.#failOnGpuError();
    if (made) this.#emit({ ...made, videoIds: map.videoIds });
  }

  #failOnGpuError(): void {
    const message = this.#device?.takeError();
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
