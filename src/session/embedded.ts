/** Whose the newest embedding is: of which settings and of which clips, held against what is trained and wanted now. */
import { differences, type Difference } from '../runs/differences';
import { inForce } from './in_force';
import { sameIds } from './library';
import { sameTraining } from './settings';
import type { Embedding, Prepared, SessionState } from './state';

type Made = Pick<Embedding, 'config' | 'videoIds'>;

/** True where it is of the training that is prepared, whichever of its runs have come or gone. */
export function isOfTraining(
  { config }: Pick<Made, 'config'>,
  prepared: Pick<Prepared, 'config'> | undefined,
): boolean {
  // The flip in force depends on the labels, what was prepared does not.
  const own = (train: Made['config']) => ({ ...train, runs: [], clips: { ...train.clips, flip: 0 } });
  return prepared !== undefined && sameTraining(own(config), own(prepared.config));
}

/** True where it is of the clips that are ticked for the maps. */
export function isOfTicked(
  { videoIds }: Pick<Made, 'videoIds'>,
  { mapVideoIds }: Pick<SessionState, 'mapVideoIds'>,
): boolean {
  return sameIds(videoIds, mapVideoIds);
}

/** The newest embedding where it is of what is trained and of the clips that are ticked: what tables may show as theirs. */
export function ownEmbedding(
  state: Pick<SessionState, 'embedding' | 'prepared' | 'mapVideoIds'>,
): Embedding | undefined {
  const { embedding, prepared } = state;
  return embedding && isOfTicked(embedding, state) && isOfTraining(embedding, prepared)
    ? embedding
    : undefined;
}

/** Settings that the embedding was made with and that are others now (`base`), runs aside: they have maps of their own. */
export function settingsSince(state: SessionState): readonly Difference[] {
  const { embedding } = state;
  if (!embedding) return [];
  // The settings on show, not those of a training of the queue.
  const { config } = inForce({ ...state, queue: [] });
  return differences({ train: { ...embedding.config, runs: null } }, { train: { ...config, runs: null } });
}

/** True while one is wanted that is not there: of other weights or clips than the newest. */
export function isAwaited(
  state: Pick<SessionState, 'gpu' | 'stage' | 'prepared' | 'mapVideoIds' | 'embedding'>,
): boolean {
  const { gpu, stage, prepared, mapVideoIds } = state;
  if (gpu.status !== 'open' || stage === 'lost' || !prepared || mapVideoIds.length === 0) return false;
  return ownEmbedding(state) === undefined;
}
