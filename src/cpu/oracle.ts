/**
 * For tests: holds what runs on the wasm backend against the same thing in plain operations on tfjs's CPU backend. Memory
 * that was freed is full of NaN when it runs, so that what a kernel forgets to write is seen.
 */
import * as tf from '@tensorflow/tfjs';
import { worstDifference, type Numbers } from '../gpu/oracle';
import './kernels';

/** Numbers of memory that is poisoned, in blocks that small tensors are cut from too. */
const POISON = [1 << 20, 1 << 16, 1 << 12, 1 << 8, 1 << 4];

type Work = (inputs: tf.Tensor[]) => tf.Tensor[];

async function on(backend: 'wasm' | 'cpu', inputs: readonly Numbers[], work: Work): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  if (backend === 'wasm') tf.dispose(POISON.map((size) => tf.fill([size], NaN)));
  const before = tf.memory().numTensors;
  const tensors = tf.tidy(() => work(inputs.map(({ shape, values }) => tf.tensor(values, [...shape]))));
  const read = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  tf.dispose(tensors);
  if (tf.memory().numTensors !== before) throw new Error(`${backend}: a tensor was never disposed.`);
  return read;
}

/** Largest relative difference between `ours` on the wasm backend and `plain` on the CPU backend, of each result. */
export async function differences(inputs: readonly Numbers[], ours: Work, plain: Work): Promise<number[]> {
  const want = await on('cpu', inputs, plain);
  const got = await on('wasm', inputs, ours);
  return want.map((values, i) => worstDifference(got[i]!, values));
}

/** What `operation` gives, and its gradients to all inputs but the last, which is the cotangent. */
export function withGradients(operation: (...inputs: tf.Tensor[]) => tf.Tensor): Work {
  return (inputs) => {
    const [own, cotangent] = [inputs.slice(0, -1), inputs.at(-1)!];
    return [operation(...own), ...tf.grads(operation)(own, cotangent)];
  };
}
