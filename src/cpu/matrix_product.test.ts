/** Products of matrices in the heap of the wasm backend against the sum of products in float64. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { worstDifference } from '../gpu/oracle';
import { randomStream, type RandomStream } from '../random/stream';
import type { BackendWasm } from './heap';
import './kernels';
import { addProduct, matrix, transposed, type Matrix } from './matrix_product';

const SEED = Math.floor(Math.random() * 1e9);
/** float32 sums of some hundred products, in another order. */
const TOLERANCE = 1e-5;

beforeAll(async () => {
  await tf.setBackend('wasm');
});

function random(stream: RandomStream, size: number): Float32Array {
  return Float32Array.from({ length: size }, () => stream.uniform() - 0.5);
}

/** c with the product added: of what the tables say, number by number. */
function expected(
  [a, b, c]: readonly Float32Array[],
  [left, right, sum]: readonly [Matrix, Matrix, Matrix],
): Float32Array {
  const result = Float64Array.from(c!);
  for (const i of left.rows.keys()) {
    for (const j of right.columns.keys()) {
      for (const k of left.columns.keys()) {
        const product = a![left.rows[i]! + left.columns[k]!]! * b![right.rows[k]! + right.columns[j]!]!;
        result[sum.rows[i]! + sum.columns[j]!]! += product;
      }
    }
  }
  return Float32Array.from(result);
}

/** How far c is off after the product was added to what stood in it. */
async function worst(
  numbers: readonly Float32Array[],
  seenAs: (tensors: tf.Tensor[]) => [Matrix, Matrix, Matrix],
): Promise<number> {
  const tensors = numbers.map((values) => tf.tensor1d(values));
  const matrices = seenAs(tensors);
  addProduct(tf.backend() as BackendWasm, ...matrices);
  const got = await tensors[2]!.data<'float32'>();
  tf.dispose(tensors);
  return worstDifference(got, expected(numbers, matrices));
}

describe(`addProduct (seed ${SEED})`, () => {
  test('adds the product, whichever matrix is transposed, at sizes of whole and of broken tiles', async () => {
    const stream = randomStream(72, SEED);
    const size = (most: number) => 1 + Math.floor(stream.uniform() * most);
    const sizes = [
      [8, 16, 12],
      [1, 1, 1],
      [5, 257, 258],
      [3, 300, 2],
      ...Array.from({ length: 12 }, () => [size(40), size(40), size(40)]),
    ];
    for (const [m, n, k] of sizes as [number, number, number][]) {
      for (let way = 0; way < 8; way++) {
        const as = (tensor: tf.Tensor, rows: number, columns: number, turned: boolean) =>
          turned ? transposed(matrix(tensor, columns, rows)) : matrix(tensor, rows, columns);
        const numbers = [random(stream, m * k), random(stream, k * n), random(stream, m * n)];
        const off = await worst(numbers, ([a, b, c]) => [
          as(a!, m, k, (way & 1) > 0),
          as(b!, k, n, (way & 2) > 0),
          as(c!, m, n, (way & 4) > 0),
        ]);
        expect(off, `[${m}, ${n}, ${k}], way ${way}`).toBeLessThan(TOLERANCE);
      }
    }
  });

  test('sums up where rows overlap, and writes nothing between gaps', async () => {
    const stream = randomStream(73, SEED);
    // Windows of 6 numbers with a gap of 5 behind the third, two numbers apart.
    const columns = Int32Array.of(0, 1, 2, 8, 9, 10);
    const rows = Int32Array.from({ length: 9 }, (_, i) => 2 * i);
    const numbers = [random(stream, 9 * 7), random(stream, 7 * 6), random(stream, 40)];
    const off = await worst(numbers, ([a, b, c]) => [
      matrix(a!, 9, 7),
      matrix(b!, 7, 6),
      { tensor: c!, rows, columns },
    ]);
    expect(off).toBeLessThan(TOLERANCE);
    const asFactor = [random(stream, 40), random(stream, 6 * 10), random(stream, 90)];
    expect(
      await worst(asFactor, ([a, b, c]) => [
        { tensor: a!, rows, columns },
        matrix(b!, 6, 10),
        matrix(c!, 9, 10),
      ]),
    ).toBeLessThan(TOLERANCE);
  });

  test('refuses sizes that do not fit, by name', () => {
    const tensors = [6, 6, 4].map((size) => tf.zeros([size]));
    const [a, b, c] = tensors as [tf.Tensor, tf.Tensor, tf.Tensor];
    expect(() =>
      addProduct(tf.backend() as BackendWasm, matrix(a, 2, 3), matrix(b, 2, 3), matrix(c, 2, 2)),
    ).toThrow('addProduct: expected sizes [m, k], [k, n], [m, n], got [2, 3], [2, 3], [2, 2].');
    tf.dispose(tensors);
  });
});
