/** The weights' part of the session: a checkpoint is looked at first, then taken as the start or gone on with; runs are saved. */
import * as Comlink from 'comlink';
import type { TrainService } from '../protocol/train';
import { NO_CURVES } from './curves';
import { trainingIds } from './library';
import { notify, sentenceOfError } from './notices';
import { withSetting, type Change } from './settings';
import { isUntrained } from './stage';
import type { CheckpointState, SessionState } from './state';
import type { Updates } from './updates';

export type ExportKind = 'encoder' | 'run';

/** A file to be saved by whoever asked for it. */
export interface SavedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the weights need of the rest of the session. */
interface Rest {
  readonly changeConfig: (change: Change) => unknown;
  readonly pause: () => Promise<void>;
  /** Brings the train worker up to the state; resolves when it is there. */
  readonly follow: () => Promise<void>;
  readonly embedNow: () => Promise<void>;
}

const CHECKPOINT = /\.(safetensors|pth?|pyth)$/i;

/** True for the names of files that hold weights, not videos. */
export function isCheckpoint(name: string): boolean {
  return CHECKPOINT.test(name);
}

export class Weights {
  readonly #updates: Updates<SessionState>;
  readonly #service: () => Comlink.Remote<TrainService>;
  readonly #rest: Rest;
  /** Read anew when it is needed: a checkpoint may be as large as what is left of the memory. */
  #file: File | undefined;
  #startFile: File | undefined;

  constructor(updates: Updates<SessionState>, service: () => Comlink.Remote<TrainService>, rest: Rest) {
    this.#updates = updates;
    this.#service = service;
    this.#rest = rest;
  }

  /** Looks at a checkpoint; the newest one replaces the others. Nothing is applied. */
  async inspect(file: File): Promise<void> {
    this.#file = file;
    const show = (state: CheckpointState) => {
      if (this.#file === file) this.#updates.now(() => ({ checkpoint: state }));
    };
    show({ status: 'reading', name: file.name });
    try {
      const report = await this.#service().inspectCheckpoint(await transferred(file));
      show({ status: 'read', name: file.name, report });
    } catch (error) {
      show({ status: 'refused', name: file.name, message: sentenceOfError(error) });
    }
  }

  close(): void {
    this.#file = undefined;
    this.#updates.now(() => ({ checkpoint: undefined }));
  }

  /** All runs start from the encoder of the checkpoint: at once where nothing was trained yet, else with the next start or reset. */
  async apply(): Promise<void> {
    const file = this.#file;
    const { checkpoint, config } = this.#updates.read();
    if (!file || checkpoint?.status !== 'read') return;
    const { architecture, width } = checkpoint.report;
    await this.#trying(async () => {
      await this.#service().applyEncoder(await transferred(file));
      this.#startFile = file;
      const named = withSetting(config, 'train.encoder.architecture', architecture);
      this.#rest.changeConfig(named.ok ? withSetting(named.config, 'train.encoder.width', width) : named);
      await this.#startFrom({ name: file.name, architecture, width });
    });
  }

  /** All runs start from the seed again. */
  async clearStart(): Promise<void> {
    this.#startFile = undefined;
    await this.#trying(async () => {
      await this.#service().clearEncoder();
      await this.#startFrom(undefined);
    });
  }

  async #startFrom(initialEncoder: SessionState['initialEncoder']): Promise<void> {
    this.#updates.now(({ stage, step, prepared }) =>
      isUntrained(stage, step)
        ? { initialEncoder, prepared: undefined }
        : { initialEncoder, pendingChange: prepared !== undefined },
    );
    await this.#rest.follow();
  }

  /** Goes on with the run in the checkpoint: its settings, alone, from the step it was saved at. */
  async resume(): Promise<void> {
    const { checkpoint } = this.#updates.read();
    if (!this.#file || checkpoint?.status !== 'read' || !checkpoint.report.run) return;
    await this.resumeRuns([this.#file]);
  }

  /** Goes on with runs of one training, a file each. `also` changes with them, from the step they were saved at. */
  async resumeRuns(
    files: readonly File[],
    also: (step: number) => Partial<SessionState> = () => ({}),
  ): Promise<void> {
    await this.#trying(async () => {
      await this.#rest.pause();
      const contents = await Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer())));
      const buffers = contents.map(({ buffer }) => buffer);
      const saved = await this.#service().resumeRuns(Comlink.transfer(contents, buffers));
      this.#updates.now(({ config, library, trainOn }) => ({
        stage: 'paused',
        config: { ...config, train: saved.config },
        prepared: {
          config: saved.config,
          videoIds: trainingIds(library, trainOn),
          resumed: { step: saved.step },
        },
        pendingChange: false,
        behind: undefined,
        step: saved.step,
        secondsPerStep: undefined,
        curves: NO_CURVES,
        embedding: undefined,
        ...also(saved.step),
      }));
      await this.#rest.follow();
      await this.#rest.embedNow();
    });
  }

  /** A run or its encoder as a file; undefined when it failed (a notice says why). */
  async save(runId: string, kind: ExportKind): Promise<SavedFile | undefined> {
    let saved: SavedFile | undefined;
    await this.#trying(async () => {
      const service = this.#service();
      const { step } = this.#updates.read();
      const bytes = await (kind === 'run' ? service.exportRun(runId) : service.exportEncoder(runId));
      saved = { name: `ltn-${runId}-${kind}-step${step}.safetensors`, bytes };
    });
    return saved;
  }

  /** After a new train worker: it knows nothing of the weights to start from. */
  async reopened(): Promise<void> {
    const file = this.#startFile;
    if (file) await this.#trying(async () => this.#service().applyEncoder(await transferred(file)));
  }

  async #trying(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      notify(this.#updates, 'error', sentenceOfError(error));
    }
  }
}

async function transferred(file: File): Promise<Uint8Array> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return Comlink.transfer(bytes, [bytes.buffer]);
}
