/** The training part of the session: GPU, weights, steps. Commands follow `stage.ts`; what to train follows library and settings. */
import * as Comlink from 'comlink';
import type { ProbedVideo, ProbeReport } from '../evaluate/score';
import type { RunsAnswer, TrainEvent, TrainPlan, TrainService } from '../protocol/train';
import { runId } from '../time/config';
import type { TrainConfig } from '../train/config';
import { Consent } from './consent';
import { NO_CURVES, withRuns } from './curves';
import { ownEmbedding } from './embedded';
import { atItsStart, drawnFrom, inForce } from './in_force';
import { sameIds } from './library';
import { notify, sentenceOfError } from './notices';
import { takeOpening } from './opening';
import { ProgressTimer } from './progress_timer';
import { wantedTraining } from './queue_items';
import { isLater, runsFollow, sameTraining } from './settings';
import { allows, isUntrained } from './stage';
import type { Prepared, SessionState } from './state';
import { takeReport, type Hearers } from './training_reports';
import { TrainingSet } from './training_set';
import type { Updates } from './updates';

interface SentMap {
  readonly videoIds: readonly string[];
  readonly segments: number;
  readonly everySteps: number;
}

const LOST = Symbol('lost');

/** What training tells the rest of the session. */
interface Rest extends Hearers {
  /** A device was opened. */
  readonly onOpened: () => Promise<void>;
  /** Whether what may be too large is asked about before it is made; default: yes. */
  readonly asksFirst?: boolean;
}

export class Training {
  readonly #updates: Updates<SessionState>;
  readonly #rest: Rest;
  readonly #set: TrainingSet;
  readonly #consent: Consent;
  #service: Comlink.Remote<TrainService> | undefined;
  /** Resolves with LOST when the device is gone: calls under way may then never answer. */
  #lost: Promise<typeof LOST> = new Promise(() => undefined);
  #loseDevice: () => void = () => undefined;
  #starting: Promise<void> | undefined;
  /** Pauses, stops and resets so far. */
  #halts = 0;
  #following: Promise<void> | undefined;
  #followAgain = false;
  #preparing: Promise<boolean> = Promise.resolve(true);
  #sentMap: SentMap | undefined;
  /** What the weights were made from: the settings as they were in force for the labels of the set. */
  #sentConfig: TrainConfig | undefined;
  #planAsked = 0;
  readonly #timer = new ProgressTimer();
  /** Runs that could not join, with the set they could not join on: asked once. */
  #refused: string | undefined;
  /** Why the steps that were asked for were not all taken. */
  #failure: string | undefined;
  #embedding: Promise<unknown> | undefined;

  constructor(updates: Updates<SessionState>, rest: Rest) {
    this.#updates = updates;
    this.#rest = rest;
    this.#consent = new Consent(rest.asksFirst ?? true);
    this.#set = new TrainingSet(updates);
  }

