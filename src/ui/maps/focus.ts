/** The segment that is looked at: one for all maps, so that a point is found again in every one of them. */
import { create } from 'zustand';
import type { Segment } from '../../protocol/train';

interface MapFocus {
  readonly segment: Segment | undefined;
  /** Where its frames are shown: the point in the map that was pointed at, CSS pixels of the viewport. */
  readonly anchor: { readonly x: number; readonly y: number } | undefined;
}

const NOTHING: MapFocus = { segment: undefined, anchor: undefined };

export const useMapFocus = create<MapFocus>()(() => NOTHING);

export function lookAt(segment: Segment, anchor: { x: number; y: number }): void {
  const now = useMapFocus.getState();
  const same = now.segment?.videoId === segment.videoId && now.segment.start === segment.start;
  if (same && now.anchor?.x === anchor.x && now.anchor.y === anchor.y) return;
  useMapFocus.setState({ segment: same ? now.segment : segment, anchor });
}

export function lookAway(): void {
  if (useMapFocus.getState().segment) useMapFocus.setState(NOTHING);
}
