/** Exact t-SNE, one gradient step at a time, so that a map can be watched and can go on when its features change. */
import { PURPOSE, randomStream } from '../random/stream';
import { jointProbabilities } from './affinities';
import { klAndGradient, workspace, type Workspace } from './gradient';
import { principalComponents } from './pca';

/** van der Maaten's schedule: clusters form under exaggeration and low momentum, then settle. */
const EXAGGERATION = 12;
const EXAGGERATED_STEPS = 250;
const LOW_MOMENTUM = 0.5;
const HIGH_MOMENTUM = 0.8;
const SMALLEST_GAIN = 0.01;
const SLOWEST_RATE = 50;
/** Deviation of the first principal component in the layout that a map starts from. */
const START_DEVIATION = 1e-4;
const MOST_STEPS = 1000;
/** A warm map has less far to go. */
const MOST_WARM_STEPS = 300;
/** Gradient length below which a map counts as settled, relative to its extent. */
const SETTLED = 1e-6;

export class Tsne {
  readonly n: number;
  /** [n,2]; changes with every step. */
  readonly y: Float64Array;
  #p: Float64Array;
  #perplexity: number;
  readonly #velocity: Float64Array;
  readonly #gains: Float64Array;
  readonly #work: Workspace;
  #iteration = 0;
  #exaggerated: number;
  #most: number;
  #kl = Infinity;
  #gradientLength = Infinity;

  /** Cold start from the principal components. x [n,d] row-major, finite; n ≥ 4. */
  constructor(x: Float32Array, n: number, d: number, perplexity: number, seed: number) {
    this.n = n;
    this.#perplexity = perplexityInForce(perplexity, n);
    this.#p = jointProbabilities(x, n, d, this.#perplexity);
    this.y = startLayout(x, n, d, seed);
    this.#velocity = new Float64Array(2 * n);
    this.#gains = new Float64Array(2 * n).fill(1);
    this.#work = workspace(n);
    this.#exaggerated = EXAGGERATED_STEPS;
    this.#most = MOST_STEPS;
  }

  /** New features of the same points: they stay where they are and move on from there. */
  update(x: Float32Array, d: number, perplexity: number): void {
    this.#perplexity = perplexityInForce(perplexity, this.n);
    this.#p = jointProbabilities(x, this.n, d, this.#perplexity);
    // A map still forming keeps forming; one that has formed is not torn apart again.
    this.#exaggerated = Math.max(0, this.#exaggerated - this.#iteration);
    this.#most = this.#exaggerated > 0 ? MOST_STEPS : MOST_WARM_STEPS;
    this.#iteration = 0;
    this.#gradientLength = Infinity;
    this.#gains.fill(1);
    this.#velocity.fill(0);
  }

  get iteration(): number {
    return this.#iteration;
  }

  /** KL(P‖Q) in nats, before the last step. */
  get kl(): number {
    return this.#kl;
  }

  get perplexity(): number {
    return this.#perplexity;
  }

  get settled(): boolean {
    return (
      this.#iteration >= this.#most || (this.#iteration > this.#exaggerated && this.#gradientLength < SETTLED)
    );
  }

  /** One gradient step with gains and momentum. */
  step(): void {
    const { n, y } = this;
    const exaggerating = this.#iteration < this.#exaggerated;
    this.#kl = klAndGradient(this.#p, y, n, exaggerating ? EXAGGERATION : 1, this.#work);
    const momentum = exaggerating ? LOW_MOMENTUM : HIGH_MOMENTUM;
    // N / exaggeration (Belkina 2019); below 600 points that crawls, and scikit-learn's floor of 50 is as stable.
    const rate = Math.max(n / EXAGGERATION, SLOWEST_RATE);
    const { gradient } = this.#work;
    let squares = 0;
    for (let i = 0; i < 2 * n; i++) {
      const g = gradient[i]!;
      squares += g * g;
      const same = this.#velocity[i]! * g > 0;
      // The velocity points against the gradient when it goes on as before.
      const gain = same ? this.#gains[i]! * 0.8 : this.#gains[i]! + 0.2;
      this.#gains[i] = Math.max(gain, SMALLEST_GAIN);
      this.#velocity[i] = momentum * this.#velocity[i]! - rate * this.#gains[i]! * g;
      y[i]! += this.#velocity[i]!;
    }
    this.#gradientLength = Math.sqrt(squares);
    this.#iteration += 1;
  }
}

/** Perplexity must leave every point more neighbours than it asks for. */
export function perplexityInForce(perplexity: number, n: number): number {
  return Math.max(1, perplexity < n ? perplexity : (n - 1) / 3);
}

function startLayout(x: Float32Array, n: number, d: number, seed: number): Float64Array {
  const scores = principalComponents(x, n, d);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += scores[2 * i]! ** 2 / n;
  const scale = squares > 0 ? START_DEVIATION / Math.sqrt(squares) : 0;
  const random = randomStream(PURPOSE.map, seed);
  // A hundredth of the spread as noise: points that coincide must be able to part.
  return scores.map((value) => value * scale + 0.01 * START_DEVIATION * random.normal());
}
