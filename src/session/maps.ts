/** The maps' part of the session: features of the newest embedding to the map worker, layouts back. */
import * as Comlink from 'comlink';
import type { MapLayout, MapService } from '../protocol/map';
import type { RunEmbedding, Segment } from '../protocol/train';
import type { MapConfig } from '../project/config';
import { isOfTraining } from './embedded';
import { withMoment } from './map_moments';
import { notify, sentenceOfError } from './notices';
import { mapKey, SPACES, type Embedding, type MapMotion, type SessionState, type Space } from './state';
import { Sweeps } from './sweep';
import type { Updates } from './updates';

interface LiveMap {
  readonly runId: string;
  readonly space: Space;
  readonly segments: readonly Segment[];
  readonly step: number;
  readonly n: number;
}

export class Maps {
  readonly #updates: Updates<SessionState>;
  readonly #service: () => Comlink.Remote<MapService>;
  /** By the key that the map worker knows: a new generation is a new map there, an old one moves on from where it is. */
  readonly #live = new Map<string, LiveMap>();
  readonly #moving = new Set<string>();
  readonly #sweeps: Sweeps;
  #onSettled: (() => void)[] = [];
  #generation = 0;
  #shown: Embedding | undefined;
  #sent: MapConfig | undefined;

  constructor(updates: Updates<SessionState>, service: () => Comlink.Remote<MapService>) {
    this.#updates = updates;
    this.#service = service;
    this.#sweeps = new Sweeps(updates, service);
  }

  async open(): Promise<void> {
    await this.#service().subscribe(Comlink.proxy((layouts: MapLayout[]) => this.#onLayouts(layouts)));
  }

  /** Warm-started from the maps before, unless the points are others now or the weights are new ones. */
  show(embedding: Embedding): void {
    const before = this.#shown;
    this.#shown = embedding;
    const samePoints = before !== undefined && sameSegments(before.segments, embedding.segments);
    if (samePoints && before.step === 0 && embedding.step === 0 && sameFeatures(before, embedding)) {
      this.#updates.now(() => ({ embedding }));
      return;
    }
    // The embedding of step 0 may have made way for the training.
    const otherTraining = before !== undefined && !isOfTraining(before, embedding);
    const atStart = before !== undefined && embedding.step <= before.step && embedding.step === 0;
    const newWeights = atStart || otherTraining;
    if (!samePoints || newWeights) this.#generation += 1;
    if (samePoints && !otherTraining && embedding.step > before.step) this.#remember(before);
    else if (!samePoints || otherTraining || embedding.step < before.step) this.#forget();
    this.#updates.now(() => ({ embedding }));
    this.#send();
  }

