/** What stays on this device from one visit to the next, in IndexedDB: the last settings, records of runs and their weights, measured kernels. */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
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

/** What is known of kept weights without reading them. */
export interface KeptWeights {
  /** Steps completed. */
  readonly step: number;
  /** Size of the file. */
  readonly bytes: number;
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
  /** An entry for each of the weights. */
  kept: { key: string; value: KeptWeights & { readonly id: string } };
  kernels: { key: string; value: StoredKernels };
}

const VERSION = 3;
const LAST = 'work';

/** Enters the weights that were kept before there was a list of them. */
async function listKept(
  change: IDBPTransaction<Tables, StoreNames<Tables>[], 'versionchange'>,
): Promise<void> {
  // One at a time: weights are large.
  let cursor = await change.objectStore('weights').openCursor();
  while (cursor) {
    const { id, step, bytes } = cursor.value;
    await change.objectStore('kept').put({ id, step, bytes: bytes.byteLength });
    cursor = await cursor.continue();
  }
}

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
      upgrade(tables, oldVersion, _newVersion, change) {
        if (oldVersion < 1) {
          tables.createObjectStore('last');
          tables.createObjectStore('runs', { keyPath: 'id' });
          tables.createObjectStore('weights', { keyPath: 'id' });
        }
        if (oldVersion < 2) tables.createObjectStore('kernels', { keyPath: 'adapter' });
        tables.createObjectStore('kept', { keyPath: 'id' });
        // What it asks for is part of the upgrade, which is done when that is.
        listKept(change).catch(() => change.abort());
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

  /** By the id of the run. */
  async keptWeights(): Promise<Record<string, KeptWeights>> {
    const all = await this.#database.getAll('kept');
    return Object.fromEntries(all.map(({ id, ...kept }) => [id, kept]));
  }

  weights(id: string): Promise<StoredWeights | undefined> {
    return this.#database.get('weights', id);
  }

  /**
   * Keeps the weights of these runs in the place of those that were kept of them. All or, where one cannot be written or the
   * page goes meanwhile, none: then what was kept before stays.
   */
  async keepWeights(runs: readonly StoredWeights[]): Promise<void> {
    const change = this.#database.transaction(['weights', 'kept'], 'readwrite');
    try {
      for (const run of runs) {
        await change.objectStore('weights').put(run);
        const { id, step, bytes } = run;
        await change.objectStore('kept').put({ id, step, bytes: bytes.byteLength });
      }
    } catch (error) {
      // Else what was asked before it is committed by itself.
      change.abort();
      await change.done.catch(() => undefined);
      throw error;
    }
    await change.done;
  }

  async dropWeights(ids: readonly string[]): Promise<void> {
    const change = this.#database.transaction(['weights', 'kept'], 'readwrite');
    await Promise.all([
      ...ids.flatMap((id) => [
        change.objectStore('weights').delete(id),
        change.objectStore('kept').delete(id),
      ]),
      change.done,
    ]);
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
