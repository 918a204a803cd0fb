/** Runs a study on a session: files in, one training per seed, scores and maps out. Knows the session, not who asked. */
import type { Measured } from '../evaluate/score';
import { measuresOf, readingsOf, type StepReadings } from './measures';
import { runId } from '../time/config';
import type { Session } from '../session/actions';
import { allows } from '../session/stage';
import { mapKey, type LibraryVideo, type SessionState, type SpaceMap } from '../session/state';
import {
  videoName,
  type RunRow,
  type ScoreRow,
  type StudyReport,
  type StudyRequest,
  type VideoRow,
} from './report';
import { scoredOf } from './scored';

/** Ends the study; the message is one sentence for the user. */
export class StudyError extends Error {
  override readonly name = 'StudyError';
}

export interface StudyMap {
  readonly seed: number;
  readonly variant: string;
  readonly space: 'f' | 'fPrime';
  readonly map: SpaceMap;
  /** Of the t-SNE. */
  readonly mapSeed: number;
  /** R² of t and Kendall's τ. */
  readonly time: Measured | undefined;
  readonly order: Measured | undefined;
  readonly library: readonly LibraryVideo[];
}

/** What a study has found so far; filled as it goes, so that a failure leaves what there was. */
export interface Findings {
  adapter: StudyReport['adapter'];
  videos: VideoRow[];
  used?: StudyReport['used'];
  scored?: StudyReport['scored'];
  readonly runs: RunRow[];
  readonly maps: StudyMap[];
  readonly warnings: string[];
}

export function noFindings(): Findings {
  return {
    adapter: { name: 'none', software: false, features: [] },
    videos: [],
    runs: [],
    maps: [],
    warnings: [],
  };
}

/**
 * Fills `findings`. The session must have been made with `request.config` and the built-in set on or off as asked.
 * @throws StudyError when there is no GPU, no usable video, or training stops before its last step.
 */
export async function runStudy(
  session: Session,
  request: StudyRequest,
  files: readonly File[],
  findings: Findings,
): Promise<void> {
  const { store, actions } = session;
  await actions.start();
  const { gpu, builtin } = store.getState();
  if (gpu.status !== 'open') throw new StudyError('message' in gpu ? gpu.message : 'The GPU did not open.');
  findings.adapter = gpu.adapter;
  if (gpu.refusal) findings.warnings.push(`Trained on the CPU. ${gpu.refusal.message}`);
  if (request.videos === 'builtin') {
    if (builtin.message !== undefined) throw new StudyError(builtin.message);
  } else {
    const paths = request.videos;
    await actions.addFiles(files.map((file, i) => ({ file, path: paths[i] ?? file.name })));
  }
  findings.videos = store.getState().library.map(videoRow);
  if (!findings.videos.some(({ status }) => status === 'ready')) {
    throw new StudyError('None of the videos can be used: the report says why for each.');
  }
  for (const seed of request.seeds) await runSeed(session, request, seed, findings);
}

async function runSeed(
  { store, actions }: Session,
  request: StudyRequest,
  seed: number,
  findings: Findings,
): Promise<void> {
  const changed = actions.setConfig('train.seed', seed);
  if (!changed.ok) throw new StudyError(changed.message);
  if (allows(store.getState().stage, 'reset')) await actions.reset();
  await actions.embedNow();
  await actions.probeNow();
  const before = store.getState();
  failOnNotices(store.getState());

  const begun = performance.now();
  await actions.train(request.steps);
  const seconds = (performance.now() - begun) / 1000;
  failOnNotices(store.getState());
  const { step } = store.getState();
  if (step !== request.steps) {
    throw new StudyError(`Training stopped after ${step} of ${request.steps} steps.`);
  }
  const { plan } = store.getState();
  if (plan) findings.used = { batch: plan.batch, queue: plan.queue };
  for (const warning of plan?.warnings ?? []) {
    if (!findings.warnings.includes(warning)) findings.warnings.push(warning);
  }
  await actions.embedNow();
  await actions.probeNow();
  await actions.mapsSettled();
  failOnNotices(store.getState());

  const state = store.getState();
  // The same for every seed.
  findings.scored = scoredOf(state);
  for (const run of request.config.train.runs) {
    const id = runId(run);
    findings.runs.push(runRow(state, request, { id, seed, seconds, untrained: readingsOf(before, id, 0) }));
    const { library, config } = state;
    const { scores } = readingsOf(state, id, state.step);
    for (const space of ['f', 'fPrime'] as const) {
      const map = state.maps[mapKey(id, space)];
      const numbers = { time: scores?.[space], order: scores?.order?.[space] };
      const mapSeed = config.map.seed;
      if (map) findings.maps.push({ seed, variant: id, space, map, mapSeed, ...numbers, library });
    }
  }
}

function videoRow(video: LibraryVideo): VideoRow {
  const { label, state } = video;
  const name = videoName(video);
  if (state.status === 'ready') {
    return { name, label, frames: state.frames, seconds: state.duration, status: 'ready' };
  }
  const reason = state.status === 'rejected' ? state.message : 'It was never decoded.';
  return { name, label, frames: 0, seconds: 0, status: 'rejected', reason };
}

function failOnNotices({ gpu, notices }: SessionState): void {
  if (gpu.status === 'lost') throw new StudyError(gpu.message);
  const error = notices.find(({ kind }) => kind === 'error');
  if (error) throw new StudyError(error.message);
}

interface SeedRun {
  readonly id: string;
  readonly seed: number;
  readonly seconds: number;
  readonly untrained: StepReadings;
}

function runRow(
  state: SessionState,
  request: StudyRequest,
  { id, seed, seconds, untrained }: SeedRun,
): RunRow {
  const { curves, step } = state;
  const trained = readingsOf(state, id, step);
  const curve = curves.runs[id];
  const measured = measuresOf(trained, untrained);
  const of = (space: 'f' | 'fPrime') => trained.scores?.[space];
  return {
    variant: id,
    framework: request.config.train.contrast.framework,
    seed,
    steps: request.steps,
    seconds,
    loss: curve?.loss ?? [],
    top1: curve?.top1 ?? [],
    chance: curves.chance,
    lossEvery: curves.every,
    scores: { timeR2: { f: scoreRow(of('f')), fPrime: scoreRow(of('fPrime')) }, ...measured.scores },
    controls: measured.controls,
    untrained: measured.untrained,
    probes: trained.how,
  };
}

function scoreRow(score: Measured | undefined): ScoreRow {
  if (!score) return { reason: 'No embedding was made.' };
  if (score.kind === 'none') return { reason: score.reason };
  const { kind: _kind, controls: _controls, value: r2, units: videos, ...interval } = score;
  return { r2, ...interval, videos };
}
