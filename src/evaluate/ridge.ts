/**
 * Ridge regression across videos: each is predicted from all the others, its strength the one that predicts those others best.
 * The normal equations are made tridiagonal once, for all strengths, targets and left-out videos.
 */
import { cholesky, choleskySolve } from './cholesky';
import { lowerProducts, paddedRows } from './products';
import { halfSolve, rotate, shifted, tridiagonal, type Shifted } from './tridiagonal';

/** Rows that are left out together: those of a video, or of a person. Every row is in one of them. */
export type Groups = readonly (readonly number[])[];

/** Columns [n] that are predicted with one strength, e.g. one for each class. */
export type Task = readonly Float64Array[];

/** Of one column [n]: each row as predicted without its group, and the mean of the column without that group. */
export interface HeldOut {
  readonly predicted: Float64Array;
  readonly mean: Float64Array;
}

/** Ridge strengths tried, in units of the mean diagonal of the kernel; the last one leaves little but the mean. */
const STRENGTHS = [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000];
/** Rows [n,p] of which only the products matter. */
interface Rows {
  readonly x: Float64Array;
  readonly p: number;
}

/** features [n,d], each column brought to mean 0 and deviation 1: no target is used. */
function rowsOf(features: Float32Array, n: number, d: number): Rows {
  const x = new Float64Array(paddedRows(n) * d);
  for (let i = 0; i < n * d; i++) x[i] = features[i]!;
  centre(x, n, d);
  for (let j = 0; j < d; j++) {
    let [variance, largest] = [0, 0];
    for (let i = 0; i < n; i++) {
      variance += x[i * d + j]! ** 2 / n;
      largest = Math.max(largest, Math.abs(features[i * d + j]!));
    }
    // A column that does not vary says nothing.
    const scale = variance > 1e-12 * (1 + largest * largest) ? 1 / Math.sqrt(variance) : 0;
    for (let i = 0; i < n; i++) x[i * d + j]! *= scale;
  }
  if (d <= n) return { x, p: d };
  // A ridge sees products of rows alone, and n rows have the same ones in n dimensions: never more columns than rows.
  const narrow = cholesky(kernel(x, n, d), n);
  // The hair on the diagonal moved the means.
  centre(narrow, n, n);
  return { x: narrow, p: n };
}

/** Brings the columns of x [n,d] to mean 0: then an intercept without a penalty is the mean of what is fitted. */
function centre(x: Float64Array, n: number, d: number): void {
  for (let j = 0; j < d; j++) {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += x[i * d + j]! / n;
    for (let i = 0; i < n; i++) x[i * d + j]! -= mean;
  }
}

/** x xᵀ, its lower triangle, with a hair on the diagonal that keeps it positive definite. */
function kernel(x: Float64Array, n: number, d: number): Float64Array {
  const products = lowerProducts(x, n, d);
  for (let i = 0; i < n; i++) products[i * n + i]! += 1e-9 * d;
  return products;
}

/** XᵀX, its lower triangle. */
function gramOf({ x, p }: Rows, n: number): Float64Array {
  const columns = new Float64Array(paddedRows(p) * n);
  for (let i = 0; i < n; i++) for (let k = 0; k < p; k++) columns[k * n + i] = x[i * p + k]!;
  return lowerProducts(columns, p, n);
}

/**
 * What is left of columns at one strength when the group of each row is left out, without fitting again: the residuals of
 * a left-out block are (I − H_b)⁻¹ r_b, with r those of the fit on all rows and H = 11ᵀ/n + X (XᵀX + λI)⁻¹ Xᵀ: the intercept
 * is not held back, so that nothing of the left-out rows stays in it (Cook & Weisberg 1982, 3.2).
 * z [n,p]: the rows group by group, rotated; `halves` [columns,p]: those of the columns' products with z.
 */
