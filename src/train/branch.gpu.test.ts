/** The gradient of the whole branch against finite differences: along the gradient itself the loss must change by its length. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { fullQueue, MOCO_LOSSES, similarities } from '../contrast/queue_contrast';
import { unitLength } from '../contrast/unit_length';
import { headSpec } from '../contrast/head';
import type { EncoderConfig } from '../encoder/config';
import { encoderSpec } from '../encoder/encoders';
import { openGpu } from '../gpu/device';
import { randomStream } from '../random/stream';
import { PRESETS } from '../runs/config';
import type { RunConfig } from '../time/config';
import { initialParameters } from '../weights/parameters';
import { Branch, branchLayout, type BranchSpec } from './branch';

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

const variants: RunConfig[] = [
  { variant: 'base', orthogonal: true },
  { variant: 'addition', orthogonal: true },
  { variant: 'attention', orthogonal: false },
  { variant: 'attention', orthogonal: true },
  { variant: 'transform', orthogonal: false },
  { variant: 'transform', orthogonal: true },
  { variant: 'cate', orthogonal: true },
];
const cases = [
  ...variants.map((run) => ({ run, architecture: 'r3d_18' as const })),
  { run: variants[5]!, architecture: 'slow_r50' as const },
  { run: variants[5]!, architecture: 'r3d_50' as const },
];

function randomTensor<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number): tf.Tensor<R> {
  const stream = randomStream(96, seed);
  const size = (shape as number[]).reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => stream.normal()),
    shape,
  );
}

/** Relative error of the directional derivative along the gradient against difference quotients, at a random point. */
async function gradientError(
  { run, architecture }: (typeof cases)[number],
  seed: number,
): Promise<{ errors: number[]; length: number }> {
  const encoder = encoderSpec(
    { architecture: architecture satisfies EncoderConfig['architecture'], width: 0.0625 },
    [1, 1],
  );
  const head = headSpec({ ...PRESETS.interactive.train.contrast, headHidden: 10, headOut: 7 });
  const spec: BranchSpec = { run, encoder, time: { directions: 3, layers: 2, hidden: 9 }, head };
  const layout = branchLayout(spec);
  const branch = new Branch(spec, layout, initialParameters(layout, seed));
  const x = randomTensor<tf.Rank.R5>([5, 4, 12, 12, 3], seed);
  const t = tf.tensor1d([0, 0.7, 1.9, 3.1, 4]);
  const keys = unitLength(randomTensor<tf.Rank.R2>([10, 7], seed + 1)).reshape<tf.Tensor3D>([5, 2, 7]);
  const queue = fullQueue(unitLength(randomTensor<tf.Rank.R2>([11, 7], seed + 2)));
  const loss = (...tensors: tf.Tensor[]) => {
    const { z } = branch.trainForward(branch.parameters.named(tensors), x, t, []);
    return MOCO_LOSSES.infonce(similarities(unitLength(z), keys, queue, 0.2));
  };
  const start = branch.parameters.tensors();
  const { grads } = tf.valueAndGrads(loss)(start);
  const gradient = tf.concat1d(grads.map((g) => g.flatten()));
  const length = (await gradient.norm().data())[0]!;
  const at = async (step: number) => {
    const value = loss(...start.map((w, i) => w.add(grads[i]!.mul(step / length))));
    return (await value.data())[0]!;
  };
  // Small enough for the curvature, large enough for float32; several sizes, because a ReLU may switch inside one.
  const errors: number[] = [];
  for (const h of [1e-3, 3e-4, 1e-4, 3e-5])
    errors.push(Math.abs(((await at(h)) - (await at(-h))) / (2 * h) / length - 1));
  return { errors, length };
}

// Near a kink (a ReLU, a maximum, a norm over few values) the quotient is off at every step size, whatever the gradient;
// at another point it is not. A wrong gradient is wrong at all of them.
const POINTS = 3;

test.each(cases)('$architecture, $run.variant, orthogonal $run.orthogonal', async (given) => {
  const told: string[] = [];
  let best = Infinity;
  for (let point = 0; point < POINTS && best >= 0.03; point++) {
    const seed = Math.floor(Math.random() * 1e9);
    const { errors, length } = await gradientError(given, seed);
    expect(length).toBeGreaterThan(1e-3);
    best = Math.min(best, ...errors);
    told.push(`seed ${seed}, errors ${errors.join(', ')}`);
  }
  expect(best, told.join('; ')).toBeLessThan(0.03);
});
