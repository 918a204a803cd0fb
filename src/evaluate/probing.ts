/** Embeds what the probes judge, in turns with whatever else the device does, and makes their report, each score beside that of before the first step. */
import { probeSegments } from '../train/map_segments';
import { PROBE_SEGMENTS } from '../train/probed';
import type { FrameLookup } from '../train/drawn_from';
import type { SegmentSource, TakeTurn } from '../train/embedder';
import type { Trainer } from '../train/trainer';
import { probesOf } from './probes';
import { PROBES, type ProbedVideo, type ProbeReport, type ProbeScores } from './score';
import { beside, START_NOT_KNOWN, startName } from './start_control';

/** The weights changed before all passes of the probes were made: what there is of them belongs to no step. */
export class ProbesOverrun extends Error {
  override name = 'ProbesOverrun';
}

interface Hooks {
  readonly onProgress: (done: number, total: number) => void;
  /** Gives the device to one pass. */
  readonly turn: TakeTurn;
  /** False once the trainer is not the one in use any more. */
  readonly isInUse: () => boolean;
}

type RunProbes = ProbeReport['runs'][number];

/** Of the runs of one trainer, before its first step, on these videos. */
interface Start {
  readonly trainer: Trainer;
  readonly videos: readonly ProbedVideo[];
  /** [N,D], of all runs. */
  readonly f: Float32Array;
  readonly scores: ReadonlyMap<string, RunProbes>;
}

export class Probing {
  /** Kept for as long as trainer and videos stay the same: it is made once. */
  #start: Start | undefined;

  /** @throws ProbesOverrun when the weights change between two passes. */
  async report(
    trainer: Trainer,
    videos: readonly ProbedVideo[],
    frameOf: FrameLookup,
    { onProgress, turn, isInUse }: Hooks,
  ): Promise<ProbeReport> {
    const { steps: step, dim, config } = trainer;
    const { seed } = config;
    const { present, segments } = probeSegments(frameOf, videos, config);
    const guarded: TakeTurn = (pass) =>
      turn(() => {
        if (!isInUse() || trainer.steps !== step || trainer.config !== config) throw new ProbesOverrun();
        return pass();
      });
    const known = this.#knownOf(trainer, present);
    const startClips = step === 0 || trainer.start === 'unknown' || known ? 0 : segments.length;
    let trained = 0;
    const embeddings = await trainer.embed(
      segments,
      (done, clips) => {
        trained = clips;
        onProgress(done, trained + startClips);
      },
      guarded,
    );
    const found = probesOf(embeddings, present, { dim, seed, each: PROBE_SEGMENTS });
    const made = { step, seed, videos: present.length, segments: PROBE_SEGMENTS, ...found };
    if (step === 0) {
      const [first] = embeddings;
      const scores = new Map(found.runs.map((run) => [run.id, run]));
      if (first) this.#start = { trainer, videos: present, f: first.f, scores };
      return made;
    }
    if (trainer.start === 'unknown') return { ...made, withoutStart: START_NOT_KNOWN };
    const ids = embeddings.map(({ id }) => id);
    const before = await this.#startOf(trainer, ids, present, segments, guarded, (done) =>
      onProgress(trained + done, trained + startClips),
    );
    const name = startName(trainer.start);
    return { ...made, runs: found.runs.map((run) => withStart(run, before.get(run.id), name)) };
  }

  /** With the same segments of the same clips, whatever their labels are now. */
  #knownOf(trainer: Trainer, videos: readonly ProbedVideo[]): Start | undefined {
    const start = this.#start;
    return start?.trainer === trainer && sameVideos(start.videos, videos, (a, b) => a.id === b.id)
      ? start
      : undefined;
  }

  /** @throws ProbesOverrun as `report` does. */
  async #startOf(
    trainer: Trainer,
    ids: readonly string[],
    videos: readonly ProbedVideo[],
    segments: readonly SegmentSource[],
    turn: TakeTurn,
    onProgress: (done: number) => void,
  ): Promise<Start['scores']> {
    const known = this.#knownOf(trainer, videos);
    const scores = known && sameVideos(known.videos, videos, asProbed) ? known.scores : undefined;
    const missing = ids.filter((id) => !scores?.has(id));
    if (scores && missing.length === 0) return scores;
    const embeddings = await trainer.embedUntrained(missing, segments, onProgress, turn, known?.f);
    const { dim, config } = trainer;
    const { runs } = probesOf(embeddings, videos, { dim, seed: config.seed, each: PROBE_SEGMENTS });
    const all = new Map([...(scores ?? []), ...runs.map((run) => [run.id, run] as const)]);
    const [first] = embeddings;
    if (first) this.#start = { trainer, videos, f: first.f, scores: all };
    return all;
  }
}

function sameVideos(
  a: readonly ProbedVideo[],
  b: readonly ProbedVideo[],
  same: (one: ProbedVideo, other: ProbedVideo) => boolean,
): boolean {
  return a.length === b.length && a.every((video, i) => same(video, b[i]!));
}

const asProbed = (a: ProbedVideo, b: ProbedVideo) =>
  a.id === b.id && a.label === b.label && a.person === b.person;

/** The run with the scores of `start` among the controls of its own. */
function withStart(run: RunProbes, start: RunProbes | undefined, name: string): RunProbes {
  const scoresOf = (now: ProbeScores, then: ProbeScores | undefined) =>
    Object.fromEntries(
      PROBES.map((probe) => [probe, beside(now[probe], then?.[probe], name)]),
    ) as unknown as ProbeScores;
  return { ...run, f: scoresOf(run.f, start?.f), fPrime: scoresOf(run.fPrime, start?.fPrime) };
}
