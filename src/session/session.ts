/**
 * The session: owns the decode, train and map workers and everything they told so far. No React, no DOM beyond Worker,
 * no tfjs: the page and the headless study use the same one.
 *
 *   const session = createSession({ builtin: { seed: 0, count: 64 } });   // or builtin: null, and a config of your own
 *   await session.actions.start();              // GPU open (or not), built-in set rendered
 *   await session.actions.addFiles([{ file, path: 'Enter/a.mp4' }]);     // every file is ready or rejected
 *   session.store.getState().library            // names, labels, frames, reasons of the rejected
 *   await session.actions.train(40);            // 40 more steps of all runs in lock-step; resolves when it has stopped
 *   await session.actions.embedNow();           // f, f' and scores of this very step
 *   await session.actions.mapsSettled();        // every t-SNE has come to rest
 *   session.store.getState().curves, .embedding, .maps, .plan, .notices
 *   session.actions.dispose();                  // ends the workers
 *
 * What can be asked is in `actions.ts`, the state in `state.ts`, the stages and what each allows in `stage.ts`, the loss history in `curves.ts`. Store updates
 * come at most ten times a second, except for those that answer an action. Actions never throw for what a user can do
 * wrong: they answer with a sentence, or leave one in `notices`.
 */
import { createStore } from 'zustand/vanilla';
import { PRESET_TABLE, PRESETS, type PresetName, type StudyConfig } from '../runs/config';
import type { ComputeOn } from '../protocol/train';
import type { Storage } from '../runs/storage';
import type { ConfigChange, Session, SessionActions } from './actions';
import { Archive } from './archive';
import { choiceInPlace } from './compute_on';
import { curvesUpTo, NO_CURVES } from './curves';
import { BUILTIN } from './decode_worker';
import { configChange, NO_HISTORY } from './history';
import { Keep } from './keep';
import { Kernels, KERNELS_UNMEASURED } from './kernels';
import { Maps } from './maps';
import { navigate } from './navigator';
import { notify } from './notices';
import { Probes } from './probes';
import { Queue, queueActions } from './queue';
import { underWay, wantedTraining, type StoredTraining } from './queue_items';
import { isLater, parseConfig, withSetting, type Change } from './settings';
import { allows, mayBreakOff } from './stage';
import { askQueue, takeSlowStep } from './slow_motion';
import type { SessionState } from './state';
import { Training } from './training';
import { Undo } from './undo';
import { pacedUpdates } from './updates';
import { Videos } from './videos';
import { Weights } from './weights';
import { joinWorkers, openDecodeWorker, openMapWorker, openTrainWorker } from './workers';

export interface SessionOptions {
  /** What to begin with, and the preset it began as; default: the interactive preset as it is. */
  readonly config?: StudyConfig;
  readonly preset?: PresetName;
  /** One sentence to begin with: what of a link or a stored session could not be followed. */
  readonly problem?: string;
  /** Labels given by hand before, by what their videos are known by. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Trainings that were waiting in the queue before. */
  readonly queue?: readonly StoredTraining[];
  /** Whether what may be more than there is memory is asked about first, or made as it is; default: asked about. */
  readonly asksFirst?: boolean;
  /** Default: the GPU. */
  readonly computeOn?: ComputeOn;
  /** Where settings, records of runs and the newest weights are kept; default: nowhere. */
  readonly storage?: Storage | undefined;
  /** The built-in Enter/Leave set, or null for none; default: 64 videos of seed 0. */
  readonly builtin?: { readonly seed: number; readonly count: number } | null;
}

/** Wait after a change before the workers follow it: a typed number or a dropped folder is many changes. */
const FOLLOW_AFTER_MS = 120;

/** How long train worker and GPU wait for the built-in set, which is there to be looked at meanwhile. */
const CLIPS_FIRST_MS = 2500;

