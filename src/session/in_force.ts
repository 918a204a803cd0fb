/** What of the settings is in force for the videos, labels and queue as they are. */
import { flipInForce } from '../clips/sides';
import { isReady, sameIds, trainingIds } from './library';
import { wantedTraining } from './queue_items';
import { hasBegun } from './stage';
import type { Prepared, SessionState } from './state';

/** Ids of the videos that batches are drawn from: of a training that has begun, those it began with that are still there. */
export function drawnFrom({ stage, step, prepared, library, trainOn }: SessionState): readonly string[] {
  if (!prepared || !hasBegun(stage) || prepared.resumed?.step === step) return trainingIds(library, trainOn);
  const ready = new Set(library.filter(isReady).map(({ id }) => id));
  return prepared.videoIds.filter((id) => ready.has(id));
}

/** What is prepared, as it is when its next step is taken. */
export function atItsStart(state: SessionState): Prepared | undefined {
  const { prepared, step } = state;
  return prepared?.resumed?.step === step ? { ...prepared, videoIds: drawnFrom(state) } : prepared;
}

/** True where library and choice of set are no longer what the training under way is drawn from. */
export function otherVideosWait(state: SessionState): boolean {
  return !sameIds(drawnFrom(state), trainingIds(state.library, state.trainOn));
}

/** The training as library, settings and queue are now: what the worker gets, and what of it is not in force. */
export function inForce(state: SessionState) {
  const { library, trainOn } = state;
  const train = wantedTraining(state);
  const videoIds = trainingIds(library, trainOn);
  const trained = new Set(videoIds);
  const labels = library.filter(({ id }) => trained.has(id)).map(({ label }) => label);
  const { clips, note } = flipInForce(train.clips, labels);
  return { config: { ...train, clips }, videoIds, notes: note === undefined ? [] : [note] };
}
