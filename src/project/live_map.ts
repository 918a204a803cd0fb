/** One map that goes on when its features change: a t-SNE in steps, or the principal components at once. */
import type { MapInput, MapLayout } from '../protocol/map';
import { explainedVariance, principalComponents } from './pca';
import { alignment, mirroring, transformed } from './procrustes';
import { Tsne } from './tsne';

export interface LiveMap {
  /** Would another step move nothing? */
  readonly settled: boolean;
  /** Is there a layout, a step to take? Until then they wait for `prepare`. */
  readonly placed: boolean;
  readonly ready: boolean;
  /** Is there anything to prepare? */
  readonly preparing: boolean;
  /** May `input` go on from here, or is it another map? */
  fits(input: MapInput): boolean;
  update(input: MapInput): void;
  /** A few milliseconds' work on what steps need. */
  prepare(): void;
  step(): void;
  /** The points as they are now; where other features came before these, laid over the layout that this gave last. */
  layout(): MapLayout;
}

export function liveMap(input: MapInput): LiveMap {
  return input.projection === 'tsne' ? new TsneMap(input) : new PcaMap(input);
}

class TsneMap implements LiveMap {
  readonly #key: string;
  readonly #seed: number;
  readonly #tsne: Tsne;
  #shown: Float64Array | undefined;
  /** New features came. Until then nothing is laid over what was shown: a map from the beginning follows from features and seed alone, whenever it was reported. */
  #warm = false;

  constructor({ key, features, n, d, perplexity, seed }: MapInput) {
    this.#key = key;
    this.#seed = seed;
    this.#tsne = new Tsne(features, n, d, perplexity, seed);
  }

  get settled(): boolean {
    return this.#tsne.settled;
  }

  get placed(): boolean {
    return this.#tsne.placed;
  }

  get ready(): boolean {
    return this.#tsne.ready;
  }

  get preparing(): boolean {
    return this.#tsne.prepared < 1;
  }

  fits({ projection, n, seed }: MapInput): boolean {
    return projection === 'tsne' && n === this.#tsne.n && seed === this.#seed;
  }

  update({ features, d, perplexity }: MapInput): void {
    this.#tsne.update(features, d, perplexity);
    this.#warm = true;
  }

  prepare(): void {
    this.#tsne.prepare();
  }

  step(): void {
    this.#tsne.step();
  }

  layout(): MapLayout {
    const { n, y, iteration, kl, perplexity, prepared } = this.#tsne;
    const settled = this.#tsne.settled && prepared === 1;
    const over = this.#warm ? this.#shown : undefined;
    this.#shown = transformed(y, over ? withoutScale(alignment(y, over)) : [1, 0, 0, 1]);
    const positions = Float32Array.from(this.#shown);
    return {
      ...{ key: this.#key, projection: 'tsne', positions, n, iteration, kl, perplexity, settled },
      ...(prepared < 1 && { prepared }),
    };
  }
}

class PcaMap implements LiveMap {
  readonly settled = true;
  readonly placed = true;
  readonly ready = true;
  readonly preparing = false;
  readonly #key: string;
  readonly #n: number;
  #scores = new Float64Array(0);
  #explained: [number, number] = [0, 0];
  #shown: Float64Array | undefined;

  constructor(input: MapInput) {
    this.#key = input.key;
    this.#n = input.n;
    this.update(input);
  }

  fits({ projection, n }: MapInput): boolean {
    return projection === 'pca' && n === this.#n;
  }

  update({ features, n, d }: MapInput): void {
    this.#scores = new Float64Array(principalComponents(features, n, d));
    this.#explained = explainedVariance(features, this.#scores, n, d);
  }

  prepare(): void {
    // There is nothing to prepare.
  }

  step(): void {
    // There is nothing on the way: PCA is where it belongs at once.
  }

  layout(): MapLayout {
    const scores = this.#scores;
    this.#shown = transformed(scores, this.#shown ? mirroring(scores, this.#shown) : [1, 0, 0, 1]);
    return {
      key: this.#key,
      projection: 'pca',
      positions: Float32Array.from(this.#shown),
      n: this.#n,
      explained: this.#explained,
      settled: true,
    };
  }
}

/** Turned and mirrored, not scaled: the page eases its own extent, and a map that grows should be seen to grow. */
function withoutScale([a, b, c, d]: readonly [number, number, number, number]): [
  number,
  number,
  number,
  number,
] {
  const scale = Math.hypot(a, c);
  return [a / scale, b / scale, c / scale, d / scale];
}
