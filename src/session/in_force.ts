/** What of the settings is in force for the videos, labels and queue as they are. */
import { flipInForce } from '../clips/sides';
import { trainingIds } from './library';
import { wantedTraining } from './queue_items';
import type { SessionState } from './state';

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
