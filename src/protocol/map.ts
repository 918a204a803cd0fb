/** What the page may ask of the map worker: features in, positions out, one t-SNE a key. */

export interface MapInput {
  /** Names the map, e.g. `transform/fPrime`. The same key with the same n again is a warm start: points stay where they are and move on. */
  readonly key: string;
  /** [n, d] row-major. */
  readonly features: Float32Array;
  readonly n: number;
  readonly d: number;
  /** Below n; it is lowered to (n − 1) / 3 when it is larger, and the layout says what was used. */
  readonly perplexity: number;
  readonly seed: number;
}

export interface MapLayout {
  readonly key: string;
  /** [n, 2], centred; aligned (rotation, reflection, scale) to the layout before it. */
  readonly positions: Float32Array;
  readonly n: number;
  /** Gradient steps since these features came. */
  readonly iteration: number;
  /** KL(P‖Q), nats. */
  readonly kl: number;
  readonly perplexity: number;
  /** True once the gradient has become small or the iterations are used up: nothing will move until new features come. */
  readonly settled: boolean;
}

export interface MapService {
  /** Called with every map that moved, about 10 times a second at most. */
  subscribe(onLayouts: (layouts: MapLayout[]) => void): void;
  update(input: MapInput): void;
  remove(key: string): void;
  /** Holds all maps where they are. */
  setPaused(paused: boolean): void;
}
