/** The segment that the navigator opens on: what the user was at. */
import type { Segment } from '../../protocol/train';
import { segmentKey } from '../maps/selection';
import { nearestSegment } from '../player/clock';

/** The segment that the player shows, else the first of those selected; undefined where neither is on the maps. */
export function openingSegment(
  segments: readonly Segment[],
  playing: { readonly videoId: string | undefined; readonly second: number },
  selected: ReadonlySet<string>,
): Segment | undefined {
  return (
    nearestSegment(segments, playing.videoId, playing.second) ??
    segments.find((segment) => selected.has(segmentKey(segment)))
  );
}
