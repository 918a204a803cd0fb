/** Rules of the library: what comes in, the training set, and which videos the maps show. */
import type { LibraryVideo, VideoSource } from './state';

/** A file and its path inside what was dropped: `folder/sub/name.mp4`, or `name.mp4`. */
export interface AddedFile {
  readonly file: File;
  readonly path: string;
}

export function isReady(video: LibraryVideo): boolean {
  return video.state.status === 'ready';
}

export function isPending({ state }: LibraryVideo): boolean {
  return state.status === 'waiting' || state.status === 'decoding';
}

/** Ids of the videos that batches are drawn from. Their order is part of the seed, so it depends on paths, not on which file was decoded first. */
export function trainingIds(library: readonly LibraryVideo[], trainOn: VideoSource): string[] {
  return library
    .filter((video) => video.source === trainOn && isReady(video))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map(({ id }) => id);
}

/** In the same order. */
export function sameIds(a: readonly string[], b: readonly string[] | undefined): boolean {
  return a.length === b?.length && a.every((id, i) => id === b[i]);
}

/** `count` videos, taking one of each label in turn: 4 of Enter and Leave are 2 of each. */
export function balancedChoice(videos: readonly LibraryVideo[], count: number): string[] {
  const labels = [...new Set(videos.map(({ label }) => label))].sort();
  const groups = labels.map((label) => videos.filter((video) => video.label === label));
  const chosen: string[] = [];
  for (let round = 0; chosen.length < Math.min(count, videos.length); round++) {
    for (const group of groups) {
      const video = group[round];
      if (video && chosen.length < count) chosen.push(video.id);
    }
  }
  return chosen;
}

/**
 * The session's own choice for the maps. It holds on to a choice that is still good, so that the maps do not start over with
 * every file that arrives, and waits for a full and varied one while files are still coming.
 */
export function nextMapChoice(
  current: readonly string[],
  library: readonly LibraryVideo[],
  options: { trainOn: VideoSource; count: number; pending: boolean },
): readonly string[] {
  const ready = library.filter((video) => video.source === options.trainOn && isReady(video));
  const ids = new Set(ready.map(({ id }) => id));
  const stillGood = current.length > 0 && current.every((id) => ids.has(id));
  const full = Math.min(options.count, ready.length);
  if (stillGood && (current.length === options.count || (!options.pending && current.length === full))) {
    return current;
  }
  const varied = ready.length >= options.count && new Set(ready.map(({ label }) => label)).size >= 2;
  if (options.pending && !varied) return current;
  return balancedChoice(ready, options.count);
}
