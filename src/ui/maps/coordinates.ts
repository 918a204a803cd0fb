/** The points of a map as CSV. */
import type { SpaceMap } from '../../session/state';
import { csv } from '../csv';
import type { MapVideo } from './colour_by';
import { personOf } from '../../session/person';

/** A row a segment: video, label, person, seconds, step of the training, x, y in units of the layout. */
export function coordinatesCsv({ layout, segments, step }: SpaceMap, videos: readonly MapVideo[]): string {
  const rows = segments.map(({ videoId, start }, i) => {
    const video = videos.find(({ id }) => id === videoId);
    const texts = [video?.name ?? videoId, video?.label ?? '', personOf(video?.name ?? '') ?? ''];
    return [...texts, start, step, layout.positions[2 * i], layout.positions[2 * i + 1]];
  });
  return csv(['video', 'label', 'person', 't_seconds', 'step', 'x', 'y'], rows);
}
