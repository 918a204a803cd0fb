/** The time module without layers, and CATE, whose gradient is held against finite differences. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { openGpu } from '../gpu/device';
import { randomStream } from '../random/stream';
import { FlatParameters } from '../weights/flat_parameters';
import { initialParameters, layOut, sizeOf } from '../weights/parameters';
import type { RunConfig } from './config';
import { navigate, timeParameters } from './module';

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

const CATE: RunConfig = { variant: 'cate', orthogonal: true };
const ADDITION: RunConfig = { variant: 'addition', orthogonal: true };

/** Random f [B,D] and seconds [B]. */
function inputs(dim: number): [tf.Tensor2D, tf.Tensor1D] {
  const stream = randomStream(95, dim);
  const f = Float32Array.from({ length: 4 * dim }, () => stream.normal());
  return [tf.tensor2d(f, [4, dim]), tf.tensor1d([0, 0.9, 2.3, 5])];
}

test('without layers ε is linear in t', async () => {
  const layout = layOut(timeParameters(ADDITION, { directions: 5, layers: 0, hidden: 12 }, 6));
  const parameters = new FlatParameters(layout, initialParameters(layout, 3));
  const [f] = inputs(6);
  const at = async (t: number) =>
    (await navigate(ADDITION, 0, parameters.named(), f, tf.fill<tf.Rank.R1>([4], t)).fPrime.data())[0]!;
  const [a, b, c] = [await at(0), await at(1), await at(3)];
  expect((c - a) / (b - a)).toBeCloseTo(3, 4);
});

test.each([
  [0, 8],
  [1, 6],
  [2, 7],
])('the gradient of CATE with %i layers, width %i, is that of finite differences', async (layers, hidden) => {
  const dim = 5;
  const layout = layOut(timeParameters(CATE, { directions: 3, layers, hidden }, dim));
  const parameters = new FlatParameters(layout, initialParameters(layout, hidden));
  const [f, t] = inputs(dim);
  const weights = tf.tensor2d(
    Float32Array.from({ length: 4 * dim }, (_, i) => Math.sin(3 * i)),
    [4, dim],
  );
  const loss = (f_: tf.Tensor, t_: tf.Tensor, ...rest: tf.Tensor[]) => {
    const { fPrime } = navigate(CATE, layers, parameters.named(rest), f_ as tf.Tensor2D, t_ as tf.Tensor1D);
    return fPrime.mul(weights).sum() as tf.Scalar;
  };
  const start = [f, t, ...parameters.tensors()];
  const { grads } = tf.valueAndGrads(loss)(start);
  // Each input alone, along its own gradient: f, t and every parameter.
  const names = ['f', 't', ...layout.specs.map(({ name }) => name)];
  for (const [i, name] of names.entries()) {
    const length = (await grads[i]!.norm().data())[0]!;
    // A bias of the keys shifts all scores of a query alike: softmax does not see it.
    if (name.endsWith('attention.key.bias')) {
      expect(length).toBeLessThan(1e-5);
      continue;
    }
    expect(length, name).toBeGreaterThan(1e-4);
    const h = 2e-3 * Math.sqrt(sizeOf(start[i]!.shape));
    const at = async (step: number) => {
      const moved = start.map((x, j) => (i === j ? x.add(grads[j]!.mul(step / length)) : x));
      return (await loss(...(moved as [tf.Tensor, tf.Tensor])).data())[0]!;
    };
    const slope = ((await at(h)) - (await at(-h))) / (2 * h);
    expect(Math.abs(slope / length - 1), name).toBeLessThan(0.05);
  }
});

test('CATE moves f by t: two seconds give two representations, and f comes through', async () => {
  const layout = layOut(timeParameters(CATE, { directions: 3, layers: 2, hidden: 16 }, 6));
  const parameters = new FlatParameters(layout, initialParameters(layout, 1));
  const [f, t] = inputs(6);
  const { fPrime, coefficients } = navigate(CATE, 2, parameters.named(), f, t);
  const still = navigate(CATE, 2, parameters.named(), f, tf.zerosLike(t)).fPrime;
  const [moved, first] = [await fPrime.sub(still).abs().max(1).data(), await fPrime.sub(f).data()];
  expect(moved[0]).toBe(0);
  for (const value of moved.slice(1)) expect(value).toBeGreaterThan(1e-4);
  expect([...first].map((v) => v.toFixed(4))).toEqual(
    [...(await coefficients!.data())].map((v) => v.toFixed(4)),
  );
});
