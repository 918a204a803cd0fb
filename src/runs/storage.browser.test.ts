/** What is kept comes back as it was, from a real IndexedDB. */
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PRESETS } from './config';
import type { RunRecord } from './record';
import { Storage } from './storage';

const NAME = 'storage-test';
let storage: Storage;

beforeEach(async () => {
  await deleteDB(NAME);
  storage = await Storage.open(NAME);
});
afterEach(() => storage.close());

const record = (id: string, began: number): RunRecord => ({
  id,
  training: 't',
  number: 1,
  runId: 'base',
  run: { variant: 'base', orthogonal: true },
  place: 0,
  config: PRESETS.interactive.train,
  videos: { source: 'builtin', count: 64 },
  adapter: 'test',
  began,
  saved: began,
  step: 3,
  secondsPerStep: undefined,
  loss: 1.5,
  top1: 0.25,
  curves: { every: 1, steps: [1], loss: [1.5], top1: [0.25], chance: [1.4] },
  scored: undefined,
  note: '',
  pinned: false,
});

async function reopened(): Promise<Storage> {
  storage.close();
  storage = await Storage.open(NAME);
  return storage;
}

it('has nothing to begin with', async () => {
  expect(await storage.lastWork()).toBeUndefined();
  expect(await storage.runs()).toEqual([]);
});

it('gives the last work back after it was opened again', async () => {
  const work = { config: PRESETS.paperMoco, preset: 'paperMoco', labels: { a: 'Enter' } };
  await storage.keepLastWork({ ...work, labels: {} });
  await storage.keepLastWork(work);
  expect(await (await reopened()).lastWork()).toEqual(work);
});

it('gives runs back oldest first, as they were last written, without the deleted ones', async () => {
  await storage.changeRuns([record('b', 2), record('a', 1), record('c', 3)], []);
  await storage.changeRuns([{ ...record('a', 1), note: 'kept' }], ['b']);
  expect(await (await reopened()).runs()).toEqual([{ ...record('a', 1), note: 'kept' }, record('c', 3)]);
});

const weights = (id: string, step: number) => ({ id, training: 't', step, bytes: new Uint8Array(step) });
const kept = (step: number) => ({ step, bytes: step });

it('keeps the newest weights of every run until they are dropped', async () => {
  await storage.keepWeights([weights('a', 1), weights('b', 1)]);
  await storage.keepWeights([weights('c', 7)]);
  await storage.keepWeights([weights('a', 2), weights('b', 2)]);
  expect(await storage.keptWeights()).toEqual({ a: kept(2), b: kept(2), c: kept(7) });
  expect(await (await reopened()).weights('c')).toEqual(weights('c', 7));
  await storage.dropWeights(['a', 'b']);
  expect(await (await reopened()).keptWeights()).toEqual({ c: kept(7) });
  expect(await storage.weights('a')).toBeUndefined();
});

it('keeps the last whole moment where the next one cannot be written to its end', async () => {
  await storage.keepWeights([weights('a', 1), weights('b', 1)]);
  // A function cannot be stored.
  const broken = { ...weights('b', 2), note: () => 0 };
  await expect(storage.keepWeights([weights('a', 2), broken])).rejects.toThrow();
  expect(await storage.keptWeights()).toEqual({ a: kept(1), b: kept(1) });
  expect(await storage.weights('a')).toEqual(weights('a', 1));
  await storage.keepWeights([weights('a', 3), weights('b', 3)]);
  expect(await (await reopened()).keptWeights()).toEqual({ a: kept(3), b: kept(3) });
});

it('takes over what an older version kept', async () => {
  storage.close();
  await deleteDB(NAME);
  const older = await openDB(NAME, 2, {
    upgrade(tables) {
      tables.createObjectStore('last');
      for (const name of ['runs', 'weights']) tables.createObjectStore(name, { keyPath: 'id' });
      tables.createObjectStore('kernels', { keyPath: 'adapter' });
    },
  });
  for (const [id, step] of [
    ['a', 9],
    ['b', 10],
  ] as const)
    await older.put('weights', weights(id, step));
  older.close();
  storage = await Storage.open(NAME);
  expect(await storage.keptWeights()).toEqual({ a: kept(9), b: kept(10) });
  expect(await storage.weights('b')).toEqual(weights('b', 10));
});

it('measured kernels come back for the adapter they are of', async () => {
  const tuned = { version: 1, tilings: { 'a convolution': { positions: 4 } } };
  await storage.keepKernels({ adapter: 'this one', tuned });
  const again = await reopened();
  expect(await again.kernels('this one')).toEqual({ adapter: 'this one', tuned });
  expect(await again.kernels('another')).toBeUndefined();
});
