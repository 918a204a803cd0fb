/** The same convolutions by jax-js, in its own layout: x [B,C,T,H,W], filter [O,I,t,h,w]. */
import { defaultDevice, getWebGPUDevice, grad, init, jit, lax, numpy as np } from '@jax-js/jax';
import * as tf from '@tensorflow/tfjs';
import { worstDifference } from '../src/gpu/oracle';
import type { Layer } from './layers';
import type { Pass } from './report';
import type { Tensors } from './stock_convolutions';
import { milliseconds } from './timing';

type Matrix = np.Array;

/** Sums of thousands of products, in another order. */
const TOLERANCE = 1e-3;
/** From our layouts, channels last, to theirs. */
const CHANNELS_FIRST = [0, 4, 1, 2, 3];
const OUT_CHANNELS_FIRST = [4, 3, 0, 1, 2];

let opening: Promise<void> | undefined;

async function open(): Promise<void> {
  const devices = await init('webgpu');
  if (!devices.includes('webgpu')) throw new Error('jax-js finds no WebGPU');
  defaultDevice('webgpu');
}

/** The same numbers, laid out anew: a view would be read across its strides. */
async function laidOut(
  tensor: tf.Tensor,
  axes: number[],
): Promise<{ values: Float32Array; shape: number[] }> {
  const turned = tf.transpose(tensor, axes);
  const values = Float32Array.from(await turned.data());
  turned.dispose();
  return { values, shape: turned.shape };
}

async function asArray(tensor: tf.Tensor, axes: number[]): Promise<Matrix> {
  const { values, shape } = await laidOut(tensor, axes);
  return np.array(values, { shape });
}

/**
 * Milliseconds of one pass. What it computes is lazy: a result that is disposed unread is never computed, so each is asked
 * for its buffer, which submits it.
 *
 * @param ours – the same pass by our kernels, which theirs must agree with.
 * @throws Error when it does not.
 */
export async function jaxMilliseconds(
  { geometry }: Layer,
  pass: Pass,
  { x, filter, dy }: Tensors,
  ours: () => tf.Tensor,
): Promise<number> {
  await (opening ??= open());
  const { strides, padding } = geometry;
  const zeros = padding.map((n): [number, number] => [n, n]);
  const convolve = (a: Matrix, b: Matrix) => lax.convGeneralDilated(a, b, [...strides], zeros);
  const product = (a: Matrix, b: Matrix, c: Matrix) => np.sum(convolve(a, b).mul(c));
  const compiled =
    pass === 'forward'
      ? jit((a: Matrix, b: Matrix, c: Matrix) => {
          c.dispose();
          return convolve(a, b);
        })
      : jit(grad(product, { argnums: pass === 'input' ? 0 : 1 }));
  const given = [
    await asArray(x, CHANNELS_FIRST),
    await asArray(filter, OUT_CHANNELS_FIRST),
    await asArray(dy, CHANNELS_FIRST),
  ] as const;
  const run = () => compiled(given[0].ref, given[1].ref, given[2].ref) as Matrix;
  try {
    const result = ours();
    const want = await laidOut(result, pass === 'filter' ? OUT_CHANNELS_FIRST : CHANNELS_FIRST);
    result.dispose();
    const off = worstDifference((await run().data()) as Float32Array, want.values);
    if (!(off < TOLERANCE)) throw new Error(`jax-js computes other numbers, off by ${off.toPrecision(2)}`);
    const { queue } = getWebGPUDevice();
    return await milliseconds(
      async () => {
        await run().gpuBuffer();
      },
      () => queue.onSubmittedWorkDone(),
    );
  } finally {
    for (const array of given) array.dispose();
  }
}
