/** The time scale that all maps share, the videos on them, and the shape of each. */
import { useMemo } from 'react';
import { useSessionState } from '../session_context';
import type { MapVideo } from './colour_by';
import { shapesOf, type Shape } from './shapes';
import { timeScaleEnd } from './time_colour';

/** Seconds at the end of the scale. */
export function useTimeEnd(): number {
  const segments = useSessionState((state) => state.embedding?.segments);
  return useMemo(() => timeScaleEnd(segments?.map(({ start }) => start) ?? []), [segments]);
}

/** By video: the shape of its label among the labels on the maps. */
export function useVideoShapes(): ReadonlyMap<string, Shape> {
  const videos = useMapVideos();
  return useMemo(() => {
    const shapes = shapesOf(videos.map(({ label }) => label));
    return new Map(videos.map(({ id, label }) => [id, shapes.get(label) ?? 'circle']));
  }, [videos]);
}

/** Labels on the maps and their shapes. */
export function useLabelShapes(): ReadonlyMap<string, Shape> {
  const videos = useMapVideos();
  return useMemo(() => shapesOf(videos.map(({ label }) => label)), [videos]);
}

/** The videos on the maps, in the order of the library. */
export function useMapVideos(): readonly MapVideo[] {
  const text = useSessionState(({ library, removed, mapVideoIds, embedding }) => {
    // The maps may still show the videos of the choice before.
    const shown = new Set([...mapVideoIds, ...(embedding?.segments.map(({ videoId }) => videoId) ?? [])]);
    const videos = [...library, ...removed].filter(({ id }) => shown.has(id));
    // A string, so that the selection is equal while the videos are.
    return JSON.stringify(videos.map(({ id, name, label }) => ({ id, name, label })));
  });
  return useMemo(() => JSON.parse(text) as readonly MapVideo[], [text]);
}
