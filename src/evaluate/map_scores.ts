/** Embeds what the maps show and scores it, each score beside that of the same run before its first step, on the same segments. */
import type { RunEmbedding, Segment } from '../protocol/train';
import { plainTurn, type Embedding, type TakeTurn } from '../train/embedder';
import type { MapSegment } from '../train/map_segments';
import type { Trainer } from '../train/trainer';
import { scoredEmbedding, type Scores } from './embedding';
import { beside, START_NOT_KNOWN, startName } from './start_control';

interface Scored {
  readonly segments: readonly Segment[];
  readonly embeddings: readonly Embedding[];
  readonly runs: readonly RunEmbedding[];
  /** Why the scores lack the control of before the first step, one sentence; undefined where they have it, or are it. */
  readonly withoutStart: string | undefined;
}

/** Of the runs of one trainer, before its first step, on the segments of the maps. */
interface Start {
  readonly trainer: Trainer;
  readonly segments: readonly Segment[];
  /** [N,D], of all runs. */
  readonly f: Float32Array;
  readonly scores: Map<string, Scores>;
}

type OnProgress = (what: string, done: number, total: number) => void;

export class MapScores {
  /** Kept for as long as trainer and segments stay the same: it is made once. */
  #start: Start | undefined;

  /** Between two passes `turn` may let others have the device, as long as they change no weights, or throw to break off. */
  async of(
    trainer: Trainer,
    sources: readonly MapSegment[],
    onProgress: OnProgress,
    turn: TakeTurn = plainTurn,
  ): Promise<Scored> {
    const { dim, steps } = trainer;
    const { seed } = trainer.config;
    const segments = sources.map(({ videoId, start }): Segment => ({ videoId, start }));
    const embeddings = await trainer.embed(
      sources,
      (done, total) => onProgress('Embedding segments', done, total),
      turn,
    );
    const runs = scoredEmbedding(embeddings, segments, { dim, seed });
    const scored = { segments, embeddings, runs, withoutStart: undefined };
    if (steps === 0) {
      const scores = new Map(runs.map((run) => [run.id, run.scores]));
      const [first] = embeddings;
      if (first) this.#start = { trainer, segments, f: first.f, scores };
      return scored;
    }
    const start = await this.#startOf(trainer, sources, segments, onProgress, turn);
    if (!start) return { ...scored, withoutStart: START_NOT_KNOWN };
    const name = startName(trainer.start);
    return { ...scored, runs: runs.map((run) => withStart(run, start.get(run.id), name)) };
  }

  /** Undefined where it is not known what the runs started from. */
  async #startOf(
    trainer: Trainer,
    sources: readonly MapSegment[],
    segments: readonly Segment[],
    onProgress: OnProgress,
    turn: TakeTurn,
  ): Promise<ReadonlyMap<string, Scores> | undefined> {
    const known =
      this.#start?.trainer === trainer && sameSegments(this.#start.segments, segments)
        ? this.#start
        : undefined;
    const missing = trainer.runIds.filter((id) => !known?.scores.has(id));
    if (known && missing.length === 0) return known.scores;
    if (trainer.start === 'unknown') return known?.scores;
    const embeddings = await trainer.embedUntrained(
      missing,
      sources,
      (done, total) => onProgress('Embedding segments before the first step', done, total),
      turn,
      known?.f,
    );
    const [first] = embeddings;
    if (!first) return undefined;
    const { dim } = trainer;
    const scored = scoredEmbedding(embeddings, segments, { dim, seed: trainer.config.seed });
    const scores = new Map([...(known?.scores ?? []), ...scored.map((run) => [run.id, run.scores] as const)]);
    this.#start = { trainer, segments, f: first.f, scores };
    return scores;
  }
}

function sameSegments(a: readonly Segment[], b: readonly Segment[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ videoId, start }, i) => videoId === b[i]!.videoId && start === b[i]!.start)
  );
}

type Spaces = Omit<Scores, 'order'>;

/** The run with the scores of `start` among the controls of its own. */
function withStart(run: RunEmbedding, start: Scores | undefined, name: string): RunEmbedding {
  if (!start) return run;
  const spacesOf = (now: Spaces, then: Spaces): Spaces => ({
    f: beside(now.f, then.f, name),
    fPrime: beside(now.fPrime, then.fPrime, name),
    ...(now.encoded && { encoded: beside(now.encoded, then.encoded, name) }),
    ...(now.invariant && { invariant: beside(now.invariant, then.invariant, name) }),
  });
  const { order } = run.scores;
  return { ...run, scores: { ...spacesOf(run.scores, start), order: spacesOf(order, start.order) } };
}
