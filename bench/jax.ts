/** The same convolutions by jax-js, in its own layout: x [B,C,T,H,W], filter [O,I,t,h,w]. */
import { blockUntilReady, defaultDevice, grad, init, jit, lax, numpy as np, random } from '@jax-js/jax';
import type { ConvGeometry } from '../src/gpu/conv3d_geometry';
import type { Pass } from './report';
import { milliseconds } from './timing';

type Matrix = np.Array;

let opening: Promise<void> | undefined;

async function open(): Promise<void> {
  const devices = await init('webgpu');
  if (!devices.includes('webgpu')) throw new Error('jax-js finds no WebGPU');
  defaultDevice('webgpu');
}

export async function jaxMilliseconds(geometry: ConvGeometry, pass: Pass): Promise<number> {
  await (opening ??= open());
  const { batch, input, output, kernel, strides, padding, inChannels, outChannels } = geometry;
  const zeros = padding.map((n): [number, number] => [n, n]);
  const normal = (seed: number, shape: number[]) => random.normal(random.key(seed), shape);
  const x = normal(0, [batch, inChannels, ...input]);
  const filter = normal(1, [outChannels, inChannels, ...kernel]);
  const dy = normal(2, [batch, outChannels, ...output]);
  const convolve = (a: Matrix, b: Matrix) => lax.convGeneralDilated(a, b, [...strides], zeros);
  const product = (a: Matrix, b: Matrix, c: Matrix) => np.sum(convolve(a, b).mul(c));
  const run =
    pass === 'forward'
      ? jit((a: Matrix, b: Matrix, c: Matrix) => {
          c.dispose();
          return convolve(a, b);
        })
      : jit(grad(product, { argnums: pass === 'input' ? 0 : 1 }));
  let last: Matrix | undefined;
  try {
    return await milliseconds(
      () => {
        last?.dispose();
        last = run(x.ref, filter.ref, dy.ref) as Matrix;
      },
      async () => {
        await blockUntilReady(last!);
      },
    );
  } finally {
    last?.dispose();
    for (const array of [x, filter, dy]) array.dispose();
  }
}
