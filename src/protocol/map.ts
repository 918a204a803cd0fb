/** What the page may ask of the map worker: features in, positions out, one t-SNE or PCA a key. */
import type { Projection } from '../project/config';

export interface MapInput {
  /** Names the map, e.g. `transform/fPrime`. The same key with the same n again is a warm start: points stay where they are and move on. */
  readonly key: string;
  /** [n, d] row-major. */
  readonly features: Float32Array;
  readonly n: number;
  readonly d: number;
  readonly projection: Projection;
  /** Of t-SNE. Below n; it is lowered to (n − 1) / 3 when it is larger, and the layout says what was used. */
  readonly perplexity: number;
  readonly seed: number;
}

interface LaidOut {
  readonly key: string;
  /** [n, 2], centred; after new features aligned to the layout before them: rotated and mirrored by t-SNE, mirrored along its axes by PCA. */
  readonly positions: Float32Array;
  readonly n: number;
  /** True when nothing will move until new features come. */
  readonly settled: boolean;
}

/** Settled once the gradient has become small or the iterations are used up. */
export interface TsneLayout extends LaidOut {
  readonly projection: 'tsne';
  /** Gradient steps since these features came. */
  readonly iteration: number;
  /** KL(P‖Q), nats. */
  readonly kl: number;
  readonly perplexity: number;
  /** Share of the search for the newest features' neighbours that is done, below 1; not there once it is over. Until then nothing new moves. */
  readonly prepared?: number;
}

export interface PcaLayout extends LaidOut {
  readonly projection: 'pca';
  /** Share of the variance of the features along the first and the second component, 0..1. */
  readonly explained: readonly [number, number];
}

export type MapLayout = TsneLayout | PcaLayout;

export interface MapService {
  /** Called with every map that moved, about 10 times a second at most. */
  subscribe(onLayouts: (layouts: MapLayout[]) => void): void;
  update(input: MapInput): void;
  remove(key: string): void;
  /** Holds all maps where they are. */
  setPaused(paused: boolean): void;
  /** Gradient steps a second at most; Infinity for as many as there can be. */
  setPace(stepsASecond: number): void;
  /** Takes n gradient steps of every map that has not settled, also while they are held; a map that is being prepared takes them after that. */
  step(n: number): void;
}
