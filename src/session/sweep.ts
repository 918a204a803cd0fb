/** One space of one run at several perplexities, side by side: t-SNE shows another picture at each (Wattenberg 2016). */
import type * as Comlink from 'comlink';
import type { MapLayout, MapService } from '../protocol/map';
import { notify, sentenceOfError } from './notices';
import type { Embedding, PerplexitySweep, SessionState, Space } from './state';
import type { Updates } from './updates';

const PERPLEXITIES = [2, 5, 10, 20, 30, 50] as const;
const PREFIX = 'sweep';

export class Sweeps {
  readonly #updates: Updates<SessionState>;
  readonly #service: () => Comlink.Remote<MapService>;
  #generation = 0;
  #perplexities = new Map<string, number>();

  constructor(updates: Updates<SessionState>, service: () => Comlink.Remote<MapService>) {
    this.#updates = updates;
    this.#service = service;
  }

  /** Of the features as they are now: later embeddings do not move it. Perplexities below the number of points only. */
  start({ runs, segments, step }: Embedding, runId: string, space: Space): void {
    this.clear();
    const run = runs.find(({ id }) => id === runId);
    const features = run?.[space];
    if (!run || !features) return;
    const n = segments.length;
    const { seed } = this.#updates.read().config.map;
    const perplexities = PERPLEXITIES.filter((perplexity) => perplexity < n);
    this.#generation += 1;
    this.#updates.now(() => ({ sweep: { runId, space, step, segments, perplexities, layouts: {} } }));
    for (const perplexity of perplexities) {
      const key = `${PREFIX}${this.#generation}/${perplexity}`;
      this.#perplexities.set(key, perplexity);
      this.#service()
        .update({ key, features, n, d: run.dim, projection: 'tsne', perplexity, seed })
        .catch((error: unknown) => {
          notify(this.#updates, 'error', sentenceOfError(error));
          this.clear();
        });
    }
  }

  clear(): void {
    for (const key of this.#perplexities.keys()) void this.#service().remove(key);
    this.#perplexities = new Map();
    if (this.#updates.read().sweep) this.#updates.now(() => ({ sweep: undefined }));
  }

  /** Takes a layout that is the sweep's; false when it is not. */
  take(layout: MapLayout): boolean {
    const perplexity = this.#perplexities.get(layout.key);
    if (perplexity === undefined) return layout.key.startsWith(PREFIX);
    this.#updates.soon(({ sweep }) => (sweep ? { sweep: withLayout(sweep, perplexity, layout) } : {}));
    return true;
  }
}

function withLayout(sweep: PerplexitySweep, perplexity: number, layout: MapLayout): PerplexitySweep {
  return { ...sweep, layouts: { ...sweep.layouts, [perplexity]: layout } };
}
