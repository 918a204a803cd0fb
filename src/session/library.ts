/** Rules of the library: labels from paths, the training set, and which videos the maps show. */
import type { LibraryVideo, VideoSource } from './state';

const folderOf = (path: string) => path.split('/').at(-2);
const nameOf = (path: string) => path.split('/').at(-1) ?? path;

/** `Enter` of `Enter_p01.mp4`; undefined when nothing stands before a `_`. */
function prefixOf(path: string): string | undefined {
  const at = nameOf(path).indexOf('_');
  return at > 0 ? nameOf(path).slice(0, at) : undefined;
}

/**
 * Labels of files that came together. Class folders inside the folder that was dropped name their videos. Directly
 * inside it (or without any) the part of the name before the first `_` does, where it groups files (`Enter_`, `Leave_`);
 * where it does not (`v_…`, a different one for each file, or names that repeat the folder's), the folder is the label.
 */
export function labelsOf(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const prefix = path.split('/').length <= 2 ? prefixOf(path) : undefined;
    if (prefix !== undefined) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  const sizes = [...counts.values()];
  const total = sizes.reduce((a, b) => a + b, 0);
  const shared = sizes.filter((size) => size > 1).reduce((a, b) => a + b, 0);
  const groups = counts.size >= 2 && shared >= total / 2;
  return paths.map((path) => {
    const folder = folderOf(path);
    const prefix = prefixOf(path);
    if (folder === undefined) return prefix ?? 'unlabelled';
    const inClassFolder = path.split('/').length > 2 || nameOf(path).includes(folder);
    return inClassFolder || !groups || prefix === undefined ? folder : prefix;
  });
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
