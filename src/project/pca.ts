/** The first two principal components, by subspace iteration: deterministic, no n x n or d x d matrix is made. */

const ROUNDS = 60;

/** x [n,d] -> scores [n,2], columns centred; each component's sign makes its largest loading positive. */
export function principalComponents(x: ArrayLike<number>, n: number, d: number): Float64Array {
  return drained(componentRounds(x, n, d));
}

/** What a computation that yields on its way answers in the end. */
export function drained<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value as T;
  }
}

/** The same a round at a time. Yields 0: among what follows it, it is next to nothing. */
export function* componentRounds(
  x: ArrayLike<number>,
  n: number,
  d: number,
): Generator<number, Float64Array> {
  const mean = new Float64Array(d);
  for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) mean[k]! += x[i * d + k]! / n;
  const scores = new Float64Array(2 * n);
  const loadings = [start(d, 1), start(d, 2)] as const;
  for (let round = 0; round < ROUNDS; round++) {
    yield 0;
    orthonormalisePair(loadings);
    for (let i = 0; i < n; i++) {
      let [a, b] = [0, 0];
      for (let k = 0; k < d; k++) {
        const value = x[i * d + k]! - mean[k]!;
        a += value * loadings[0][k]!;
        b += value * loadings[1][k]!;
      }
      scores[2 * i] = a;
      scores[2 * i + 1] = b;
    }
    if (round === ROUNDS - 1) break;
    loadings[0].fill(0);
    loadings[1].fill(0);
    for (let i = 0; i < n; i++) {
      const [a, b] = [scores[2 * i]!, scores[2 * i + 1]!];
      for (let k = 0; k < d; k++) {
        const value = x[i * d + k]! - mean[k]!;
        loadings[0][k]! += value * a;
        loadings[1][k]! += value * b;
      }
    }
  }
  for (const c of [0, 1] as const) {
    const largest = loadings[c].reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    if (largest < 0) for (let i = 0; i < n; i++) scores[2 * i + c] = -scores[2 * i + c]!;
  }
  return scores;
}

/** Shares of the variance of x [n,d] along the two components whose scores [n,2] these are; 0 where x does not vary. */
export function explainedVariance(
  x: ArrayLike<number>,
  scores: Float64Array,
  n: number,
  d: number,
): [number, number] {
  let total = 0;
  for (let k = 0; k < d; k++) {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += x[i * d + k]! / n;
    for (let i = 0; i < n; i++) total += (x[i * d + k]! - mean) ** 2;
  }
  const along = (axis: 0 | 1) => {
    let squares = 0;
    for (let i = 0; i < n; i++) squares += scores[2 * i + axis]! ** 2;
    return total > 0 ? squares / total : 0;
  };
  return [along(0), along(1)];
}

/** Anything that is orthogonal to nothing in particular: a fixed pattern without symmetry. */
function start(d: number, which: number): Float64Array {
  return Float64Array.from(
    { length: d },
    (_, k) => Math.sin((k + 1) * (which + 0.618)) + (which === 1 ? 0.1 : -0.1),
  );
}

function orthonormalisePair([a, b]: readonly [Float64Array, Float64Array]): void {
  normalise(a);
  let dot = 0;
  for (let k = 0; k < a.length; k++) dot += a[k]! * b[k]!;
  for (let k = 0; k < a.length; k++) b[k]! -= dot * a[k]!;
  normalise(b);
}

function normalise(v: Float64Array): void {
  const length = Math.hypot(
    ...(v.length < 1000 ? v : [Math.sqrt(v.reduce((sum, value) => sum + value * value, 0))]),
  );
  if (length > 0) for (let k = 0; k < v.length; k++) v[k]! /= length;
}
