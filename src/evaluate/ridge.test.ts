/** The ridge's shortcuts against doing it the long way: tridiagonal solves, products in tiles, and left-out videos by fitting again. */
import { expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { cholesky, choleskySolve } from './cholesky';
import { lowerProducts, paddedRows } from './products';
import { heldOutErrors } from './ridge';
import { halfSolve, otherHalf, rotate, rotatedBack, ROWS_AT_ONCE, shifted, tridiagonal } from './tridiagonal';

const seed = Math.floor(Math.random() * 1e6);
const stream = randomStream(89, seed);
const normals = (count: number) => Float64Array.from({ length: count }, () => stream.normal());

/** x xᵀ of x [n,d], the plain way. */
function gram(x: Float64Array, n: number, d: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < d; k++) sum += x[i * d + k]! * x[j * d + k]!;
    return sum;
  });
}

test.each([
  [1, 3, 0, 3],
  [2, 5, 1, 4],
  [7, 9, 0, 9],
  [13, 4, 2, 2],
  [18, 31, 5, 30],
])('products of %i rows of %i values are those of plain sums', (n, d, from, to) => {
  const x = new Float64Array(paddedRows(n) * d);
  x.set(normals(n * d));
  const cut = x.map((value, at) => (at % d >= from && at % d < to ? value : 0));
  const want = gram(cut, n, d);
  lowerProducts(x, n, d, from, to).forEach((value, at) => {
    if (at % n <= Math.floor(at / n)) expect(value, `seed ${seed}`).toBeCloseTo(want[at]!, 9);
    else expect(value).toBe(0);
  });
});

// Ranks below the size as well: columns of zeros on the way.
test.each([
  [1, 4],
  [2, 4],
  [3, 1],
  [12, 12],
  [21, 5],
  [30, 40],
])('a matrix of %i rows and rank up to %i solves with any shift as Cholesky does', (n, rank) => {
  const a = gram(normals(n * rank), n, rank);
  const basis = tridiagonal(Float64Array.from(a), n);
  const b = normals(n);
  const rows = new Float64Array(ROWS_AT_ONCE * n);
  rows.set(b);
  rotate(basis, rows, ROWS_AT_ONCE);
  rotatedBack(basis, rows.subarray(0, n)).forEach((value, i) => expect(value).toBeCloseTo(b[i]!, 9));
  for (const lambda of [0.1, 3, 1000]) {
    const withShift = a.map((value, at) => value + (at % (n + 1) === 0 ? lambda : 0));
    const want = choleskySolve(cholesky(withShift, n), n, b);
    const strength = shifted(basis, lambda);
    const half = new Float64Array(n);
    halfSolve(strength, rows, 0, half, 0);
    const got = rotatedBack(basis, otherHalf(strength, half));
    got.forEach((value, i) => expect(value, `seed ${seed}`).toBeCloseTo(want[i]!, 8));
    const product = half.reduce((sum, value) => sum + value * value, 0);
    expect(product, `seed ${seed}`).toBeCloseTo(
      b.reduce((sum, value, i) => sum + value * want[i]!, 0),
      8,
    );
  }
});

/** Predictions of a ridge of strength λ, fitted on some of the rows of x [n,p]. */
function fitted(x: Float64Array, p: number, train: readonly number[], y: Float64Array, lambda: number) {
  const a = new Float64Array(p * p);
  const b = new Float64Array(p);
  for (const i of train) {
    for (let k = 0; k < p; k++) {
      b[k]! += x[i * p + k]! * y[i]!;
      for (let l = 0; l < p; l++) a[k * p + l]! += x[i * p + k]! * x[i * p + l]!;
    }
  }
  for (let k = 0; k < p; k++) a[k * p + k]! += lambda;
  const w = choleskySolve(cholesky(a, p), p, b);
  return (i: number) => w.reduce((sum, weight, k) => sum + weight * x[i * p + k]!, 0);
}

test('held-out errors are those of choosing the strength by fitting again without each video', () => {
  const [videos, each, d] = [7, 6, 5];
  const n = videos * each;
  const y = normals(n);
  const features = Float32Array.from(
    normals(n * d),
    (value, at) => value + (at % d === 1 ? y[Math.floor(at / d)]! : 0),
  );
  const groups = Array.from({ length: videos }, (_, v) =>
    Array.from({ length: each }, (_, i) => v * each + i),
  );
  // Columns of mean 0 and deviation 1, and the large constant that stands for the intercept.
  const p = d + 1;
  const x = new Float64Array(n * p).fill(Math.sqrt(1e4 * d));
  for (let k = 0; k < d; k++) {
    const column = Array.from({ length: n }, (_, i) => features[i * d + k]!);
    const mean = column.reduce((a, b) => a + b) / n;
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
    column.forEach((value, i) => (x[i * p + k] = (value - mean) / deviation));
  }
  const want: number[] = [];
  for (let fold = 0; fold < 5; fold++) {
    const train = groups.filter((_, g) => g % 5 !== fold);
    const rows = train.flat();
    let diagonal = 0;
    for (const i of rows) for (let k = 0; k < d; k++) diagonal += x[i * p + k]! ** 2 / rows.length;
    const mean = rows.reduce((sum, i) => sum + y[i]!, 0) / rows.length;
    const centred = y.map((value) => value - mean);
    const errorOf = (train: readonly number[], judged: readonly number[], lambda: number) => {
      const predict = fitted(x, p, train, centred, lambda);
      return judged.reduce((sum, i) => sum + (centred[i]! - predict(i)) ** 2, 0);
    };
    const leftOut = (lambda: number) =>
      train.reduce(
        (sum, video) =>
          sum +
          errorOf(
            rows.filter((i) => !video.includes(i)),
            video,
            lambda,
          ),
        0,
      );
    const lambdas = [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000].map((strength) => strength * diagonal);
    const best = lambdas.reduce((a, b) => (leftOut(b) < leftOut(a) ? b : a));
    for (let video = fold; video < videos; video += 5) want.push(errorOf(rows, groups[video]!, best));
  }
  const [got] = heldOutErrors(features, n, d, [y], groups);
  want.forEach((model, at) => expect(got![at]!.model, `seed ${seed}`).toBeCloseTo(model, 5));
});
