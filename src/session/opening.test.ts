/** Opening a device ends with one, or with a sentence; where it is not the one that was chosen, that is said. */
import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { GpuOpening } from '../protocol/train';
import { choiceInPlace, cpuRefused, hasChoiceOfDevice, isOnCpu } from './compute_on';
import { takeOpening } from './opening';
import type { SessionState } from './state';
import { pacedUpdates } from './updates';

const adapter = { name: 'acme 900', software: false, features: [] };
const why = 'The WebAssembly of this browser has no vector instructions (SIMD): update the browser.';

async function opened(call: Promise<GpuOpening>, computeOn: SessionState['computeOn'] = 'cpu') {
  const store = createStore<SessionState>()(
    () =>
      ({
        stage: 'opening',
        gpu: { status: 'opening' },
        computeOn,
        notices: [],
      }) as Partial<SessionState> as SessionState,
  );
  const isOpen = await takeOpening(pacedUpdates(store), call);
  return { isOpen, state: store.getState(), said: store.getState().notices.map(({ message }) => message) };
}

it('a worker that throws while it opens leaves a session without a device, and its sentence', async () => {
  const { isOpen, state } = await opened(Promise.reject(new Error(why)));
  expect(isOpen).toBe(false);
  expect(state).toMatchObject({
    stage: 'unavailable',
    gpu: { status: 'none', reason: 'failed', message: why },
  });
});

it('the CPU that was chosen and does not start is told with what it runs on, why and what to do', async () => {
  const { isOpen, state, said } = await opened(
    Promise.resolve({ ok: true, adapter, refusal: undefined, cpuRefusal: why }),
  );
  expect(isOpen).toBe(true);
  expect(said[0]).toContain(cpuRefused(state));
  expect(said[0]).toMatch(
    /on WebGPU \(acme 900\) and not on the CPU as you chose.*\(SIMD\): update the browser\. Or choose WebGPU/,
  );
  expect([isOnCpu(state), hasChoiceOfDevice(state)]).toEqual([false, true]);
  // Chosen, it is what training runs on already: nothing is opened anew.
  const chosen = { ...state, ...choiceInPlace(state, 'gpu') };
  expect([chosen.computeOn, cpuRefused(chosen), hasChoiceOfDevice(chosen)]).toEqual([
    'gpu',
    undefined,
    false,
  ]);
  expect(choiceInPlace(state, 'cpu')).toBeUndefined();
});

it('a device that is the one chosen, or stands in for a GPU that is not there, is no refused choice', async () => {
  const cpu = { name: 'CPU (wasm)', software: true, features: [] };
  const chosen = await opened(Promise.resolve({ ok: true, adapter: cpu, refusal: undefined }));
  const refusal = { reason: 'no-webgpu', message: 'No WebGPU.' } as const;
  const instead = await opened(Promise.resolve({ ok: true, adapter: cpu, refusal }), 'gpu');
  for (const { state, said } of [chosen, instead]) {
    expect([isOnCpu(state), cpuRefused(state), said]).toEqual([true, undefined, []]);
    expect(choiceInPlace(state, 'gpu')).toBeUndefined();
  }
});
