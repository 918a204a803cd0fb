/** Answers the page's calls to the map worker: several t-SNEs, in turns. Knows no worker API. */
import type { MapInput, MapLayout, MapService } from '../protocol/map';
import { alignment, transformed } from './procrustes';
import { Tsne } from './tsne';

/** Milliseconds of steps between two looks at what the page wants. */
const SLICE = 12;
/** Milliseconds between two reports. */
const REPORT_EVERY = 100;

interface LiveMap {
  readonly tsne: Tsne;
  readonly seed: number;
  /** Where the points were shown last: the next layout is laid over it. */
  shown: Float64Array | undefined;
  moved: boolean;
}

export class MapInputError extends Error {
  override name = 'MapInputError';
}

function check({ key, features, n, d }: MapInput): void {
  if (n < 4)
    throw new MapInputError(
      `update(input): the map "${key}" has ${n} points, a layout needs at least 4: choose more videos or segments.`,
    );
  if (features.length !== n * d)
    throw new MapInputError(
      `update(input): the map "${key}" has ${features.length} values, expected ${n} x ${d}.`,
    );
  const bad = features.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new MapInputError(
      `update(input): point ${Math.floor(bad / d)} of the map "${key}" holds ${features[bad]}: the features are not finite.`,
    );
}

export class MapWorkerService implements MapService {
  readonly #maps = new Map<string, LiveMap>();
  #report: (layouts: MapLayout[]) => unknown = () => undefined;
  #reporting = false;
  #reportedAt = 0;
  #paused = false;
  #scheduled = false;

  subscribe(onLayouts: (layouts: MapLayout[]) => void): void {
    this.#report = onLayouts;
  }

  /** @throws MapInputError naming the map and what is wrong with its features. */
  update(input: MapInput): void {
    check(input);
    const { key, features, n, d, perplexity, seed } = input;
    const known = this.#maps.get(key);
    if (known?.tsne.n === n && known.seed === seed) {
      known.tsne.update(features, d, perplexity);
      known.moved = true;
    } else {
      this.#maps.set(key, {
        tsne: new Tsne(features, n, d, perplexity, seed),
        seed,
        shown: undefined,
        moved: true,
      });
    }
    this.#schedule();
  }

  remove(key: string): void {
    this.#maps.delete(key);
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#schedule();
  }

  #schedule(wait = 0): void {
    if (this.#scheduled || this.#paused) return;
    this.#scheduled = true;
    setTimeout(() => {
      this.#scheduled = false;
      this.#slice();
    }, wait);
  }

  #slice(): void {
    if (this.#paused) return;
    const end = performance.now() + SLICE;
    let moving = this.#moving();
    while (moving.length > 0 && performance.now() < end) {
      for (const map of moving) {
        map.tsne.step();
        map.moved = true;
      }
      moving = this.#moving();
    }
    this.#emit(moving.length === 0);
    // Settled but not yet reported: the page is still busy with the last report.
    if (moving.length > 0) this.#schedule();
    else if ([...this.#maps.values()].some(({ moved }) => moved)) this.#schedule(REPORT_EVERY / 5);
  }

  #moving(): LiveMap[] {
    return [...this.#maps.values()].filter(({ tsne }) => !tsne.settled);
  }

  /** Reports what moved, unless the page has not taken the last report yet or it is too soon. `last`: nothing will move any more. */
  #emit(last: boolean): void {
    const now = performance.now();
    if (this.#reporting || (!last && now - this.#reportedAt < REPORT_EVERY)) return;
    const layouts: MapLayout[] = [];
    for (const [key, map] of this.#maps) {
      if (!map.moved) continue;
      map.moved = false;
      layouts.push(this.#layout(key, map));
    }
    if (layouts.length === 0) return;
    this.#reportedAt = now;
    this.#reporting = true;
    void Promise.resolve(this.#report(layouts)).finally(() => {
      this.#reporting = false;
    });
  }

  #layout(key: string, map: LiveMap): MapLayout {
    const { tsne } = map;
    map.shown = transformed(tsne.y, map.shown ? withoutScale(alignment(tsne.y, map.shown)) : [1, 0, 0, 1]);
    return {
      key,
      positions: Float32Array.from(map.shown),
      n: tsne.n,
      iteration: tsne.iteration,
      kl: tsne.kl,
      perplexity: tsne.perplexity,
      settled: tsne.settled,
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
