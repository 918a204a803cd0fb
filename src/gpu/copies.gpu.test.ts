import type * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { columnsOf, join, joinColumns, split } from './copies';
import { openGpu } from './device';
import { normals, onWebGpu, worstDifference } from './oracle';
import { movedStatistics } from './running_statistics';

const SEED = Math.floor(Math.random() * 1e9);

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

test('a flat buffer is taken apart and put together again, in any order', async () => {
  const flat = normals(randomStream(77, SEED), [31]);
  const got = await onWebGpu([flat], ([x]) => {
    const parts = split(x as tf.Tensor1D, [
      { offset: 0, shape: [1] },
      { offset: 1, shape: [2, 3, 4] },
      { offset: 25, shape: [6] },
    ]);
    return [parts[1]!, join(parts), join([parts[2]!, parts[0]!])];
  });
  expect(got[0]).toEqual(flat.values.slice(1, 25));
  expect(got[1]).toEqual(flat.values);
  expect(got[2]).toEqual(Float32Array.of(...flat.values.slice(25), flat.values[0]!));
});

test('what was written just before is what is copied, and what is computed afterwards sees the copy', async () => {
  const flat = normals(randomStream(76, SEED), [12]);
  const [got] = await onWebGpu([flat], ([x]) => {
    const [part] = split(x!.mul<tf.Tensor1D>(2), [{ offset: 4, shape: [8] }]);
    return [part!.add(1)];
  });
  expect(
    worstDifference(
      got!,
      flat.values.slice(4).map((value) => 2 * value + 1),
    ),
  ).toBeLessThan(1e-6);
});

test('columns of matrices are joined side by side, and taken out', async () => {
  const stream = randomStream(75, SEED);
  const [a, b] = [normals(stream, [2, 3]), normals(stream, [2, 5])];
  const [whole, part] = await onWebGpu([a, b], ([x, y]) => {
    const joined = joinColumns([x as tf.Tensor2D, y as tf.Tensor2D]);
    return [joined, columnsOf(joined, 2, 4)];
  });
  const rows = [0, 1].map((row) => [
    ...a.values.slice(row * 3, row * 3 + 3),
    ...b.values.slice(row * 5, row * 5 + 5),
  ]);
  expect(whole).toEqual(Float32Array.from(rows.flat()));
  expect(part).toEqual(Float32Array.from(rows.flatMap((row) => row.slice(2, 6))));
});

test('running statistics move by their momentum, the variance made unbiased', async () => {
  const stream = randomStream(74, SEED);
  const inputs = [normals(stream, [2, 7]), normals(stream, [2, 7]), normals(stream, [7], 2)];
  const [got] = await onWebGpu(inputs, ([running, seen, unbias]) => [
    movedStatistics(running as tf.Tensor2D, seen as tf.Tensor2D, unbias as tf.Tensor1D, 0.1),
  ]);
  const want = inputs[0]!.values.map(
    (value, i) => 0.9 * value + 0.1 * inputs[1]!.values[i]! * (i < 7 ? 1 : inputs[2]!.values[i - 7]!),
  );
  expect(worstDifference(got!, want)).toBeLessThan(1e-6);
});
