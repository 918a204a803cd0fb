/** What the session makes of the reports of measuring: how far it is with each tiling, and what of it is kept. */
import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Storage } from '../runs/storage';
import { Kernels, KERNELS_UNMEASURED } from './kernels';
import type { SessionState } from './state';
import { pacedUpdates } from './updates';

function measured() {
  const store = createStore<SessionState>()(
    () =>
      ({
        gpu: { status: 'open', adapter: { name: 'test', software: true, features: [] } },
        kernels: KERNELS_UNMEASURED,
      }) as unknown as SessionState,
  );
  const kept: unknown[] = [];
  const storage = {
    keepKernels(of: unknown) {
      kept.push(of);
      return Promise.resolve();
    },
  } as unknown as Storage;
  const updates = pacedUpdates(store);
  const kernels = new Kernels(updates, storage, () => {
    throw new Error('nothing is asked of the worker');
  });
  return { kernels, kept, state: () => updates.read().kernels };
}

it('moves with every tiling, keeps a convolution once all of its are measured, and ends with what is known', () => {
  const { kernels, kept, state } = measured();
  kernels.report({ done: 1, total: 12 });
  expect(state()).toMatchObject({ status: 'measuring', done: 1, total: 12, secondsLeft: undefined });
  kernels.report({ done: 2, total: 12 });
  expect(state()).toMatchObject({ status: 'measuring', done: 2, total: 12 });
  expect(state().secondsLeft).toBeGreaterThanOrEqual(0);
  expect(kept).toEqual([]);
  const tuned = { version: 1, tilings: { a: {}, b: {} } };
  kernels.report({ done: 12, total: 12, tuned });
  expect(kept).toEqual([{ adapter: 'test', tuned }]);
  expect(state()).toMatchObject({ status: 'measured', done: 2, total: 2 });
});
