/** The segments that the maps show and the probes judge: uniformly over each video, as far as its frames are here. */
import { uniformStarts } from '../clips/views';
import type { TrainConfig } from './config';
import type { FrameLookup } from './drawn_from';
import type { SegmentSource } from './embedder';
import { PROBE_SEGMENTS } from './probed';

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

/** Those of the videos whose frames are here, with their segments video by video, and all of them once more reversed. */
export function probeSegments<Video extends { readonly id: string }>(
  frameOf: FrameLookup,
  videos: readonly Video[],
  config: TrainConfig,
): { present: readonly Video[]; segments: readonly SegmentSource[] } {
  const present = videos.filter(({ id }) => frameOf(id));
  const choice = { videoIds: present.map(({ id }) => id), segments: PROBE_SEGMENTS };
  const forwards = mapSegments(frameOf, choice, config);
  const backwards = forwards.map((segment) => ({ ...segment, reversed: true }));
  return { present, segments: [...forwards, ...backwards] };
}
