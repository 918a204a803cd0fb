/** How the points of all maps look: colour, shape, what stands out and what steps back. */
import { useMemo } from 'react';
import type { Segment } from '../../protocol/train';
import { nearestSegment } from '../player/clock';
import { usePlayer } from '../player/player';
import { useScheme } from '../scheme';
import { useSessionState } from '../session_context';
import { colouring } from './colour_by';
import { useMapFocus } from './focus';
import { useMapVideos, useTimeEnd, useVideoShapes } from './map_time';
import type { Looks } from './painter';
import { segmentKey, useSelection } from './selection';
import { useMapModes } from './modes';

/** Strength of what is not looked at, and of what is not selected. */
const ASIDE = 0.3;
const UNSELECTED = 0.12;
const NO_SEGMENTS: readonly Segment[] = [];

export function useLooks(): Looks {
  const shapes = useVideoShapes();
  const videos = useMapVideos();
  const timeEnd = useTimeEnd();
  const scheme = useScheme();
  const colourBy = useMapModes((state) => state.colourBy);
  const pointed = useMapFocus((state) => state.segment);
  const playing = usePlayer((state) => state.playing);
  const played = usePlayedSegment('videoId');
  const beside = usePlayedSegment('besideId');
  const selected = useSelection();
  const segments = useSessionState((state) => state.embedding?.segments) ?? NO_SEGMENTS;
  // A selection of segments that are no longer on the maps puts nothing aside.
  const selects = useMemo(
    () => segments.some((segment) => selected.has(segmentKey(segment))),
    [segments, selected],
  );
  const colourOf = useMemo(
    () => colouring(colourBy, videos, timeEnd, scheme),
    [colourBy, videos, timeEnd, scheme],
  );
  return useMemo(() => {
    const highlights = [played, beside, pointed].filter((segment) => segment !== undefined);
    // While a clip is looked at or plays, the others step back; one that only stands in the player does that to none.
    const lookedAt = new Set((playing ? highlights : pointed ? [pointed] : []).map(({ videoId }) => videoId));
    const strengthOf = (segment: Segment) => {
      if (selects) return selected.has(segmentKey(segment)) ? 1 : UNSELECTED;
      return lookedAt.size === 0 || lookedAt.has(segment.videoId) ? 1 : ASIDE;
    };
    return { shapes, colourOf, highlights, strengthOf };
  }, [beside, colourOf, played, playing, pointed, selected, selects, shapes]);
}

/** The segment of the player's time, of its clip or of the one beside it. */
function usePlayedSegment(which: 'videoId' | 'besideId'): Segment | undefined {
  const segments = useSessionState((state) => state.embedding?.segments) ?? NO_SEGMENTS;
  return usePlayer((state) => nearestSegment(segments, state[which], state.second));
}
