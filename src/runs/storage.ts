/** What stays on this device from one visit to the next, in IndexedDB: the last settings, records of runs, the newest weights, measured kernels. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { TunedKernels } from '../train/kernel_tuning_report';
import type { RunRecord } from './record';
import { recalled, stored, type StoredRecord } from './stored_record';

/** As it was written, perhaps by an older version: whoever reads it has to check it. */
export interface LastWork {
  readonly config: unknown;
  readonly preset: string;
  /** Labels given by hand, by the video's key. */
  readonly labels: Readonly<Record<string, string>>;
  /** `cpu` where training was to compute on the CPU. */
  readonly computeOn?: string;
  /** Trainings that wait in the queue. */
  readonly queue?: unknown;
}

/** The state of one run, from which training goes on. */
export interface StoredWeights {
  /** `RunRecord.id`, and what belongs together there. */
  readonly id: string;
  readonly training: string;
  /** Steps completed. */
  readonly step: number;
  /** A safetensors file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What was measured of the kernels on an adapter. */
export interface StoredKernels {
  readonly adapter: string;
  readonly tuned: TunedKernels;
}

interface Tables extends DBSchema {
  last: { key: string; value: LastWork };
  runs: { key: string; value: StoredRecord };
  weights: { key: string; value: StoredWeights };
  kernels: { key: string; value: StoredKernels };
}

const VERSION = 2;
const LAST = 'work';

export class Storage {
  readonly #database: IDBPDatabase<Tables>;

  private constructor(database: IDBPDatabase<Tables>) {
    this.#database = database;
  }

  /**
   * Opens the store `name`, making it where there is none.
   * @throws DOMException where the browser keeps nothing (a private window, storage switched off) or holds a newer version.
   */
  static async open(name = 'ltn-playground'): Promise<Storage> {
    const database = await openDB<Tables>(name, VERSION, {
      upgrade(tables, oldVersion) {
        if (oldVersion < 1) {
          tables.createObjectStore('last');
          tables.createObjectStore('runs', { keyPath: 'id' });
          tables.createObjectStore('weights', { keyPath: 'id' });
        }
        tables.createObjectStore('kernels', { keyPath: 'adapter' });
      },
      // A newer version in another tab must not wait for this one.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    return new Storage(database);
  }

  lastWork(): Promise<LastWork | undefined> {
    return this.#database.get('last', LAST);
  }

  async keepLastWork(work: LastWork): Promise<void> {
    await this.#database.put('last', work, LAST);
  }

  /** The oldest first. */
  async runs(): Promise<RunRecord[]> {
    const records = await this.#database.getAll('runs');
    return records.map(recalled).sort((a, b) => a.began - b.began || a.place - b.place);
  }

  /** Writes and deletes at once: all of it or nothing. */
  async changeRuns(written: readonly RunRecord[], deleted: readonly string[]): Promise<void> {
    const change = this.#database.transaction('runs', 'readwrite');
    await Promise.all([
      ...written.map((record) => change.store.put(stored(record))),
      ...deleted.map((id) => change.store.delete(id)),
      change.done,
    ]);
  }

  /** Ids of the runs whose weights are kept, and the step they are of. */
  async weightSteps(): Promise<Record<string, number>> {
    const steps: Record<string, number> = {};
    // One at a time: weights are large.
    let cursor = await this.#database.transaction('weights').store.openCursor();
    while (cursor) {
      steps[cursor.value.id] = cursor.value.step;
      cursor = await cursor.continue();
    }
    return steps;
  }

  weights(id: string): Promise<StoredWeights | undefined> {
    return this.#database.get('weights', id);
  }

  /**
   * Keeps the weights of one training, and no others: weights are large, and the newest are the ones that get lost. All of
   * them or, where one cannot be written or the page goes meanwhile, none: then what was kept before stays.
   */
  async keepWeights(runs: readonly StoredWeights[]): Promise<void> {
    const change = this.#database.transaction('weights', 'readwrite');
    try {
      await change.store.clear();
      for (const run of runs) await change.store.put(run);
    } catch (error) {
      // Else what was asked before it is committed by itself.
      change.abort();
      await change.done.catch(() => undefined);
      throw error;
    }
    await change.done;
  }

  kernels(adapter: string): Promise<StoredKernels | undefined> {
    return this.#database.get('kernels', adapter);
  }

  async keepKernels(kernels: StoredKernels): Promise<void> {
    await this.#database.put('kernels', kernels);
  }

  close(): void {
    this.#database.close();
  }
}
