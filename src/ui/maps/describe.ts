/** Says which segment a point of a map is. */
import { useCallback } from 'react';
import type { SpaceMap } from '../../session/state';
import { useMapVideos } from './map_time';

/** `Enter_p01_r00, Enter, 1.5 seconds, segment 4 of 20` */
export function useDescription(): (index: number, map: SpaceMap) => string {
  const videos = useMapVideos();
  return useCallback(
    (index, { segments }) => {
      const { videoId, start } = segments[index]!;
      const of = segments.filter((segment) => segment.videoId === videoId);
      const place = of.findIndex((segment) => segment.start === start) + 1;
      const video = videos.find(({ id }) => id === videoId);
      return `${video?.name ?? 'removed video'}, ${video?.label ?? ''}, ${start.toFixed(1)} seconds, segment ${place} of ${of.length}`;
    },
    [videos],
  );
}
