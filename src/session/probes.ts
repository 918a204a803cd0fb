/** The session's part of the probes: measured whenever training rests, or when asked; the newest report is kept in the state. */
import type { StoreApi } from 'zustand/vanilla';
import type { ProbedVideo, ProbeReport } from '../evaluate/score';
import { runId } from '../time/config';
import { MOST_PROBED } from '../train/probed';
import { balancedChoice, trainingIds } from './library';
import { personOf } from './person';
import type { SessionState } from './state';
import type { Updates } from './updates';

/** How long training rests before it is worth measuring: single steps follow each other faster. */
const REST_MS = 1500;

type Ask = (videos: readonly ProbedVideo[]) => Promise<ProbeReport | undefined>;

export class Probes {
  readonly #updates: Updates<SessionState>;
  readonly #ask: Ask;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #measuring: Promise<void> | undefined;

  /** @param ask answers undefined where the weights changed meanwhile or the device is gone */
  constructor(store: StoreApi<SessionState>, updates: Updates<SessionState>, ask: Ask) {
    this.#updates = updates;
    this.#ask = ask;
    store.subscribe((state, before) => this.#follow(state, before));
  }

  #follow(state: SessionState, before: SessionState): void {
    const begins = state.prepared !== before.prepared && state.step === 0;
    if (begins && state.probes) this.#updates.now(() => ({ probes: undefined }));
    if (state.stage === before.stage) return;
    clearTimeout(this.#timer);
    if (state.stage === 'paused' && state.step > 0 && !state.queueWorks)
      this.#timer = setTimeout(() => void this.measure(), REST_MS);
  }

  /** At the step that the weights are of now; at once where that was done, unless `again`. */
  async measure(again = false): Promise<void> {
    const { gpu, prepared } = this.#updates.read();
    if (gpu.status !== 'open' || !prepared) return;
    if (!again && this.#isMeasured()) return;
    this.#measuring ??= this.#measure().finally(() => {
      this.#measuring = undefined;
      this.#updates.now(() => ({ probing: undefined }));
    });
    await this.#measuring;
  }

  async #measure(): Promise<void> {
    const { library, trainOn, prepared, step } = this.#updates.read();
    // Weights are made while videos still arrive: before the first step the set is what is there by now.
    const ids = step === 0 ? trainingIds(library, trainOn) : (prepared?.videoIds ?? []);
    this.#updates.now(() => ({ probing: { done: 0, total: 0 } }));
    const report = await this.#ask(probedVideos(library, ids));
    // Of weights that were dropped while the answer was on its way.
    if (report && prepared?.videoIds === this.#updates.read().prepared?.videoIds)
      this.#updates.now(() => ({ probes: report }));
  }

  progress(done: number, total: number): void {
    if (this.#measuring) this.#updates.soon(() => (this.#measuring ? { probing: { done, total } } : {}));
  }

  #isMeasured(): boolean {
    const { probes, step, prepared } = this.#updates.read();
    return (
      probes?.step === step &&
      (prepared?.config.runs ?? []).every((run) => probes.runs.some(({ id }) => id === runId(run)))
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}

/** Of the training set, as many of each label as there can be. */
export function probedVideos(library: SessionState['library'], ids: readonly string[]): ProbedVideo[] {
  const trained = new Set(ids);
  const videos = library.filter(({ id }) => trained.has(id));
  const byId = new Map(videos.map((video) => [video.id, video]));
  return balancedChoice(videos, MOST_PROBED).map((id) => {
    const { name, label } = byId.get(id)!;
    return { id, label, person: personOf(name) };
  });
}