function leftOutResiduals(
  z: Float64Array,
  p: number,
  groups: Groups,
  strength: Shifted,
  centred: readonly Float64Array[],
  halves: readonly Float64Array[],
): Float64Array[] {
  const left = centred.map((column) => new Float64Array(column.length));
  const n = groups.flat().length;
  const longest = Math.max(...groups.map(({ length }) => length));
  const rows = new Float64Array(paddedRows(longest) * p);
  let first = 0;
  for (const { length } of groups) {
    for (let a = 0; a < length; a++) halfSolve(strength, z, (first + a) * p, rows, a * p);
    const own = lowerProducts(rows, length, p);
    for (let i = 0; i < own.length; i++) own[i] = -own[i]! - 1 / n;
    for (let a = 0; a < length; a++) own[a * length + a]! += 1;
    const factor = cholesky(own, length);
    halves.forEach((half, which) => {
      const residuals = new Float64Array(length);
      for (let a = 0; a < length; a++) {
        let fitted = 0;
        for (let k = 0; k < p; k++) fitted += rows[a * p + k]! * half[k]!;
        residuals[a] = centred[which]![first + a]! - fitted;
      }
      left[which]!.set(choleskySolve(factor, length, residuals), first);
    });
    first += length;
  }
  return left;
}

/** Of each group the strength at which all other groups come out best: its own errors have no say in it. */
function strengthsOf(errors: readonly Float64Array[]): Int32Array {
  const totals = errors.map((perGroup) => perGroup.reduce((sum, error) => sum + error, 0));
  return Int32Array.from(errors[0]!, (_, group) => {
    const others = totals.map((total, strength) => total - errors[strength]![group]!);
    return others.indexOf(Math.min(...others));
  });
}

/** features [n,d] row-major. Every column of every task, predicted for each group of rows from all other groups. */
export function heldOut(
  features: Float32Array,
  n: number,
  d: number,
  tasks: readonly Task[],
  groups: Groups,
): HeldOut[][] {
  const rows = rowsOf(features, n, d);
  const { p } = rows;
  const gram = gramOf(rows, n);
  let diagonal = 0;
  for (let k = 0; k < p; k++) diagonal += gram[k * p + k]! / n;
  const basis = tridiagonal(gram, p);
  const order = groups.flat();
  const z = new Float64Array(paddedRows(n) * p);
  order.forEach((row, at) => z.set(rows.x.subarray(row * p, (row + 1) * p), at * p));
  rotate(basis, z, paddedRows(n));

  const columns = tasks.flat();
  const means = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / n);
  const centred = columns.map((column, which) =>
    Float64Array.from(order, (row) => column[row]! - means[which]!),
  );
  const sums = centred.map((column) => {
    const sum = new Float64Array(p);
    column.forEach((value, at) => {
      for (let k = 0; k < p; k++) sum[k]! += z[at * p + k]! * value;
    });
    return sum;
  });
  const residuals = STRENGTHS.map((each) => {
    const strength = shifted(basis, Math.max(each * diagonal, 1e-9));
    const halves = sums.map((sum) => {
      const half = new Float64Array(p);
      halfSolve(strength, sum, 0, half, 0);
      return half;
    });
    return leftOutResiduals(z, p, groups, strength, centred, halves);
  });

  let firstColumn = 0;
  return tasks.map((task) => {
    const from = firstColumn;
    firstColumn += task.length;
    const errors = residuals.map((left) => squaredByGroup(left.slice(from, firstColumn), groups));
    const chosen = strengthsOf(errors);
    return task.map((column, which) => {
      const predicted = new Float64Array(n);
      const mean = new Float64Array(n);
      let at = 0;
      groups.forEach((group, g) => {
        const left = residuals[chosen[g]!]![from + which]!;
        const own = group.reduce((sum, row) => sum + column[row]!, 0);
        for (const row of group) {
          predicted[row] = column[row]! - left[at++]!;
          mean[row] = (means[from + which]! * n - own) / (n - group.length);
        }
      });
      return { predicted, mean };
    });
  });
}

/** Sums of squares of columns [n], group by group. */
function squaredByGroup(columns: readonly Float64Array[], groups: Groups): Float64Array {
  const sums = new Float64Array(groups.length);
  let at = 0;
  groups.forEach((group, g) => {
    for (const end = at + group.length; at < end; at++)
      for (const column of columns) sums[g]! += column[at]! * column[at]!;
  });
  return sums;
}
