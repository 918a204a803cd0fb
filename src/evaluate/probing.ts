/** Embeds what the probes judge, in turns with whatever else the device does, and makes their report. */
import { PROBE_SEGMENTS, probeSegments } from '../train/map_segments';
import type { FrameLookup } from '../train/drawn_from';
import type { TakeTurn } from '../train/embedder';
import type { Trainer } from '../train/trainer';
import { probesOf } from './probes';
import type { ProbedVideo, ProbeReport } from './score';

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

/** @throws ProbesOverrun when the weights change between two passes. */
export async function probeReport(
  trainer: Trainer,
  videos: readonly ProbedVideo[],
  frameOf: FrameLookup,
  { onProgress, turn, isInUse }: Hooks,
): Promise<ProbeReport> {
  const { steps: step, dim, config } = trainer;
  const { present, segments } = probeSegments(frameOf, videos, config);
  const embeddings = await trainer.embed(segments, onProgress, (pass) =>
    turn(() => {
      if (!isInUse() || trainer.steps !== step || trainer.config !== config) throw new ProbesOverrun();
      return pass();
    }),
  );
  const found = probesOf(embeddings, present, { dim, seed: config.seed, each: PROBE_SEGMENTS });
  return { step, seed: config.seed, videos: present.length, segments: PROBE_SEGMENTS, ...found };
}
