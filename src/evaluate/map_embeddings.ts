/** The newest embedding of what the maps show: made in passes that make way for what is waiting, and navigated from. */
import * as Comlink from 'comlink';
import { encoderSpec } from '../encoder/encoders';
import { encoderCost } from '../encoder/spec';
import type { Navigation, Segment, TrainEvent } from '../protocol/train';
import type { Embedding } from '../train/embedder';
import type { MapSegment } from '../train/map_segments';
import type { Pace } from '../train/pace';
import type { Trainer } from '../train/trainer';
import { PassTimes } from '../train/pass_times';
import { lasts, Way } from '../train/way';
import { MapScores } from './map_scores';

/** What the maps show, and whose features these are. */
interface Embedded {
  readonly trainer: Trainer;
  readonly step: number;
  readonly segments: readonly Segment[];
  readonly runs: readonly Embedding[];
}

interface Wish {
  readonly trainer: Trainer;
  readonly sources: readonly MapSegment[];
  /** Something waits for it: one that would last is left for later. */
  readonly isAwaited: boolean;
  readonly onProgress: (what: string, done: number, total: number) => void;
}

type EmbeddingEvent = Extract<TrainEvent, { kind: 'embedding' }>;

export class MapEmbeddings {
  readonly #scores = new MapScores();
  readonly #way: Way;
  readonly #pace: Pace;
  #newest: Embedded | undefined;

  /** @param betweenPasses waits as long as it takes to hear what is asked meanwhile */
  constructor(pace: Pace, betweenPasses: () => Promise<void>) {
    this.#pace = pace;
    this.#way = new Way(betweenPasses);
  }

  /** Breaks off the embedding under way; `always`: nobody will look at it any more. */
  makeWay(when: 'always' | 'if it would last'): void {
    this.#way.make(when);
  }

  /** Undefined where it made way, or was left for later. */
  async make(wish: Wish): Promise<Omit<EmbeddingEvent, 'videoIds'> | undefined> {
    const { trainer, sources, isAwaited, onProgress } = wish;
    const { config } = trainer;
    const { encoder } = config;
    const { flops } = encoderCost(encoderSpec(encoder), encoder.frames, encoder.size);
    const secondsEach = this.#pace.secondsPerClip('maps', flops);
    if (isAwaited && lasts(secondsEach * sources.length)) return undefined;
    const passes = new PassTimes();
    const tell = (what: string, done: number, total: number) => {
      this.#way.progress(done, total);
      passes.progress(done);
      onProgress(what, done, total);
    };
    const scored = await this.#way.run(secondsEach, (turn) => this.#scores.of(trainer, sources, tell, turn));
    if (!scored) return undefined;
    const { steps: step } = trainer;
    const { segments, embeddings, runs, withoutStart } = scored;
    // Before the first step one encoder is that of all runs, which are scored each: about half of it.
    const distinct = step === 0 ? (1 + runs.length) / 2 : runs.length;
    this.#pace.embedded('maps', segments.length * distinct, flops, passes.seconds());
    this.#newest = { trainer, step, segments, runs: embeddings };
    return { kind: 'embedding', step, config, segments, runs, withoutStart };
  }

  /**
   * f' of one segment of the newest embedding at other seconds than its own, its arrays to be transferred.
   * @throws Error with a sentence when the segment is not on the maps of this trainer.
   */
  async navigate(
    trainer: Trainer | undefined,
    runId: string,
    segment: Segment,
    seconds: Float32Array,
  ): Promise<Navigation> {
    const newest = this.#newest;
    if (!trainer || newest?.trainer !== trainer)
      throw new Error('There is nothing to navigate yet: the segments of the maps are not embedded.');
    const { segments, runs, step: embeddedAt } = newest;
    const at = segments.findIndex(
      ({ videoId, start }) => videoId === segment.videoId && start === segment.start,
    );
    const features = runs.find(({ id }) => id === runId)?.f;
    if (at < 0 || !features)
      throw new Error('This segment is not on the maps of this run any more: choose another one.');
    const f = features.slice(at * trainer.dim, (at + 1) * trainer.dim);
    const { basis, ...travel } = await trainer.navigate(runId, f, seconds);
    const { dim, steps: step } = trainer;
    const answer: Navigation = { runId, segment, seconds, dim, f, ...travel, basis, embeddedAt, step };
    const arrays = [seconds, f, travel.fPrime, travel.coefficients, ...(basis ? [basis] : [])];
    return Comlink.transfer(
      answer,
      arrays.map(({ buffer }) => buffer),
    );
  }
}
