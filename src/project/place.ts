/**
 * Out-of-sample placement: where a new feature x belongs on a map that is there already, without moving a point of it.
 *
 * On a map by t-SNE, which has no rule for new points, it is placed among its neighbours:
 *
 *   y(x) = Σ_j w_j y_j,   w_j ∝ p_j / ‖x − x_j‖²,   p_j ∝ exp(−β ‖x − x_j‖²)
 *
 * over the 3u nearest embedded x_j. p are the conditional affinities of t-SNE (van der Maaten 2008): β is bisected until
 * their entropy is log u, with u the perplexity. Division by the squared distance (Shepard 1968) makes it an interpolation:
 * as x comes to x_j, y comes to y_j. y never leaves the convex hull of the neighbours, so that what is far from all of them is
 * placed among them as well: `distance` tells.
 *
 * On a map by PCA it is projected. The positions Y of the points are their scores, so that the loadings follow from them:
 *
 *   y(x) = (x − m) X' ᵀ Y Λ⁻¹,   X' = X − m,   Λ = Yᵀ Y
 */

/** Weights of the points that say where x is; they sum to 1. Fit for any layout of the same points, also while it moves. */
export interface AmongNeighbours {
  readonly kind: 'neighbours';
  /** Nearest first. */
  readonly indices: Int32Array;
  readonly weights: Float64Array;
  /** From x to the nearest of the points. */
  readonly distance: number;
}

export interface Projected {
  readonly kind: 'projected';
  /** (x − m)·(x_j − m) for every point j. */
  readonly products: Float64Array;
}

export type Placement = AmongNeighbours | Projected;

const PERPLEXITY = 5;
const NEIGHBOURS = 3;
const BISECTIONS = 60;
const TOLERANCE = 1e-5;

export class PlacementError extends Error {
  override name = 'PlacementError';
}

/**
 * x [d] among features [n,d] row-major, n ≥ 1.
 * @throws PlacementError where features do not divide into rows as long as x.
 */
export function placement(features: Float32Array, x: Float32Array, perplexity = PERPLEXITY): AmongNeighbours {
  const n = rowsOf('placement', features, x);
  const distances = squaredDistancesTo(features, x, n);
  const order = Int32Array.from(distances.keys()).sort((a, b) => distances[a]! - distances[b]!);
  const indices = order.slice(0, Math.max(1, Math.min(n, Math.ceil(NEIGHBOURS * perplexity))));
  const near = Float64Array.from(indices, (j) => distances[j]!);
  return {
    kind: 'neighbours',
    indices,
    weights: interpolating(near, affinities(near, perplexity)),
    distance: Math.sqrt(near[0]!),
  };
}

/**
 * x [d] as PCA of features [n,d] row-major projects it, n ≥ 1.
 * @throws PlacementError where features do not divide into rows as long as x.
 */
export function projection(features: Float32Array, x: Float32Array): Projected {
  const n = rowsOf('projection', features, x);
  const d = x.length;
  const mean = new Float64Array(d);
  for (let j = 0; j < n; j++) for (let k = 0; k < d; k++) mean[k]! += features[j * d + k]! / n;
  const products = new Float64Array(n);
  for (let j = 0; j < n; j++)
    for (let k = 0; k < d; k++) products[j]! += (x[k]! - mean[k]!) * (features[j * d + k]! - mean[k]!);
  return { kind: 'projected', products };
}

function rowsOf(caller: string, features: Float32Array, x: Float32Array): number {
  const n = features.length / x.length;
  if (!Number.isInteger(n) || n < 1)
    throw new PlacementError(
      `${caller}(features, x): expected features to be rows of ${x.length} values as x, got ${features.length} values.`,
    );
  return n;
}

/** Where a placement is on a layout of the points: positions [n,2] -> (x, y). */
export function placed(placement: Placement, positions: ArrayLike<number>): [number, number] {
  return placement.kind === 'neighbours'
    ? amongNeighbours(placement, positions)
    : [alongComponent(placement, positions, 0), alongComponent(placement, positions, 1)];
}

/** Its score is the same whichever way the component points on the map. */
function alongComponent({ products }: Projected, positions: ArrayLike<number>, component: 0 | 1): number {
  let [sum, squares] = [0, 0];
  products.forEach((product, j) => {
    const score = positions[2 * j + component]!;
    sum += product * score;
    squares += score * score;
  });
  return squares > 0 ? sum / squares : 0;
}

function amongNeighbours(
  { indices, weights }: AmongNeighbours,
  positions: ArrayLike<number>,
): [number, number] {
  let [x, y] = [0, 0];
  indices.forEach((j, k) => {
    x += weights[k]! * positions[2 * j]!;
    y += weights[k]! * positions[2 * j + 1]!;
  });
  return [x, y];
}

function squaredDistancesTo(features: Float32Array, x: Float32Array, n: number): Float64Array {
  const d = x.length;
  const distances = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let k = 0; k < d; k++) sum += (features[j * d + k]! - x[k]!) ** 2;
    distances[j] = sum;
  }
  return distances;
}

/** p over the neighbours, sum 1. `near`: squared distances, the least first. */
function affinities(near: Float64Array, perplexity: number): Float64Array {
  const wanted = Math.log(Math.min(perplexity, near.length));
  const p = new Float64Array(near.length);
  // In units of the farthest neighbour's distance β is of a size that doubling reaches soon.
  const unit = near.at(-1)! - near[0]! || 1;
  let [low, high, beta] = [0, Infinity, 1];
  for (let round = 0; round < BISECTIONS; round++) {
    let [sum, weighted] = [0, 0];
    near.forEach((distance, k) => {
      const away = (distance - near[0]!) / unit;
      p[k] = Math.exp(-away * beta);
      sum += p[k]!;
      weighted += p[k]! * away;
    });
    for (let k = 0; k < p.length; k++) p[k]! /= sum;
    const difference = Math.log(sum) + (beta * weighted) / sum - wanted;
    if (Math.abs(difference) <= TOLERANCE) break;
    if (difference > 0) {
      low = beta;
      beta = high === Infinity ? beta * 2 : (beta + high) / 2;
    } else {
      high = beta;
      beta = (low + beta) / 2;
    }
  }
  return p;
}

/** p_j / ‖x − x_j‖², sum 1. Where x is one of the points (or several alike), those share all of it. */
function interpolating(near: Float64Array, p: Float64Array): Float64Array {
  const least = near[0]!;
  const weights = p.map((share, k) => (least === 0 ? Number(near[k] === 0) : (share * least) / near[k]!));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}
