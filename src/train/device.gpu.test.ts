/** What training computes on where the CPU was chosen and the browser's WebAssembly is not up to it. */
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openTrainDevice } from './device';

beforeEach(() => {
  vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('the GPU, which says in one sentence why it is not the CPU', async () => {
  const opened = await openTrainDevice('cpu');
  if (!opened.ok) throw new Error(opened.message);
  expect(opened.device.cpuRefusal).toBe(
    'The WebAssembly of this browser has no vector instructions (SIMD): update the browser.',
  );
  expect(opened.device.refusal).toBeUndefined();
  expect(tf.getBackend()).toBe('webgpu');
  expect(Array.from(await tf.add([1, 2], [3, 4]).data())).toEqual([4, 6]);
});

test('nothing, where there is no GPU either: both reasons are told', async () => {
  vi.stubGlobal('navigator', {});
  const opened = await openTrainDevice('cpu');
  expect(opened).toMatchObject({ ok: false, reason: 'no-webgpu' });
  if (!opened.ok)
    expect(opened.message).toMatch(/no WebGPU.*Training on the CPU does not start either: .*SIMD/);
});
