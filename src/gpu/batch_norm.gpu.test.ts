import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { batchNormEval, batchNormTrain } from './batch_norm';
import { openGpu } from './device';
import { normals, onWebGpu, worstDifference, type Numbers } from './oracle';

const SEED = Math.floor(Math.random() * 1e9);
const EPSILON = 1e-5;
const TOLERANCE = 2e-5;

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

interface Settings {
  readonly relu: boolean;
  readonly residual: boolean;
  /** Absent: training. */
  readonly moments?: Float64Array;
}

interface Arrays {
  readonly x: Float64Array;
  readonly gamma: Float64Array;
  readonly beta: Float64Array;
  readonly residual: Float64Array;
}

/** The oracle, in float64. */
function batchNorm({ x, gamma, beta, residual }: Arrays, settings: Settings) {
  const channels = gamma.length;
  const n = x.length / channels;
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  x.forEach((value, i) => (mean[i % channels]! += value / n));
  x.forEach((value, i) => (variance[i % channels]! += (value - mean[i % channels]!) ** 2 / n));
  const moments = settings.moments ?? Float64Array.from([...mean, ...variance]);
  const y = x.map((value, i) => {
    const c = i % channels;
    const normal =
      ((value - moments[c]!) / Math.sqrt(moments[channels + c]! + EPSILON)) * gamma[c]! + beta[c]!;
    const sum = settings.residual ? normal + residual[i]! : normal;
    return settings.relu ? Math.max(0, sum) : sum;
  });
  return { y, moments };
}

/** Central differences of Σ y · cotangent along one element of one input. */
function difference(
  arrays: Arrays,
  settings: Settings,
  cotangent: Float32Array,
  name: keyof Arrays,
  at: number,
): number {
  const objective = (by: number) => {
    const shifted = { ...arrays, [name]: arrays[name].map((value, i) => (i === at ? value + by : value)) };
    return batchNorm(shifted, settings).y.reduce((sum, value, i) => sum + value * cotangent[i]!, 0);
  };
  return (objective(1e-6) - objective(-1e-6)) / 2e-6;
}

const SHAPES: number[][] = [
  [2, 3, 5, 7, 8],
  [2, 2, 3, 5, 12],
  [3, 4, 6, 5, 5],
  [1, 2, 2, 3, 65],
  [2, 1, 3, 3, 260],
  [4, 6, 11, 13, 8],
  // Heads.
  [5, 12],
  [3, 7],
];

async function compare(shape: number[], settings: Settings, i: number): Promise<void> {
  const stream = randomStream(87, SEED, i);
  const channels = shape[shape.length - 1]!;
  const inputs = {
    x: normals(stream, shape, 3),
    gamma: normals(stream, [channels], 1),
    beta: normals(stream, [channels]),
    residual: normals(stream, shape),
  };
  const cotangent = normals(stream, shape);
  const given = settings.moments && tf.tensor2d(Float32Array.from(settings.moments), [2, channels]);
  const run = ([x, gamma, beta, residual]: tf.Tensor[]) => {
    const options = { relu: settings.relu, ...(settings.residual ? { residual: residual! } : {}) };
    const [scale, shift] = [gamma as tf.Tensor1D, beta as tf.Tensor1D];
    return given
      ? { y: batchNormEval(x!, given, scale, shift, EPSILON, options), moments: given.clone() }
      : batchNormTrain(x!, scale, shift, EPSILON, options);
  };
  const differentiated = Object.keys(inputs).slice(0, settings.residual ? 4 : 3) as (keyof Arrays)[];
  const got = await onWebGpu([...Object.values(inputs), cotangent] as Numbers[], (tensors) => {
    const arguments_ = tensors.slice(0, differentiated.length);
    const { y, moments } = run(tensors.slice(0, 4));
    return [y, moments, ...tf.grads((...args) => run(args).y)(arguments_, tensors[4]!)];
  });
  const arrays = Object.fromEntries(
    Object.entries(inputs).map(([name, { values }]) => [name, Float64Array.from(values)]),
  ) as unknown as Arrays;
  const want = batchNorm(arrays, settings);
  expect(worstDifference(got[0]!, Float32Array.from(want.y))).toBeLessThan(TOLERANCE);
  expect(worstDifference(got[1]!, Float32Array.from(want.moments))).toBeLessThan(1e-6);
  differentiated.forEach((name, which) => {
    const gradient = got[2 + which]!;
    const scale = Math.max(...gradient.map(Math.abs));
    for (let probe = 0; probe < 5; probe++) {
      const at = Math.floor(stream.uniform() * gradient.length);
      const slope = difference(arrays, settings, cotangent.values, name, at);
      expect(Math.abs(gradient[at]! - slope) / scale, `d${name}[${at}]`).toBeLessThan(1e-4);
    }
  });
  given?.dispose();
}

