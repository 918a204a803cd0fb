/** Opens tfjs's wasm backend in this worker: training on the CPU, for machines without WebGPU. Loaded only there. */
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import type { AdapterReport } from '../gpu/adapter';
import './kernels';

export interface Cpu {
  readonly report: AdapterReport;
}

/**
 * Makes tfjs's wasm backend the one in use, with the kernels of this folder. One thread: more of them would need headers
 * that not every host of a static page sends, and a looser policy than this page has.
 * @throws Error with a sentence when the browser has no WebAssembly with vectors or does not start it.
 */
export async function openCpu(): Promise<Cpu> {
  const env = tf.env();
  env.set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await env.getAsync('WASM_HAS_SIMD_SUPPORT')))
    throw new Error(
      typeof WebAssembly === 'undefined'
        ? 'This browser has no WebAssembly, or it is switched off, e.g. by Lockdown Mode: switch it on for this page, or use another browser.'
        : 'The WebAssembly of this browser has no vector instructions (SIMD): update the browser.',
    );
  setWasmPaths({
    'tfjs-backend-wasm-simd.wasm': simd,
    // Asked for by name, never loaded.
    'tfjs-backend-wasm.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': simd,
  });
  if (!(await tf.setBackend('wasm')))
    throw new Error(
      'This browser does not start the WebAssembly of training: reload the page, or update the browser.',
    );
  await tf.ready();
  return { report: { name: 'CPU (wasm)', software: true, features: ['simd'] } };
}
