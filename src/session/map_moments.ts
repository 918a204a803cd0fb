/** The maps as they were in the course of training: positions and scores, so that the picture of a step keeps its number. */
import type { RunEmbedding } from '../protocol/train';

export interface MapMoment {
  /** Training steps taken. */
  readonly step: number;
  /** [n, 2] by `mapKey`, all of the same segments as the maps of now. */
  readonly positions: Readonly<Record<string, Float32Array>>;
  /** By run id. */
  readonly scores: Readonly<Record<string, RunEmbedding['scores']>>;
}

const MOST = 200;

/** With one more at the end. When there are too many every second one goes, so that the beginning stays in sight: old ones stand further apart. */
export function withMoment(
  moments: readonly MapMoment[],
  moment: MapMoment,
  most = MOST,
): readonly MapMoment[] {
  const kept = moments.length < most ? moments : moments.filter((_, i) => i % 2 === 0);
  return [...kept, moment];
}
