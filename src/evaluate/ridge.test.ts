/** The ridge's shortcuts against doing it the long way: tridiagonal solves, products in tiles, and left-out videos by fitting again. */
import { expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { cholesky, choleskySolve } from './cholesky';
import { lowerProducts, paddedRows } from './products';
import { heldOut } from './ridge';
import { halfSolve, rotate, ROWS_AT_ONCE, shifted, tridiagonal } from './tridiagonal';

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
  [1, 3],
  [2, 5],
  [7, 9],
  [13, 4],
  [18, 31],
])('products of %i rows of %i values are those of plain sums', (n, d) => {
  const x = new Float64Array(paddedRows(n) * d);
  x.set(normals(n * d));
  const want = gram(x, n, d);
  lowerProducts(x, n, d).forEach((value, at) => {
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
  const others = Array.from({ length: ROWS_AT_ONCE - 1 }, () => normals(n));
  const rows = Float64Array.from([b, ...others].flatMap((row) => [...row]));
  rotate(basis, rows, ROWS_AT_ONCE);
  for (const lambda of [0.1, 3, 1000]) {
    const withShift = a.map((value, at) => value + (at % (n + 1) === 0 ? lambda : 0));
    const want = choleskySolve(cholesky(withShift, n), n, b);
    const strength = shifted(basis, lambda);
    const halves = new Float64Array(ROWS_AT_ONCE * n);
    for (let row = 0; row < ROWS_AT_ONCE; row++) halfSolve(strength, rows, row * n, halves, row * n);
    [b, ...others].forEach((other, row) => {
      let [product, wanted] = [0, 0];
      for (let i = 0; i < n; i++) {
        product += halves[i]! * halves[row * n + i]!;
        wanted += other[i]! * want[i]!;
      }
      expect(product, `seed ${seed}`).toBeCloseTo(wanted, 8);
    });
  }
});

/** Predictions of a ridge of strength λ with an intercept, fitted on some of the rows of x [n,p]. */
function fitted(x: Float64Array, p: number, train: readonly number[], y: Float64Array, lambda: number) {
  const average = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const means = Array.from({ length: p }, (_, k) => average(train.map((i) => x[i * p + k]!)));
  const mean = average(train.map((i) => y[i]!));
  const a = new Float64Array(p * p);
  const b = new Float64Array(p);
  for (const i of train) {
    for (let k = 0; k < p; k++) {
      const value = x[i * p + k]! - means[k]!;
      b[k]! += value * (y[i]! - mean);
      for (let l = 0; l < p; l++) a[k * p + l]! += value * (x[i * p + l]! - means[l]!);
    }
  }
  for (let k = 0; k < p; k++) a[k * p + k]! += lambda;
  const w = choleskySolve(cholesky(a, p), p, b);
  return (i: number) => w.reduce((sum, weight, k) => sum + weight * (x[i * p + k]! - means[k]!), mean);
}

// More rows than dimensions, and fewer.
test.each([5, 60])(
  'what is held out is as if the ridge of %i dimensions were fitted again without each video, at the strength best for the others',
  (d) => {
    const [videos, each] = [7, 6];
    const n = videos * each;
    const y = normals(n);
    const features = Float32Array.from(
      normals(n * d),
      (value, at) => value + (at % d === 1 ? y[Math.floor(at / d)]! : 0),
    );
    const groups = Array.from({ length: videos }, (_, v) =>
      Array.from({ length: each }, (_, i) => v * each + i),
    );
    // Columns of mean 0 and deviation 1.
    const p = d;
    const x = new Float64Array(n * p);
    for (let k = 0; k < d; k++) {
      const column = Array.from({ length: n }, (_, i) => features[i * d + k]!);
      const mean = column.reduce((a, b) => a + b) / n;
      const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
      column.forEach((value, i) => (x[i * p + k] = (value - mean) / deviation));
    }
    const residuals = (video: readonly number[], column: Float64Array, strength: number) => {
      const train = groups.flat().filter((i) => !video.includes(i));
      // λ in units of the mean square of a row, d.
      const predict = fitted(x, p, train, column, strength * d);
      return video.map((i) => column[i]! - predict(i));
    };
    const strengths = [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000];
    const other = normals(n);
    for (const task of [[y], [y, other]]) {
      const errors = strengths.map((strength) =>
        groups.map((video) =>
          task
            .flatMap((column) => residuals(video, column, strength))
            .reduce((sum, value) => sum + value * value, 0),
        ),
      );
      const [got] = heldOut(features, n, d, [task], groups);
      groups.forEach((video, g) => {
        const total = errors.map((perVideo) =>
          perVideo.reduce((sum, error, at) => sum + (at === g ? 0 : error), 0),
        );
        const best = strengths[total.indexOf(Math.min(...total))]!;
        task.forEach((column, which) => {
          const others = column.filter((_, i) => !video.includes(i));
          residuals(video, column, best).forEach((left, at) => {
            const i = video[at]!;
            expect(got![which]!.predicted[i], `seed ${seed}`).toBeCloseTo(column[i]! - left, 6);
            expect(got![which]!.mean[i]).toBeCloseTo(others.reduce((a, b) => a + b) / others.length, 9);
          });
        });
      });
    }
  },
);