  #remember({ step, runs }: Embedding): void {
    this.#updates.now(({ maps, mapMoments }) => {
      // A layout that is still on its way from the step before is no picture of this one.
      const arrived = Object.entries(maps).filter(([, map]) => map.step === step);
      if (arrived.length === 0) return {};
      const positions = arrived.map(([key, { layout }]) => [key, layout.positions] as const);
      const scores = runs.map(({ id, scores: ofRun }) => [id, ofRun] as const);
      const moment = { step, positions: Object.fromEntries(positions), scores: Object.fromEntries(scores) };
      return { mapMoments: withMoment(mapMoments, moment) };
    });
  }

  #forget(): void {
    this.#updates.now(() => ({ mapMoments: [] }));
  }

  /** Follows perplexity (the map moves on), seed (it starts over), projection and the spaces that are shown. */
  settingsChanged(): void {
    const { map } = this.#updates.read().config;
    const sent = this.#sent;
    if (!sent || !WATCHED.some((setting) => sent[setting] !== map[setting])) return;
    if (sent.seed !== map.seed) this.#generation += 1;
    if (sent.projection !== map.projection) this.#forget();
    this.#send();
  }

  move(motion: Partial<MapMotion>): void {
    this.#updates.now(({ mapMotion }) => ({ mapMotion: { ...mapMotion, ...motion } }));
    const { paused, stepsASecond } = this.#updates.read().mapMotion;
    void this.#service().setPace(stepsASecond);
    void this.#service().setPaused(paused);
  }

  step(n: number): void {
    void this.#service().step(n);
  }

  sweep(of?: { readonly runId: string; readonly space: Space }): void {
    if (of && this.#shown) this.#sweeps.start(this.#shown, of.runId, of.space);
    else this.#sweeps.clear();
  }

  /** From the beginning, to be watched: held maps go on. */
  restart(): void {
    this.#generation += 1;
    this.#send();
    this.move({ paused: false });
  }

  #send(): void {
    const embedding = this.#shown;
    if (!embedding) return;
    const { map } = this.#updates.read().config;
    const { projection, perplexity, seed } = map;
    this.#sent = map;
    const keep = new Set<string>();
    for (const { run, space, features } of spacesOf(embedding.runs, map)) {
      const key = `${mapKey(run.id, space)}#${this.#generation}`;
      const n = embedding.segments.length;
      this.#live.set(key, { runId: run.id, space, segments: embedding.segments, step: embedding.step, n });
      keep.add(key);
      this.#moving.add(key);
      this.#service()
        .update({ key, features, n, d: run.dim, projection, perplexity, seed })
        .catch((error: unknown) => {
          this.#moving.delete(key);
          notify(this.#updates, 'error', sentenceOfError(error));
          this.#tellIfSettled();
        });
    }
    for (const key of this.#live.keys()) if (!keep.has(key)) this.#remove(key);
    const shown = new Set([...keep].map((key) => key.replace(/#\d+$/, '')));
    this.#updates.now(({ maps }) => ({
      maps: Object.fromEntries(Object.entries(maps).filter(([key]) => shown.has(key))),
    }));
  }

  #remove(key: string): void {
    this.#live.delete(key);
    this.#moving.delete(key);
    void this.#service().remove(key);
  }

  #onLayouts(layouts: readonly MapLayout[]): void {
    for (const layout of layouts) {
      if (this.#sweeps.take(layout)) continue;
      const live = this.#live.get(layout.key);
      // Of a map that was removed while this was on its way.
      if (!live || live.n !== layout.n) continue;
      const { runId, space, segments, step } = live;
      this.#updates.soon(({ maps }) => ({
        maps: { ...maps, [mapKey(runId, space)]: { layout, segments, step } },
      }));
      if (layout.settled) this.#moving.delete(layout.key);
    }
    this.#tellIfSettled();
  }

  #tellIfSettled(): void {
    if (this.#moving.size > 0) return;
    const waiting = this.#onSettled;
    this.#onSettled = [];
    for (const settled of waiting) settled();
  }

  async settled(): Promise<void> {
    if (this.#moving.size > 0) await new Promise<void>((resolve) => this.#onSettled.push(resolve));
    // Whatever is on its way into the store.
    this.#updates.read();
  }
}

/** Settings that the maps on show follow. */
const WATCHED = ['projection', 'perplexity', 'seed', ...SPACES] as const;

/** The spaces that are shown, where a run has them: base has f' = f, one map is enough, and components need directions. */
function spacesOf(runs: readonly RunEmbedding[], shown: MapConfig) {
  return runs.flatMap((run) =>
    SPACES.filter((space) => shown[space] && !(space === 'fPrime' && run.id === 'base')).flatMap((space) => {
      const features = run[space];
      return features ? [{ run, space, features }] : [];
    }),
  );
}

function sameSegments(a: readonly Segment[], b: readonly Segment[]): boolean {
  return a.length === b.length && a.every((x, i) => x.videoId === b[i]?.videoId && x.start === b[i]?.start);
}

function sameFeatures(a: Embedding, b: Embedding): boolean {
  const equal = (x: Float32Array, y: Float32Array | undefined) =>
    x.length === y?.length && x.every((value, i) => value === y[i]);
  return (
    a.runs.length === b.runs.length &&
    a.runs.every((run, i) => {
      const other = b.runs[i];
      return run.id === other?.id && equal(run.f, other.f) && equal(run.fPrime, other.fPrime);
    })
  );
}