  /** Takes a new train worker into use; whatever an earlier one was sent is sent anew. */
  async open(service: Comlink.Remote<TrainService>): Promise<void> {
    this.#service = service;
    // Calls to the worker that was replaced are answered by nobody.
    this.#loseDevice();
    this.#set.forget();
    this.#consent.forget();
    this.#sentMap = undefined;
    this.#following = undefined;
    this.#preparing = Promise.resolve(true);
    this.#lost = new Promise((resolve) => {
      this.#loseDevice = () => resolve(LOST);
    });
    this.#updates.now(() => ({ stage: 'opening', gpu: { status: 'opening' }, prepared: undefined }));
    await service.subscribe(Comlink.proxy((event: TrainEvent) => this.#onEvent(service, event)));
    const opening = service.open(this.#updates.read().computeOn);
    if (await takeOpening(this.#updates, opening)) await this.#rest.onOpened();
  }

  /** Brings the train worker up to library and settings: set, plan, weights of an untrained encoder, maps. */
  follow(): Promise<void> {
    if (this.#updates.read().gpu.status !== 'open') return Promise.resolve();
    this.#set.send(this.#service);
    void this.#refreshPlan();
    this.#followAgain = true;
    this.#following ??= this.#followOn().finally(() => {
      this.#following = undefined;
    });
    return this.#following;
  }

  /** One at a time: each makes an embedding, and only the newest wish counts. */
  async #followOn(): Promise<void> {
    while (this.#followAgain) {
      this.#followAgain = false;
      const { stage, step, prepared } = this.#updates.read();
      if (stage === 'lost' || stage === 'unavailable') return;
      if (!prepared) await this.#sendMap();
      const wanted =
        isUntrained(stage, step) && !(prepared && this.#isSent(inForce(this.#updates.read()).config));
      if (!wanted) await this.#followRuns();
      else if (this.#consent.mayBeMade(this.#updates.read(), await this.#refreshPlan()))
        await this.#prepare();
      // Nothing is made unasked: Train asks.
      else this.#updates.now((now) => (now.stage === 'opening' ? { stage: 'stopped' } : {}));
      await this.#sendMap();
    }
  }

  /** Runs join and leave while the training goes on; where the worker refuses, they wait for the next start. */
  async #followRuns(): Promise<void> {
    const { config, videoIds } = inForce(this.#updates.read());
    const { prepared } = this.#updates.read();
    const wanted = wantedTraining(this.#updates.read());
    if (!prepared || !runsFollow(this.#updates.read(), wanted) || sameTraining(wanted, prepared.config))
      return;
    const { runs } = config;
    const asked = JSON.stringify([runs, videoIds]);
    if (asked === this.#refused) {
      this.#updates.now(() => ({ pendingChange: true }));
      return;
    }
    const answer = await this.#answer<RunsAnswer>(this.#service!.setRuns(runs));
    if (answer === LOST) return;
    if (!answer.ok) {
      this.#refused = asked;
      notify(this.#updates, 'info', answer.message);
      this.#updates.now(() => ({ pendingChange: true }));
      return;
    }
    this.#refused = undefined;
    if (this.#sentConfig) this.#sentConfig = { ...this.#sentConfig, runs };
    // Its last step belongs into the record of a run that leaves.
    this.#updates.read();
    const ids = new Set(runs.map(runId));
    this.#updates.now((state) => {
      const next = {
        ...state,
        prepared: { ...prepared, config: { ...prepared.config, runs } },
        behind: answer.behind,
        curves: withRuns(state.curves, ids),
        secondsPerStep: undefined,
        deviceBytes: undefined,
      };
      return { ...next, pendingChange: isLater(next, next.config) };
    });
    void this.#refreshPlan();
  }

  async #sendMap(): Promise<void> {
    const { mapVideoIds, config } = this.#updates.read();
    const { segments, everySteps } = config.map;
    const before = this.#sentMap;
    const samePoints = before?.segments === segments && sameIds(mapVideoIds, before.videoIds);
    if (samePoints && before.everySteps === everySteps) return;
    this.#sentMap = { videoIds: mapVideoIds, segments, everySteps };
    await this.#answer(this.#service!.setMap(this.#sentMap));
    this.#endProgress();
  }

  async #refreshPlan(): Promise<TrainPlan | undefined> {
    const asked = (this.#planAsked += 1);
    const state = this.#updates.read();
    const { config, notes } = inForce(state);
    const answer = await this.#answer(this.#service!.plan(config, drawnFrom(state)));
    if (answer === LOST) return undefined;
    const plan = { ...answer, warnings: [...notes, ...answer.warnings] };
    if (asked === this.#planAsked) this.#updates.now(() => ({ plan }));
    return plan;
  }

  /** New weights from the seed, for the configuration and set as they are then; false when it failed (a notice says why). */
  #prepare(isAwaited = false): Promise<boolean> {
    // One at a time: weights that are being made are overtaken by those of the newest wish.
    this.#preparing = this.#preparing.then(() => this.#makeWeights(isAwaited));
    return this.#preparing;
  }

  async #makeWeights(isAwaited: boolean): Promise<boolean> {
    const { config, videoIds } = inForce(this.#updates.read());
    this.#sentConfig = config;
    const { initialEncoder } = this.#updates.read();
    const prepared: Prepared = {
      config: wantedTraining(this.#updates.read()),
      videoIds,
      startedFrom: initialEncoder?.name,
    };
    this.#refused = undefined;
    this.#updates.now(() => ({
      stage: 'preparing',
      prepared,
      pendingChange: false,
      step: 0,
      secondsPerStep: undefined,
      curves: NO_CURVES,
      behind: undefined,
    }));
    await this.#answer(this.#service!.prepare(config, videoIds, isAwaited));
    this.#endProgress();
    return this.#updates.read().stage === 'ready';
  }

  /** Seconds a step and what stands against it, of each of these; undefined where the GPU is gone. */
  async estimate(configs: readonly TrainConfig[]): Promise<readonly TrainPlan[] | undefined> {
    const service = this.#service;
    const { videoIds } = inForce(this.#updates.read());
    if (!service || this.#updates.read().gpu.status !== 'open') return undefined;
    const plans = await this.#answer(Promise.all(configs.map((config) => service.plan(config, videoIds))));
    return plans === LOST ? undefined : plans;
  }

  /**
   * Resolves when training stands still: with one sentence where that is for a failure. Whoever asks while another start is
   * under way gets that one; a start that was asked for before a pause, a stop or a reset does not begin behind it.
   * @param isWanted asked once more when the weights are made
   * @param isAgreed what may be too large was agreed to
   */
  async train(maxSteps?: number, isWanted = () => true, isAgreed = false): Promise<string | undefined> {
    const halts = this.#halts;
    if (allows(this.#updates.read().stage, 'train')) this.#updates.now(() => ({ starting: true }));
    try {
      void this.#service?.makeWay();
      await this.#following;
      await this.#preparing;
      if (halts !== this.#halts) return undefined;
      const isStillWanted = () => halts === this.#halts && isWanted();
      this.#starting ??= this.#train(maxSteps, isStillWanted, isAgreed).finally(() => {
        this.#starting = undefined;
      });
      await this.#starting;
      return this.#failure;
    } finally {
      this.#updates.now(() => ({ starting: false }));
    }
  }

  async #train(maxSteps: number | undefined, isWanted: () => boolean, isAgreed: boolean): Promise<void> {
    this.#failure = undefined;
    const { stage, prepared, step } = this.#updates.read();
    if (!allows(stage, 'train')) return;
    const plan = await this.#refreshPlan();
    if (!plan) return;
    const [problem] = plan.problems;
    const { config, videoIds } = inForce(this.#updates.read());
    const asPrepared = prepared && this.#isSent(config) && sameIds(prepared.videoIds, videoIds);
    const afresh = stage === 'stopped' || !prepared || (isUntrained(stage, step) && !asPrepared);
    if (afresh && problem) {
      this.#failure = problem;
      notify(this.#updates, 'error', problem);
      return;
    }
    const question = afresh && !isAgreed ? this.#consent.ask(this.#updates.read(), plan) : undefined;
    if (question !== undefined) {
      this.#failure = question;
      notify(this.#updates, 'info', question);
      return;
    }
    if (afresh && !(await this.#prepare(true))) return;
    if (isWanted()) await this.#run(maxSteps);
  }

  #isSent(config: TrainConfig): boolean {
    return this.#sentConfig !== undefined && sameTraining(this.#sentConfig, config);
  }

  async #run(maxSteps: number | undefined): Promise<void> {
    this.#updates.now((state) => ({ stage: 'running', starting: false, prepared: atItsStart(state) }));
    await this.#answer(this.#service!.run(maxSteps));
    this.#endProgress();
    this.#updates.now(({ stage }) => ({
      stage: stage === 'running' || stage === 'pausing' ? 'paused' : stage,
    }));
    void this.#refreshPlan();
    void this.embedNow();
  }

  /** Also takes back a start that still waits. */
  async pause(): Promise<void> {
    const { stage, starting } = this.#updates.read();
    if (!allows(stage, 'pause') && !starting) return;
    this.#updates.now(() => ({ starting: false }));
    await this.#halt();
  }

  async #halt(): Promise<void> {
    this.#halts += 1;
    const { stage } = this.#updates.read();
    if (stage !== 'running' && stage !== 'pausing') return;
    this.#updates.now(() => ({ stage: 'pausing' }));
    await this.#service!.pause();
    await this.#starting;
  }

  async stop(): Promise<void> {
    if (!allows(this.#updates.read().stage, 'stop')) return;
    await this.#halt();
    this.#updates.now((state) => {
      const { stage } = state;
      const next = stage === 'paused' || stage === 'pausing' ? ('stopped' as const) : stage;
      return { stage: next, pendingChange: isLater({ ...state, stage: next }, state.config) };
    });
  }

  async reset(): Promise<void> {
    if (!allows(this.#updates.read().stage, 'reset')) return;
    await this.#halt();
    await this.#following;
    if (!allows(this.#updates.read().stage, 'reset')) return;
    const { plan } = this.#updates.read();
    const question = plan && (plan.refusal ?? this.#consent.ask(this.#updates.read(), plan));
    if (question === undefined) await this.#prepare();
    else notify(this.#updates, 'info', question);
  }

  /** Two that ask at once get the same one. */
  async embedNow(): Promise<void> {
    await this.#following;
    const { stage, prepared } = this.#updates.read();
    if (!prepared || stage === 'lost' || this.#isEmbedded()) return;
    this.#embedding ??= this.#answer(this.#service!.embed()).finally(() => {
      this.#embedding = undefined;
    });
    await this.#embedding;
    this.#endProgress();
  }

  /** Probes of the weights as they are; undefined where they changed meanwhile, or the device is gone. */
  async probe(videos: readonly ProbedVideo[]): Promise<ProbeReport | undefined> {
    await this.#following;
    if (!this.#service || !this.#updates.read().prepared) return undefined;
    const answer = await this.#answer(this.#service.probe(videos));
    return answer === LOST ? undefined : answer;
  }

  #isEmbedded(): boolean {
    const { step, prepared, behind } = this.#updates.read();
    const embedding = ownEmbedding(this.#updates.read());
    const inStep = prepared?.config.runs.map(runId).filter((id) => !behind?.ids.includes(id)) ?? [];
    return embedding?.step === step && inStep.every((id) => embedding.runs.some((run) => run.id === id));
  }

  #onEvent(service: Comlink.Remote<TrainService>, event: TrainEvent): void {
    // A late word of a worker that was replaced.
    if (service !== this.#service) return;
    takeReport(this.#updates, this.#timer, this.#rest, event);
    // The maps of these weights come next, and a start waits already.
    const isReady = event.kind === 'state' && event.state === 'ready';
    if (isReady && this.#updates.read().starting) void service.makeWay();
    if (event.kind === 'lost') this.#loseDevice();
    if (event.kind === 'failed') this.#failure = event.message;
  }

  #endProgress(): void {
    this.#timer.end();
    this.#updates.now(() => ({ progress: undefined }));
  }

  /** The answer of a call, or LOST when the device went meanwhile; a call that throws leaves a notice and answers LOST as well. */
  async #answer<T>(call: Promise<T>): Promise<T | typeof LOST> {
    try {
      return await Promise.race([call, this.#lost]);
    } catch (error) {
      notify(this.#updates, 'error', sentenceOfError(error));
      return LOST;
    }
  }
}
