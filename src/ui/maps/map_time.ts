/** The time scale that all maps share, and the shape of every video on them. */
import { useMemo } from 'react';
import { useSessionState } from '../session_context';
import { shapesOf, type Shape } from './shapes';
import { timeScaleEnd } from './time_colour';

/** Seconds at the end of the scale. */
export function useTimeEnd(): number {
  const embedding = useSessionState((state) => state.embedding);
  return useMemo(() => timeScaleEnd(embedding?.segments.map(({ start }) => start) ?? []), [embedding]);
}

/** By video: the shape of its label among the labels on the maps. */
export function useVideoShapes(): ReadonlyMap<string, Shape> {
  const labels = useMapLabels();
  return useMemo(() => {
    const shapes = shapesOf(labels.map(([, label]) => label));
    return new Map(labels.map(([id, label]) => [id, shapes.get(label) ?? 'circle']));
  }, [labels]);
}

/** Labels on the maps and their shapes. */
export function useLabelShapes(): ReadonlyMap<string, Shape> {
  const labels = useMapLabels();
  return useMemo(() => shapesOf(labels.map(([, label]) => label)), [labels]);
}

type VideoLabels = readonly (readonly [id: string, label: string])[];

function useMapLabels(): VideoLabels {
  const text = useSessionState(({ library, removed, mapVideoIds, embedding }) => {
    // The maps may still show the videos of the choice before.
    const shown = new Set([...mapVideoIds, ...(embedding?.segments.map(({ videoId }) => videoId) ?? [])]);
    const videos = [...library, ...removed].filter(({ id }) => shown.has(id));
    // A string, so that the selection is equal while the labels are.
    return JSON.stringify(videos.map(({ id, label }) => [id, label]));
  });
  return useMemo(() => JSON.parse(text) as VideoLabels, [text]);
}