const OPTIONS = [
  { relu: false, residual: false },
  { relu: true, residual: false },
  { relu: true, residual: true },
  { relu: false, residual: true },
];

describe(`batch norm (seed ${SEED})`, () => {
  test.each(SHAPES.map((shape, i) => [shape.join('x'), shape, i] as const))(
    'in training, of %s: output, moments and all gradients are those of float64',
    async (_, shape, i) => {
      for (const options of OPTIONS) await compare(shape, options, i);
    },
  );

  test.each([[[2, 3, 5, 7, 8]], [[3, 4, 6, 5, 5]], [[3, 7]]])(
    'in evaluation, of %j: by the moments it is given',
    async (shape) => {
      const channels = shape[shape.length - 1]!;
      const moments = Float64Array.from({ length: 2 * channels }, (_, c) =>
        c < channels ? 2.5 : 0.3 + c / 50,
      );
      for (const options of OPTIONS) await compare(shape, { ...options, moments }, 50);
    },
  );

  test('a mean a thousand deviations from zero, and one value far from all others, cost no digits', async () => {
    const stream = randomStream(86, SEED);
    const x = normals(stream, [2, 4, 16, 16, 4], 1000);
    x.values[0] = -4000;
    const [moments] = await onWebGpu([x], ([v]) => [
      batchNormTrain(v!, tf.ones<tf.Rank.R1>([4]), tf.zeros<tf.Rank.R1>([4]), EPSILON, { relu: false })
        .moments,
    ]);
    const arrays = { x: Float64Array.from(x.values), gamma: new Float64Array(4), beta: new Float64Array(4) };
    const want = batchNorm({ ...arrays, residual: arrays.x }, { relu: false, residual: false }).moments;
    want.forEach((value, i) => expect(Math.abs(moments![i]! / value - 1)).toBeLessThan(2e-5));
  });

  test('a channel that does not vary gives its shift, and finite gradients', async () => {
    const x: Numbers = { shape: [3, 2, 2, 2, 4], values: new Float32Array(96).fill(7.3) };
    const run = (v: tf.Tensor) =>
      batchNormTrain(v, tf.ones<tf.Rank.R1>([4]), tf.fill<tf.Rank.R1>([4], 0.25), EPSILON, { relu: true }).y;
    const [y, dx] = await onWebGpu([x], ([v]) => [run(v!), tf.grad(run)(v!, tf.onesLike(v!))]);
    for (const value of y!) expect(value).toBeCloseTo(0.25, 5);
    for (const value of dx!) expect(value).toBeCloseTo(0, 3);
  });
});

test('channels and residuals that do not match are refused with both shapes', () => {
  const [scale, shift] = [tf.ones<tf.Rank.R1>([4]), tf.zeros<tf.Rank.R1>([4])];
  expect(() => batchNormTrain(tf.zeros([2, 8]), scale, shift, EPSILON, { relu: true })).toThrow(
    /8 channels.*\[4\]/,
  );
  expect(() =>
    batchNormTrain(tf.zeros([2, 4]), scale, shift, EPSILON, { relu: true, residual: tf.zeros([3, 4]) }),
  ).toThrow(/\[2, 4\], got \[3, 4\]/);
});
