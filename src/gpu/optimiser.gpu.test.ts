import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { openGpu } from './device';
import { adamwStep, movingAverage, sgdStep } from './optimiser';
import { normals, onWebGpu, worstDifference } from './oracle';
import { trustScaled, type Extent } from './trust_ratio';

const SEED = Math.floor(Math.random() * 1e9);
const TOLERANCE = 1e-6;

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

/** Flat buffers of one size, the last but `decay` positive where `squares` is asked for. */
function buffers(size: number, count: number) {
  const stream = randomStream(85, SEED, size);
  const decay = {
    shape: [size],
    values: Float32Array.from({ length: size }, () => Math.round(stream.uniform())),
  };
  return [...Array.from({ length: count }, () => normals(stream, [size])), decay];
}

const flat = (tensors: tf.Tensor[]) => tensors as tf.Tensor1D[];

describe.each([[9], [63], [4096], [100003]])(`buffers of %i elements (seed ${SEED})`, (size) => {
  test.each([true, false])('SGD, Nesterov %s, is its formula', async (nesterov) => {
    const inputs = buffers(size, 3);
    const settings = { learningRate: 0.07, weightDecay: 0.01, momentum: 0.9, nesterov };
    const [weights, velocity] = await onWebGpu(inputs, (tensors) => {
      const [w, g, m, decay] = flat(tensors);
      const next = sgdStep({ weights: w!, gradient: g!, velocity: m!, decay: decay!, ...settings });
      return [next.weights, next.velocity];
    });
    const [w, g, m, decay] = inputs.map(({ values }) => values);
    const decayed = g!.map((value, i) => value + 0.01 * decay![i]! * w![i]!);
    const moved = m!.map((value, i) => 0.9 * value + decayed[i]!);
    const want = w!.map((value, i) => value - 0.07 * (nesterov ? decayed[i]! + 0.9 * moved[i]! : moved[i]!));
    expect(worstDifference(velocity!, moved)).toBeLessThan(TOLERANCE);
    expect(worstDifference(weights!, want)).toBeLessThan(TOLERANCE);
  });

  test('AdamW is its formula at its third step', async () => {
    const inputs = buffers(size, 4);
    inputs[3] = { shape: [size], values: inputs[3]!.values.map((value) => value * value) };
    const settings = {
      learningRate: 0.02,
      weightDecay: 0.1,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      step: 3,
    };
    const got = await onWebGpu(inputs, (tensors) => {
      const [w, g, first, second, decay] = flat(tensors) as [tf.Tensor1D, ...tf.Tensor1D[]];
      const next = adamwStep({
        weights: w,
        gradient: g!,
        first: first!,
        second: second!,
        decay: decay!,
        ...settings,
      });
      return [next.weights, next.first, next.second];
    });
    const [w, g, m, v, decay] = inputs.map(({ values }) => values);
    const first = m!.map((value, i) => 0.9 * value + 0.1 * g![i]!);
    const second = v!.map((value, i) => 0.999 * value + 0.001 * g![i]! ** 2);
    const want = w!.map((value, i) => {
      const [mHat, vHat] = [first[i]! / (1 - 0.9 ** 3), second[i]! / (1 - 0.999 ** 3)];
      return value * (1 - 0.002 * decay![i]!) - (0.02 * mHat) / (Math.sqrt(vHat) + 1e-8);
    });
    [want, first, second].forEach((values, i) =>
      expect(worstDifference(got[i]!, values)).toBeLessThan(TOLERANCE),
    );
  });

  test('the moving average is m of the one and 1 − m of the other', async () => {
    const inputs = buffers(size, 2);
    const [got] = await onWebGpu(inputs, (tensors) => {
      const [key, query] = flat(tensors);
      return [movingAverage(key!, query!, 0.994)];
    });
    const want = inputs[0]!.values.map((value, i) => 0.994 * value + 0.006 * inputs[1]!.values[i]!);
    expect(worstDifference(got!, want)).toBeLessThan(TOLERANCE);
  });
});

test('each tensor is scaled by its own trust ratio; biases, and tensors or gradients of zeros, are not', async () => {
  const sizes = [5, 9000, 64, 4096, 7, 30];
  const extents: Extent[] = [];
  let total = 0;
  for (const [i, size] of sizes.entries()) {
    extents.push({ offset: total, size, scaled: i !== 0 && i !== 2 });
    total += size;
  }
  const inputs = buffers(total, 2);
  const zeros = (which: number, { offset, size }: Extent) =>
    inputs[which]!.values.fill(0, offset, offset + size);
  zeros(0, extents[4]!);
  zeros(1, extents[5]!);
  const [got] = await onWebGpu(inputs, (tensors) => {
    const [w, g, decay] = flat(tensors);
    return [trustScaled(w!, g!, decay!, extents, { trust: 0.001, weightDecay: 0.02 })];
  });
  const [w, g, decay] = inputs.map(({ values }) => values);
  for (const { offset, size, scaled } of extents) {
    const [wPart, gPart] = [w!.subarray(offset, offset + size), g!.subarray(offset, offset + size)];
    const [wLength, gLength] = [wPart, gPart].map((part) => Math.hypot(...part)) as [number, number];
    const ratio = scaled && wLength * gLength > 0 ? (0.001 * wLength) / (gLength + 0.02 * wLength) : 1;
    const want = gPart.map((value, i) => (value + 0.02 * decay![offset + i]! * wPart[i]!) * ratio);
    expect(worstDifference(got!.slice(offset, offset + size), want)).toBeLessThan(1e-5);
  }
});

test('buffers of different sizes are refused by name', () => {
  expect(() => movingAverage(tf.zeros([4]), tf.zeros([8]), 0.9)).toThrow(
    /"query" must have 4 elements, got 8/,
  );
});
