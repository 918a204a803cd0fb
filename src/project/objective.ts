/** What t-SNE minimises, KL(P‖Q) of a layout, and its gradient: over all pairs, or by near neighbours and a tree. */
import { jointProbabilities } from './affinities';
import { exactGradient, exactKl, workspace, type Workspace } from './gradient';
import { Repulsion } from './repulsion';
import { sparseProbabilities, type SparseProbabilities } from './sparse_affinities';

export interface Objective {
  /** dKL/dy [n,2] of P times `exaggeration`; overwritten by the next call. */
  gradient(y: Float64Array, exaggeration: number): Float64Array;
  /** Nats, of P itself. */
  kl(y: Float64Array): number;
}

export class ExactObjective implements Objective {
  readonly #n: number;
  readonly #p: Float64Array;
  readonly #work: Workspace;

  /** x [n,d] row-major. */
  constructor(x: ArrayLike<number>, n: number, d: number, perplexity: number) {
    this.#n = n;
    this.#p = jointProbabilities(x, n, d, perplexity);
    this.#work = workspace(n);
  }

  gradient(y: Float64Array, exaggeration: number): Float64Array {
    exactGradient(this.#p, y, this.#n, exaggeration, this.#work);
    return this.#work.gradient;
  }

  kl(y: Float64Array): number {
    return exactKl(this.#p, y, this.#n);
  }
}

/** van der Maaten 2014: attraction between near neighbours, repulsion by Barnes & Hut's tree. */
export class TreeObjective implements Objective {
  readonly #n: number;
  readonly #p: SparseProbabilities;
  readonly #repulsion: Repulsion;
  readonly #work: Workspace;

  constructor(p: SparseProbabilities, n: number) {
    this.#n = n;
    this.#p = p;
    this.#repulsion = new Repulsion(n);
    this.#work = workspace(n);
  }

  gradient(y: Float64Array, exaggeration: number): Float64Array {
    const { gradient, push } = this.#work;
    const sum = this.#repulsion.at(y, push);
    for (let i = 0; i < gradient.length; i++) gradient[i] = (-4 / sum) * push[i]!;
    const { starts, others, values } = this.#p;
    for (let i = 0; i < this.#n; i++) {
      const [xi, yi] = [y[2 * i]!, y[2 * i + 1]!];
      let [gx, gy] = [0, 0];
      for (let pair = starts[i]!; pair < starts[i + 1]!; pair++) {
        const j = others[pair]!;
        const dx = xi - y[2 * j]!;
        const dy = yi - y[2 * j + 1]!;
        const pull = (4 * exaggeration * values[pair]!) / (1 + dx * dx + dy * dy);
        gx += pull * dx;
        gy += pull * dy;
        gradient[2 * j]! -= pull * dx;
        gradient[2 * j + 1]! -= pull * dy;
      }
      gradient[2 * i]! += gx;
      gradient[2 * i + 1]! += gy;
    }
    return gradient;
  }

  kl(y: Float64Array): number {
    const log = Math.log(this.#repulsion.at(y, this.#work.push));
    const { starts, others, values } = this.#p;
    let kl = 0;
    for (let i = 0; i < this.#n; i++) {
      for (let pair = starts[i]!; pair < starts[i + 1]!; pair++) {
        const j = others[pair]!;
        const dx = y[2 * i]! - y[2 * j]!;
        const dy = y[2 * i + 1]! - y[2 * j + 1]!;
        const p = values[pair]!;
        // log(p / q), with q = 1 / (1 + ‖y_i − y_j‖²) / Z. A probability that has vanished adds nothing.
        if (p > 0) kl += 2 * p * (Math.log(p * (1 + dx * dx + dy * dy)) + log);
      }
    }
    return kl;
  }
}

/** x [n,d] row-major -> its objective by near neighbours. Yields the share of the preparation that is done, 0..1. */
export function* preparedTree(
  x: ArrayLike<number>,
  n: number,
  d: number,
  perplexity: number,
): Generator<number, TreeObjective> {
  return new TreeObjective(yield* sparseProbabilities(x, n, d, perplexity), n);
}
