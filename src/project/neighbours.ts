/** The nearest neighbours of every point, exact, in slices of a few milliseconds. */
import { paddedRows, productTile, TALL, WIDE } from '../evaluate/products';

export interface Neighbours {
  readonly k: number;
  /** [n,k], in no order. */
  readonly indices: Int32Array;
  /** [n,k] squared Euclidean distances to them. */
  readonly distances: Float64Array;
}

/** Rows of a block: two blocks stay in the processor's cache while all of their pairs are taken. */
const BLOCK = 64;

/** x [n,d] row-major -> the k < n nearest others of every row. Yields the share that is done, 0..1. */
export function* nearestNeighbours(
  x: ArrayLike<number>,
  n: number,
  d: number,
  k: number,
): Generator<number, Neighbours> {
  const rows = paddedRows(n);
  const centred = centredRows(x, n, d, rows);
  const squares = new Float64Array(rows);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < d; c++) squares[i]! += centred[i * d + c]! * centred[i * d + c]!;
  const nearest = new NearestSoFar(n, k);
  const tile = new Float64Array(TALL * WIDE);
  for (let first = 0; first < n; first += BLOCK) {
    for (let second = 0; second <= first; second += BLOCK) {
      for (let i = first; i < Math.min(first + BLOCK, n); i += TALL) {
        // Pairs below the diagonal; each serves both of its points.
        for (let j = second; j < Math.min(second + BLOCK, i + TALL); j += WIDE) {
          productTile(centred, i, centred, j, d, tile);
          for (let p = i; p < Math.min(i + TALL, n); p++) {
            for (let q = j; q < Math.min(j + WIDE, p); q++) {
              const product = tile[(p - i) * WIDE + q - j]!;
              const distance = Math.max(0, squares[p]! + squares[q]! - 2 * product);
              nearest.offer(p, q, distance);
              nearest.offer(q, p, distance);
            }
          }
        }
      }
      yield (first / n) ** 2;
    }
  }
  return nearest;
}

/** Rows less their mean, so that distances lose no digits to it; rows beyond n are 0. */
function centredRows(x: ArrayLike<number>, n: number, d: number, rows: number): Float64Array {
  const mean = new Float64Array(d);
  for (let i = 0; i < n; i++) for (let c = 0; c < d; c++) mean[c]! += x[i * d + c]! / n;
  const centred = new Float64Array(rows * d);
  for (let i = 0; i < n; i++) for (let c = 0; c < d; c++) centred[i * d + c] = x[i * d + c]! - mean[c]!;
  return centred;
}

/** A heap a point, the farthest of its neighbours on top. */
class NearestSoFar implements Neighbours {
  readonly k: number;
  readonly indices: Int32Array;
  readonly distances: Float64Array;

  constructor(n: number, k: number) {
    this.k = k;
    this.indices = new Int32Array(n * k).fill(-1);
    this.distances = new Float64Array(n * k).fill(Infinity);
  }

  /** Takes j as a neighbour of i if it is nearer than the farthest there is. */
  offer(i: number, j: number, distance: number): void {
    const { k, indices, distances } = this;
    const root = i * k;
    if (distance >= distances[root]!) return;
    let at = 0;
    for (let child = 1; child < k; child = 2 * at + 1) {
      if (child + 1 < k && distances[root + child + 1]! > distances[root + child]!) child++;
      if (distances[root + child]! <= distance) break;
      distances[root + at] = distances[root + child]!;
      indices[root + at] = indices[root + child]!;
      at = child;
    }
    distances[root + at] = distance;
    indices[root + at] = j;
  }
}
