/** Which segments are selected: one set for all maps and the library. Empty: all are as they are. */
import { create } from 'zustand';
import type { Segment } from '../../protocol/train';

type Selected = ReadonlySet<string>;

const NONE: Selected = new Set();

const useSelected = create<{ readonly keys: Selected }>()(() => ({ keys: NONE }));

export function segmentKey({ videoId, start }: Segment): string {
  return `${videoId}\n${start}`;
}

/** Keys of the selected segments, as `segmentKey` makes them. */
export function useSelection(): Selected {
  return useSelected((state) => state.keys);
}

export function useIsVideoSelected(videoId: string): boolean {
  return useSelected(({ keys }) => [...keys].some((key) => key.startsWith(`${videoId}\n`)));
}

/** Selects these, or with `adding` takes them into the selection; taken out of it when all of them are in it. */
export function select(segments: readonly Segment[], adding: boolean): void {
  useSelected.setState(({ keys }) => ({ keys: changedSelection(keys, segments.map(segmentKey), adding) }));
}

export function clearSelection(): void {
  if (useSelected.getState().keys.size > 0) useSelected.setState({ keys: NONE });
}

export function changedSelection(before: Selected, keys: readonly string[], adding: boolean): Selected {
  if (!adding) return new Set(keys);
  const isIn = keys.length > 0 && keys.every((key) => before.has(key));
  return isIn ? new Set([...before].filter((key) => !keys.includes(key))) : new Set([...before, ...keys]);
}
