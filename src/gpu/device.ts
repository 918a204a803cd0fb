/** Opens the WebGPU device of this worker, hands it to tfjs, and watches over it. */
import * as tf from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { openDevice, type AdapterReport, type GpuRefusal } from './adapter';
import { installKernels } from './kernels';

export type { AdapterReport, GpuRefusal } from './adapter';

/** The one device of this worker, open. */
export interface Gpu {
  readonly device: GPUDevice;
  readonly report: AdapterReport;
  /** Resolves with one sentence when the device is gone for good otherwise than by `destroy`. Never rejects. */
  readonly lost: Promise<string>;
  /** The first error since the last call that no error scope caught; those after it mostly follow from it. */
  takeError(): string | undefined;
  /** Frees the device and every tensor on it; tfjs has no webgpu backend afterwards. */
  destroy(): void;
}

/**
 * Opens a device of this thread's own and makes it tfjs's backend, with the kernels of this folder.
 * A refusal is an answer, not an exception. Call it once; `destroy` before calling it again.
 * @throws Error when tfjs itself cannot start on the device.
 */
export async function openGpu(): Promise<{ readonly ok: true; readonly gpu: Gpu } | GpuRefusal> {
  const opened = await openDevice();
  if (!opened.ok) return opened;
  const { device, info, report } = opened;

  let firstError: string | undefined;
  device.addEventListener('uncapturederror', ({ error }) => {
    firstError ??= error.message;
  });
  const lost = new Promise<string>((resolve) => {
    void device.lost.then(({ reason, message }) => {
      if (reason === 'destroyed') return;
      const detail = message ? ` (${message})` : '';
      resolve(`The graphics device was lost${detail}: reload the page to go on.`);
    });
  });

  // The package registers a factory of its own, with the default limits.
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, info));
  if (!(await tf.setBackend('webgpu'))) {
    device.destroy();
    throw new Error('openGpu(): tfjs could not start its WebGPU backend on the device.');
  }
  await tf.ready();
  installKernels();

  return {
    ok: true,
    gpu: {
      device,
      report,
      lost,
      takeError() {
        const message = firstError;
        firstError = undefined;
        return message;
      },
      destroy() {
        tf.removeBackend('webgpu');
        device.destroy();
      },
    },
  };
}
