/** Keeps the work on this device: settings and labels, records of runs, and the newest weights while it trains. */
import type * as Comlink from 'comlink';
import type { StoreApi } from 'zustand/vanilla';
import type { ComputeOn, TrainService } from '../protocol/train';
import { PRESETS, type PresetName, type StudyConfig } from '../runs/config';
import type { LastWork, Storage } from '../runs/storage';
import type { Archive } from './archive';
import { KeepWeights } from './keep_weights';
import { notify, sentenceOfError } from './notices';
import { readKept, toBeKept, type StoredTraining } from './queue_items';
import { parseConfig } from './settings';
import type { SessionState } from './state';
import type { Updates } from './updates';

/** Milliseconds between a change of the settings and its being written. */
const SETTINGS_AFTER = 300;

export interface Opening {
  readonly config?: StudyConfig;
  readonly preset?: PresetName;
  readonly labels?: Readonly<Record<string, string>>;
  readonly queue?: readonly StoredTraining[];
  readonly computeOn?: ComputeOn;
  readonly problem?: string;
}

/** What the address says; no text, no link. */
type Link = { readonly text: string } & (
  | { readonly ok: true; readonly config: StudyConfig; readonly preset: PresetName }
  | { readonly ok: false; readonly message: string }
);

/** What to begin with: the link where it says anything, else the work of last time, else the preset; the queue in any case. */
export function openingOf(link: Link, last: LastWork | undefined): Opening {
  const { trainings, lost } = readKept(last?.queue);
  const rest = {
    labels: last?.labels ?? {},
    ...(last?.computeOn === 'cpu' && { computeOn: 'cpu' as const }),
    ...(trainings.length > 0 ? { queue: trainings } : {}),
  };
  if (lost > 0) {
    const problem = `${lost} of the trainings that were queued last time are not in the queue any more: this version does not know their settings.`;
    return { problem, ...settingsOf(link, last), ...rest };
  }
  return { ...settingsOf(link, last), ...rest };
}

function settingsOf(link: Link, last: LastWork | undefined): Opening {
  const problem = link.ok ? {} : { problem: link.message };
  if (link.ok && link.text.length > 1) return { config: link.config, preset: link.preset };
  if (!last) return problem;
  const parsed = parseConfig(last.config);
  if (!parsed.ok || !Object.hasOwn(PRESETS, last.preset)) {
    const why = parsed.ok ? `"${last.preset}" is no preset any more.` : parsed.message;
    return { problem: `The settings of last time were not taken up: ${why}`, ...problem };
  }
  return { config: parsed.config, preset: last.preset as PresetName, ...problem };
}

export class Keep {
  readonly #storage: Storage;
  readonly #updates: Updates<SessionState>;
  readonly #archive: Archive;
  readonly #weights: KeepWeights;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failed = false;
  /** Records as they are in the storage. */
  #kept: SessionState['archive'] = [];

  constructor(
    storage: Storage,
    store: StoreApi<SessionState>,
    parts: {
      readonly updates: Updates<SessionState>;
      readonly archive: Archive;
      readonly train: () => Comlink.Remote<TrainService>;
    },
  ) {
    this.#storage = storage;
    this.#updates = parts.updates;
    this.#archive = parts.archive;
    this.#weights = new KeepWeights(storage, parts.updates, parts.train, (work) => this.#trying(work));
    store.subscribe((state, before) => this.#follow(state, before));
  }

  /** Brings the records of earlier visits; what this one begins with is the newest work from now on. */
  async open(): Promise<void> {
    void this.#keepSettings();
    await this.#trying(async () => {
      const [records, kept] = await Promise.all([this.#storage.runs(), this.#storage.keptWeights()]);
      this.#kept = records;
      this.#archive.add(records);
      this.#updates.now(({ keptWeights }) => ({ keptWeights: { ...kept, ...keptWeights } }));
      await this.#weights.dropOrphans();
    });
  }

  /** The state of a run that is kept, as a file; undefined where there is none (a notice says so). */
  async weightsFile(id: string): Promise<File | undefined> {
    let file: File | undefined;
    await this.#trying(async () => {
      const weights = await this.#storage.weights(id);
      if (weights) file = new File([weights.bytes], `${id.replace('/', '-')}.safetensors`);
      else notify(this.#updates, 'error', 'The weights of this run are not on this device any more.');
    });
    return file;
  }

  removeWeights(ids: readonly string[]): Promise<void> {
    return this.#weights.remove(ids);
  }

  /** What is waiting to be written is written: the page may be about to go. */
  flush(): void {
    this.#archive.writeNow();
    if (this.#timer !== undefined) void this.#keepSettings();
    this.#weights.now();
  }

  #follow(state: SessionState, before: SessionState): void {
    const queued = state.queue !== before.queue;
    if (
      queued ||
      state.config !== before.config ||
      state.preset !== before.preset ||
      state.computeOn !== before.computeOn ||
      state.labels !== before.labels
    ) {
      this.#timer ??= setTimeout(() => void this.#keepSettings(), SETTINGS_AFTER);
    }
    if (state.archive !== before.archive) void this.#keepRuns();
    this.#weights.follow(state);
  }

  async #keepSettings(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { config, preset, labels, queue, computeOn } = this.#updates.read();
    const waiting = toBeKept(queue);
    const work = { config, preset, labels, computeOn, ...(waiting.length > 0 ? { queue: waiting } : {}) };
    await this.#trying(() => this.#storage.keepLastWork(work));
  }

  async #keepRuns(): Promise<void> {
    // Not the state that the store told of: a newer one may have come before it.
    const { archive } = this.#updates.read();
    const kept = new Map(this.#kept.map((record) => [record.id, record]));
    this.#kept = archive;
    const written = archive.filter((record) => kept.get(record.id) !== record);
    const ids = new Set(archive.map(({ id }) => id));
    const deleted = [...kept.keys()].filter((id) => !ids.has(id));
    if (written.length === 0 && deleted.length === 0) return;
    await this.#trying(() => this.#storage.changeRuns(written, deleted));
  }

  /** Says once, not with every step, that nothing can be stored. */
  async #trying(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (this.#failed) return false;
      this.#failed = true;
      const why = sentenceOfError(error);
      notify(this.#updates, 'error', `This work can no longer be stored on this device (${why}).`);
      return false;
    }
  }
}
