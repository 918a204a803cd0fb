/**
 * A symmetric matrix as Q T Qᵀ, T tridiagonal (Householder; Golub & Van Loan, Matrix Computations, 8.3): once it is, A + λI
 * is solved for any λ in as many steps as it has rows.
 */

export interface Tridiagonal {
  readonly size: number;
  /** [size] and [size − 1]: T on and below its diagonal. */
  readonly diagonal: Float64Array;
  readonly beside: Float64Array;
  /** [size,size]: row k holds v_k from column k + 1 on; Q = H_0 H_1 …, H_k = I − β_k v_k v_kᵀ. */
  readonly reflectors: Float64Array;
  readonly betas: Float64Array;
}

/** a [n,n], of which the lower triangle is read, and overwritten. */
export function tridiagonal(a: Float64Array, n: number): Tridiagonal {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(Math.max(0, n - 1));
  const reflectors = new Float64Array(n * n);
  const betas = new Float64Array(n);
  // H A H = A − v wᵀ − w vᵀ is put off until the next reflector is known: then one pass over A does both.
  let v: Float64Array = new Float64Array(n);
  let w: Float64Array = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    diagonal[k] = a[k * n + k]! - 2 * v[k]! * w[k]!;
    if (k === n - 1) break;
    const next = reflectors.subarray(k * n, (k + 1) * n);
    for (let i = k + 1; i < n; i++) next[i] = a[i * n + k]! - v[i]! * w[k]! - w[i]! * v[k]!;
    const [alpha, beta] = intoReflector(next, k + 1);
    beside[k] = alpha;
    betas[k] = beta;
    const product = updatedTimes(a, n, k + 1, v, w, next);
    let half = 0;
    for (let i = k + 1; i < n; i++) half += (beta * beta * product[i]! * next[i]!) / 2;
    for (let i = k + 1; i < n; i++) product[i] = beta * product[i]! - half * next[i]!;
    [v, w] = [next, product];
  }
  return { size: n, diagonal, beside, reflectors, betas };
}

/** Makes a column, from `first` on, the v of the reflector that leaves of it only its first element; answers that and β. */
function intoReflector(column: Float64Array, first: number): [alpha: number, beta: number] {
  let below = 0;
  for (let i = first + 1; i < column.length; i++) below += column[i]! * column[i]!;
  const head = column[first]!;
  if (below === 0) {
    column.fill(0);
    return [head, 0];
  }
  const alpha = -Math.sign(head || 1) * Math.sqrt(head * head + below);
  column[first] = head - alpha;
  return [alpha, 2 / ((head - alpha) ** 2 + below)];
}

/** A ← A − v wᵀ − w vᵀ in the lower triangle from row `first` on; answers A times `vector`. */
function updatedTimes(
  a: Float64Array,
  n: number,
  first: number,
  v: Float64Array,
  w: Float64Array,
  vector: Float64Array,
): Float64Array {
  const product = new Float64Array(n);
  for (let i = first; i < n; i++) {
    const [vi, wi, own] = [v[i]!, w[i]!, vector[i]!];
    const row = i * n;
    let sum = 0;
    for (let j = first; j < i; j++) {
      const value = a[row + j]! - vi * w[j]! - wi * v[j]!;
      a[row + j] = value;
      sum += value * vector[j]!;
      product[j]! += value * own;
    }
    const value = a[row + i]! - 2 * vi * wi;
    a[row + i] = value;
    product[i]! += sum + value * own;
  }
  return product;
}

/** Rows that share what is read of the reflectors. */
export const ROWS_AT_ONCE = 4;

/** x ← x Q, x [rows,size] row-major; `rows` a multiple of ROWS_AT_ONCE. */
export function rotate({ size, reflectors, betas }: Tridiagonal, x: Float64Array, rows: number): void {
  for (let row = 0; row < rows; row += ROWS_AT_ONCE) {
    const [r0, r1, r2, r3] = [row * size, (row + 1) * size, (row + 2) * size, (row + 3) * size];
    for (let k = 0; k < size - 2; k++) {
      const at = k * size;
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let j = k + 1; j < size; j++) {
        const v = reflectors[at + j]!;
        s0 += v * x[r0 + j]!;
        s1 += v * x[r1 + j]!;
        s2 += v * x[r2 + j]!;
        s3 += v * x[r3 + j]!;
      }
      const beta = betas[k]!;
      s0 *= beta;
      s1 *= beta;
      s2 *= beta;
      s3 *= beta;
      for (let j = k + 1; j < size; j++) {
        const v = reflectors[at + j]!;
        x[r0 + j]! -= s0 * v;
        x[r1 + j]! -= s1 * v;
        x[r2 + j]! -= s2 * v;
        x[r3 + j]! -= s3 * v;
      }
    }
  }
}

/** T + λI as L D Lᵀ. */
export interface Shifted {
  /** [size − 1] below the diagonal of L, which is 1. */
  readonly lower: Float64Array;
  /** [size]: D^−½. */
  readonly scale: Float64Array;
}

/** T + λI positive definite. */
export function shifted({ size, diagonal, beside }: Tridiagonal, lambda: number): Shifted {
  const lower = new Float64Array(Math.max(0, size - 1));
  const scale = new Float64Array(size);
  for (let i = 0, before = 0; i < size; i++) {
    const pivot = diagonal[i]! + lambda - before;
    scale[i] = 1 / Math.sqrt(pivot);
    if (i === size - 1) break;
    lower[i] = beside[i]! / pivot;
    before = lower[i]! * beside[i]!;
  }
  return { lower, scale };
}

/** Writes D^−½ L⁻¹ x of the row of x at `at` into `half` at `to`: products of such rows are those of x (T + λI)⁻¹ xᵀ. */
export function halfSolve(
  { lower, scale }: Shifted,
  x: Float64Array,
  at: number,
  half: Float64Array,
  to: number,
): void {
  let before = 0;
  for (let i = 0; i < scale.length; i++) {
    before = x[at + i]! - (i > 0 ? lower[i - 1]! : 0) * before;
    half[to + i] = before * scale[i]!;
  }
}