export function createSession(options: SessionOptions = {}): Session {
  const builtin = options.builtin === undefined ? BUILTIN : options.builtin;
  const store = createStore<SessionState>()(() => initialState(options, builtin?.count));
  const updates = pacedUpdates(store);
  if (options.problem !== undefined) notify(updates, 'error', options.problem);
  const onBroken = (message: string) => notify(updates, 'error', message);
  const decode = openDecodeWorker(onBroken);
  const map = openMapWorker(onBroken);
  let train = openTrainWorker(onBroken);

  const maps = new Maps(updates, () => map.service);
  const kernels = new Kernels(updates, options.storage, () => train.service);
  const training = new Training(updates, {
    onEmbedding: (embedding) => maps.show(embedding),
    onOpened: () => kernels.opened(),
    onTuning: (report) => kernels.report(report),
    onProbing: (done, total) => probes.progress(done, total),
    asksFirst: options.asksFirst ?? true,
  });
  const probes = new Probes(store, updates, (videos) => training.probe(videos));
  const videos = new Videos(updates, () => decode.service, {
    changed: followSoon,
    record: (what, change) => history.record(what, change),
  });
  const history = new Undo(updates, {
    changed() {
      videos.follow();
      followSoon();
    },
    forget: (gone) => videos.forget(gone),
    keyOf: (id) => videos.keyOf(id),
  });
  const weights = new Weights(updates, () => train.service, {
    changeConfig,
    follow,
    pause: () => training.pause(),
    embedNow: () => training.embedNow(),
  });
  const archive = new Archive(store, updates, (what, change) => history.record(what, change));
  const queue = new Queue(updates, {
    training,
    probe: () => probes.measure(),
    write: () => archive.writeNow(),
    record: (what, change) => history.record(what, change),
  });
  if (options.queue) queue.restore(options.queue);
  const keep =
    options.storage && new Keep(options.storage, store, { updates, archive, train: () => train.service });
  let timer: ReturnType<typeof setTimeout> | undefined;

  function followSoon(): void {
    // Not put off by every further change: a set that keeps arriving would never be followed.
    timer ??= setTimeout(() => void follow(), FOLLOW_AFTER_MS);
  }

  function follow(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    videos.updateMapChoice();
    maps.settingsChanged();
    return training.follow();
  }

  function changeConfig(change: Change, preset?: PresetName): ConfigChange {
    if (!change.ok) return change;
    const before = store.getState();
    const after = { config: change.config, preset: preset ?? before.preset };
    updates.now((state) => ({ ...after, pendingChange: isLater(state, after.config) }));
    const made = configChange(before, after);
    if (made) history.record(`preset ${PRESET_TABLE[after.preset].title}`, made);
    followSoon();
    return { ok: true };
  }

  /** Ends a step that lasts with the worker that takes it: a pause would wait for it. */
  async function breakOff(): Promise<void> {
    // Answered by nobody once the worker is gone.
    void queue.cancel('and-hold');
    await actions.reopen();
  }

  const actions: SessionActions = {
    async start() {
      const rendered = builtin && videos.renderBuiltin(builtin);
      // The train worker and its GPU would take the cores that the first clips on the page need.
      const clipsFirst = Promise.race([
        rendered,
        new Promise((resolve) => setTimeout(resolve, CLIPS_FIRST_MS)),
      ]);
      const opened = clipsFirst.then(() => {
        const joined = joinWorkers(decode, train);
        // Calls to one worker arrive in order, so none waits for another worker, which may have failed to load.
        return Promise.all([joined, training.open(train.service).then(followSoon)]);
      });
      await Promise.all([opened, maps.open(), rendered, keep?.open()]);
      void follow();
    },
    async addFiles(files) {
      await videos.add(files);
      void follow();
    },
    setLabel: (id, label) => videos.setLabel(id, label),
    removeVideos: (ids) => videos.remove(ids),
    setTrainOn: (source) => videos.setTrainOn(source),
    chooseForMap: (ids) => videos.chooseForMap(ids),
    setConfig: (path, value) => changeConfig(withSetting(store.getState().config, path, value)),
    replaceConfig: (config) => changeConfig(parseConfig(config)),
    choosePreset: (name) => void changeConfig({ ok: true, config: PRESETS[name] }, name),
    undo: () => history.undo(),
    redo: () => history.redo(),
    async train(maxSteps) {
      void follow();
      if (underWay(store.getState().queue)) await queue.work();
      else await training.train(maxSteps);
    },
    pause: () => training.pause(),
    async step(n = 1) {
      void follow();
      await training.train(n);
    },
    async stop() {
      if (mayBreakOff(store.getState())) return breakOff();
      await queue.cancel('and-hold');
      await training.stop();
    },
    async reset() {
      if (mayBreakOff(store.getState())) return breakOff();
      await queue.cancel('and-hold');
      await follow();
      await training.reset();
    },
    async reopen() {
      train.close();
      train = openTrainWorker(onBroken);
      const { step } = store.getState();
      await joinWorkers(decode, train);
      await training.open(train.service);
      if (store.getState().gpu.status !== 'open') return;
      await weights.reopened();
      // Curves and maps of a lost run stay to be looked at until the next start.
      if (step > 0) updates.now(() => ({ stage: 'stopped' }));
      void follow();
    },
    async computeOn(on) {
      const { stage, computeOn } = store.getState();
      const inPlace = choiceInPlace(store.getState(), on);
      if (inPlace) updates.now(() => inPlace);
      if (inPlace || on === computeOn || !allows(stage, 'reopen')) return;
      updates.now(() => ({ computeOn: on }));
      await actions.reopen();
    },
    ...queueActions(queue),
    async embedNow() {
      await follow();
      await training.embedNow();
    },
    async probeNow() {
      await follow();
      await probes.measure(true);
    },
    mapsSettled: () => maps.settled(),
    moveMaps: (motion) => maps.move(motion),
    stepMaps: (n) => maps.step(n),
    restartMaps: () => maps.restart(),
    sweepPerplexity: (of) => maps.sweep(of),
    async views(most) {
      const { gpu, prepared } = store.getState();
      return gpu.status === 'open' && prepared ? train.service.views(most) : undefined;
    },
    measureKernels: () => kernels.measure(),
    cancelKernels: () => kernels.cancel(),
    slowStep: () =>
      takeSlowStep({ read: () => store.getState(), service: train.service, step: () => actions.step() }),
    queue: (runId, most) => askQueue(store.getState(), train.service, runId, most),
    segment(videoId, start) {
      const settings = wantedTraining(store.getState());
      return decode.service.segment(videoId, start, settings.clips.stride, settings.encoder.frames);
    },
    videoFrames: (videoId) => decode.service.video(videoId),
    inspectCheckpoint: (file) => weights.inspect(file),
    closeCheckpoint: () => weights.close(),
    startFromCheckpoint: () => weights.apply(),
    startFromSeed: () => weights.clearStart(),
    async resumeCheckpoint() {
      await queue.cancel('and-hold');
      await weights.resume();
    },
    saveWeights: (id, kind) => weights.save(id, kind),
    navigate: (runId, segment, seconds) =>
      navigate(store.getState().gpu, train.service, runId, segment, seconds),
    noteRun: (id, note) => archive.note(id, note),
    pinRun: (id, pinned) => archive.pin(id, pinned),
    deleteRuns: (ids) => archive.delete(ids),
    async resumeTraining(id, at) {
      const { archive: records, keptWeights } = store.getState();
      const kept = records.filter((record) => record.training === id && keptWeights[record.id]?.step === at);
      const files: File[] = [];
      for (const record of kept) {
        const file = await keep?.weightsFile(record.id);
        if (file) files.push(file);
      }
      if (files.length === 0) return;
      await queue.cancel('and-hold');
      await weights.resumeRuns(files, (step) => ({ training: id, curves: curvesUpTo(kept, step) }));
    },
    removeWeights: (ids) => keep?.removeWeights(ids) ?? Promise.resolve(),
    keepNow: () => keep?.flush(),
    dismissNotice: (id) =>
      updates.now(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
    dispose() {
      clearTimeout(timer);
      probes.dispose();
      updates.cancel();
      for (const worker of [decode, map, train]) worker.close();
    },
  };
  return { store, actions };
}

function initialState(
  { config, preset, labels, computeOn }: SessionOptions,
  builtin: number | undefined,
): SessionState {
  return {
    stage: 'opening',
    gpu: { status: 'opening' },
    builtin: { status: builtin === undefined ? 'off' : 'rendering', done: 0, total: builtin ?? 0 },
    library: [],
    removed: [],
    labels: labels ?? {},
    history: NO_HISTORY,
    archive: [],
    training: undefined,
    keptWeights: {},
    trainOn: builtin === undefined ? 'own' : 'builtin',
    computeOn: computeOn ?? 'gpu',
    mapVideoIds: [],
    mapPicked: false,
    config: config ?? PRESETS.interactive,
    preset: preset ?? 'interactive',
    prepared: undefined,
    checkpoint: undefined,
    initialEncoder: undefined,
    pendingChange: false,
    behind: undefined,
    queue: [],
    queueWorks: false,
    plan: undefined,
    progress: undefined,
    starting: false,
    step: 0,
    secondsPerStep: undefined,
    deviceBytes: undefined,
    curves: NO_CURVES,
    kernels: KERNELS_UNMEASURED,
    embedding: undefined,
    probes: undefined,
    probing: undefined,
    maps: {},
    mapMotion: { paused: false, stepsASecond: Infinity },
    mapMoments: [],
    sweep: undefined,
    notices: [],
  };
}
