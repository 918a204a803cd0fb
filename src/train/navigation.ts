/** Navigates time: f' of a segment on the maps at other seconds than its own. */
import * as Comlink from 'comlink';
import type { Navigation, Segment } from '../protocol/train';
import type { Embedding } from './embedder';
import type { Trainer } from './trainer';

/** What the maps show, and whose features these are. */
export interface Embedded {
  readonly trainer: Trainer;
  readonly step: number;
  readonly segments: readonly Segment[];
  readonly runs: readonly Embedding[];
}

/** @throws Error with one sentence when the segment is not on the maps, RangeError when the run has no time module. */
export async function navigation(
  trainer: Trainer | undefined,
  embedded: Embedded | undefined,
  { runId, segment, seconds }: Pick<Navigation, 'runId' | 'segment' | 'seconds'>,
): Promise<Navigation> {
  if (!trainer || embedded?.trainer !== trainer)
    throw new Error('There is nothing to navigate yet: the segments of the maps are not embedded.');
  const { segments, runs, step: embeddedAt } = embedded;
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
