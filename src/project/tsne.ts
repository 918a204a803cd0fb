/**
 * t-SNE, one gradient step at a time, so that a map can be watched and can go on when its features change. Exact for few
 * points; for many by near neighbours and a tree, which are prepared a few milliseconds at a time.
 */
import { PURPOSE, randomStream } from '../random/stream';
import { ExactObjective, preparedTree, type Objective } from './objective';
import { componentRounds, drained } from './pca';

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

/** Up to so many points every pair is computed: the tree would save little. */
const MOST_EXACT = 600;
/** Milliseconds of preparation at a time, about. */
const SLICE = 5;

interface Prepared {
  readonly objective: Objective;
  readonly perplexity: number;
}

export class Tsne {
  readonly n: number;
  readonly #mostExact: number;
  /** [n,2]; changes with every step. */
  readonly y: Float64Array;
  #objective: Objective | undefined;
  #perplexity: number;
  #preparation: Generator<number, Prepared> | undefined;
  /** The newest features that came during a preparation: their turn is after it, or a map whose features come fast would never move. */
  #next: (() => Generator<number, Prepared>) | undefined;
  #prepared = 0;
  #placed = false;
  readonly #velocity: Float64Array;
  readonly #gains: Float64Array;
  #iteration = 0;
  #exaggerated: number;
  #most: number;
  #kl: number | undefined;
  #gradientLength = Infinity;

  /**
   * Cold start from the principal components. x [n,d] row-major, finite; n ≥ 4. Its steps do nothing until `prepare` has
   * made it `ready`; up to `mostExact` points it is so at once.
   */
  constructor(
    x: Float32Array,
    n: number,
    d: number,
    perplexity: number,
    seed: number,
    mostExact = MOST_EXACT,
  ) {
    this.n = n;
    this.#mostExact = mostExact;
    this.#perplexity = perplexityInForce(perplexity, n);
    this.y = new Float64Array(2 * n);
    this.#velocity = new Float64Array(2 * n);
    this.#gains = new Float64Array(2 * n).fill(1);
    this.#exaggerated = EXAGGERATED_STEPS;
    this.#most = MOST_STEPS;
    this.#begin(() => this.#cold(x, d, this.#perplexity, seed));
  }

  /** New features of the same points: they stay where they are and move on from there, once those are prepared. */
  update(x: Float32Array, d: number, perplexity: number): void {
    this.#begin(() => this.#warm(x, d, perplexityInForce(perplexity, this.n)));
  }

  /** Is there something to take steps on? */
  get ready(): boolean {
    return this.#objective !== undefined;
  }

  /** Have the points a place yet? */
  get placed(): boolean {
    return this.#placed;
  }

  /** Share of the preparation of the newest features that is done, 0..1; 1 when there is none. */
  get prepared(): number {
    return this.#preparation ? Math.min(this.#prepared, 0.99) : 1;
  }

  /** Works on the preparation for about 5 ms. */
  prepare(): void {
    const end = performance.now() + SLICE;
    while (this.#preparation) {
      const { done, value } = this.#preparation.next();
      // What has been prepared has its turn before more is.
      if (done) {
        this.#take(value);
        return;
      }
      this.#prepared = value;
      if (performance.now() >= end) return;
    }
  }

  /** Gradient steps since these features came. */
  get iteration(): number {
    return this.#iteration;
  }

  /** KL(P‖Q) of the layout in nats; Infinity until it is ready. */
  get kl(): number {
    this.#kl ??= this.#objective?.kl(this.y);
    return this.#kl ?? Infinity;
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
    if (!this.#objective) return;
    const exaggerating = this.#iteration < this.#exaggerated;
    const gradient = this.#objective.gradient(y, exaggerating ? EXAGGERATION : 1);
    const momentum = exaggerating ? LOW_MOMENTUM : HIGH_MOMENTUM;
    // N / exaggeration (Belkina 2019); below 600 points that crawls, and scikit-learn's floor of 50 is as stable.
    const rate = Math.max(n / EXAGGERATION, SLOWEST_RATE);
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
    this.#kl = undefined;
    this.#iteration += 1;
  }

  #begin(preparation: () => Generator<number, Prepared>): void {
    if (this.#preparation) {
      this.#next = preparation;
      return;
    }
    this.#prepared = 0;
    this.#preparation = preparation();
    if (this.n <= this.#mostExact) this.#take(drained(this.#preparation));
  }

  *#cold(x: Float32Array, d: number, perplexity: number, seed: number): Generator<number, Prepared> {
    const scores = yield* componentRounds(x, this.n, d);
    // To be seen until there are neighbours: the layout that the map starts from.
    this.y.set(startLayout(scores, seed));
    this.#placed = true;
    return yield* this.#warm(x, d, perplexity);
  }

  *#warm(x: Float32Array, d: number, perplexity: number): Generator<number, Prepared> {
    const objective =
      this.n <= this.#mostExact
        ? new ExactObjective(x, this.n, d, perplexity)
        : yield* preparedTree(x, this.n, d, perplexity);
    return { objective, perplexity };
  }

  #take({ objective, perplexity }: Prepared): void {
    const cold = this.#objective === undefined;
    this.#objective = objective;
    this.#perplexity = perplexity;
    this.#kl = undefined;
    if (!cold) {
      // A map still forming keeps forming; one that has formed is not torn apart again.
      this.#exaggerated = Math.max(0, this.#exaggerated - this.#iteration);
      this.#most = this.#exaggerated > 0 ? MOST_STEPS : MOST_WARM_STEPS;
      this.#iteration = 0;
      this.#gradientLength = Infinity;
      this.#gains.fill(1);
      this.#velocity.fill(0);
    }
    const next = this.#next;
    this.#preparation = undefined;
    this.#next = undefined;
    if (next) this.#begin(next);
  }
}

/**
 * As asked for wherever n points can have it: it is the effective number of neighbours, of which each has n − 1. More than
 * that, which scikit-learn refuses, becomes (n − 1) / 3; whoever shows a map tells the perplexity of its layout.
 */
function perplexityInForce(perplexity: number, n: number): number {
  return Math.max(1, perplexity <= n - 1 ? perplexity : (n - 1) / 3);
}

/** Principal components [n,2], made small. */
function startLayout(scores: Float64Array, seed: number): Float64Array {
  const n = scores.length / 2;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += scores[2 * i]! ** 2 / n;
  const scale = squares > 0 ? START_DEVIATION / Math.sqrt(squares) : 0;
  const random = randomStream(PURPOSE.map, seed);
  // A hundredth of the spread as noise: points that coincide must be able to part.
  return scores.map((value) => value * scale + 0.01 * START_DEVIATION * random.normal());
}
