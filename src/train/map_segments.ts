/** The segments that the maps show: uniformly over each chosen video, as far as its frames are here. */
import { uniformStarts } from '../clips/views';
import type { TrainConfig } from './config';
import type { FrameLookup } from './drawn_from';
import type { SegmentSource } from './trainer';

export interface MapSegment extends SegmentSource {
  readonly videoId: string;
}

export function mapSegments(
  frameOf: FrameLookup,
  { videoIds, segments }: { readonly videoIds: readonly string[]; readonly segments: number },
  { encoder, clips }: TrainConfig,
): MapSegment[] {
  return videoIds.flatMap((videoId) => {
    const video = frameOf(videoId);
    if (!video) return [];
    const starts = uniformStarts(video.duration, encoder.frames, clips.stride, segments);
    return Array.from(starts, (start) => ({ videoId, frames: video, start }));
  });
}
