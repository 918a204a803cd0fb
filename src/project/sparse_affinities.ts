/** Joint probabilities of t-SNE between near neighbours only (van der Maaten 2014): beyond 3 · perplexity of them they are next to nothing. */
import { conditional } from './affinities';
import { nearestNeighbours, type Neighbours } from './neighbours';

/** Symmetric, diagonal 0: every pair i < j whose probability is not 0, once. The whole matrix, both triangles, sums to 1. */
export interface SparseProbabilities {
  /** [n+1]: the pairs of i are `starts[i]` … `starts[i + 1]` − 1. */
  readonly starts: Int32Array;
  /** j of each pair. */
  readonly others: Int32Array;
  readonly values: Float64Array;
}

const NEIGHBOURS = 3;
/** Points whose perplexity is searched between two yields. */
const SLICE = 64;

/** x [n,d] row-major -> P of its nearest neighbours. Yields the share that is done, 0..1. */
export function* sparseProbabilities(
  x: ArrayLike<number>,
  n: number,
  d: number,
  perplexity: number,
): Generator<number, SparseProbabilities> {
  const k = Math.min(n - 1, Math.ceil(NEIGHBOURS * perplexity));
  const neighbours = yield* nearestNeighbours(x, n, d, k);
  const conditionals = new Float64Array(n * k);
  const row = (of: Float64Array, i: number) => of.subarray(i * k, (i + 1) * k);
  for (let i = 0; i < n; i++) {
    conditional(row(neighbours.distances, i), perplexity, row(conditionals, i));
    if (i % SLICE === 0) yield 1;
  }
  return symmetric(neighbours, conditionals, n);
}

/** (p_j|i + p_i|j) / 2n of the pairs where either is there. */
function symmetric({ k, indices }: Neighbours, conditionals: Float64Array, n: number): SparseProbabilities {
  // Sorted by the larger and then, keeping that order, by the smaller of the two: both halves of a pair end side by side.
  const smaller = indices.map((j, at) => Math.min(j, Math.floor(at / k)));
  const larger = indices.map((j, at) => Math.max(j, Math.floor(at / k)));
  const byLarger = sorted(Int32Array.from(indices.keys()), larger, n);
  const order = sorted(byLarger, smaller, n);
  const starts = new Int32Array(n + 1);
  const others = new Int32Array(order.length);
  const values = new Float64Array(order.length);
  let count = 0;
  let [before, beside] = [-1, -1];
  for (const at of order) {
    const [i, j] = [smaller[at]!, larger[at]!];
    if (i !== before || j !== beside) {
      others[count++] = j;
      starts[i + 1]! += 1;
    }
    values[count - 1]! += conditionals[at]! / (2 * n);
    [before, beside] = [i, j];
  }
  for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!;
  return { starts, others: others.slice(0, count), values: values.slice(0, count) };
}

/** `order` sorted by its keys, each below n; those of one key stay as they were. */
function sorted(order: Int32Array, keys: Int32Array, n: number): Int32Array {
  const places = new Int32Array(n + 1);
  for (const at of order) places[keys[at]! + 1]! += 1;
  for (let key = 0; key < n; key++) places[key + 1]! += places[key]!;
  const result = new Int32Array(order.length);
  for (const at of order) result[places[keys[at]!]!++] = at;
  return result;
}
