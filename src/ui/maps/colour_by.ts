/** What the colour of a point means: its time, or a category with a colour of its own. */
import type { LibraryVideo } from '../../session/state';
import { categoryColours } from './category_colour';
import { personOf } from '../../session/person';
import { timeColours, type Scheme } from './time_colour';

export const COLOUR_BY = { time: 'time', label: 'label', person: 'person', video: 'video' } as const;
export type ColourBy = keyof typeof COLOUR_BY;

/** What is known of a video on the maps. */
export type MapVideo = Pick<LibraryVideo, 'id' | 'name' | 'label'>;

const UNKNOWN = 'not named';

export function categoryOf(video: MapVideo | undefined, by: Exclude<ColourBy, 'time'>): string {
  if (!video) return UNKNOWN;
  if (by === 'label') return video.label;
  return by === 'video' ? video.name : (personOf(video.name) ?? UNKNOWN);
}

/** Categories on the maps, in the order of the alphabet, with their channels `r g b`. */
export function categoriesOf(
  videos: readonly MapVideo[],
  by: Exclude<ColourBy, 'time'>,
  scheme: Scheme,
): ReadonlyMap<string, string> {
  const names = [...new Set(videos.map((video) => categoryOf(video, by)))].sort();
  const colours = categoryColours(names.length, scheme);
  return new Map(names.map((name, i) => [name, colours[i]!]));
}

/** `rgb(r g b / alpha)` of a segment. `timeEnd`: end of the time scale, seconds. */
export function colouring(
  by: ColourBy,
  videos: readonly MapVideo[],
  timeEnd: number,
  scheme: Scheme,
): (segment: { readonly videoId: string; readonly start: number }, alpha: number) => string {
  if (by === 'time') return timeColours(timeEnd, scheme);
  const categories = categoriesOf(videos, by, scheme);
  const channels = new Map(videos.map((video) => [video.id, categories.get(categoryOf(video, by))]));
  return ({ videoId }, alpha) => `rgb(${channels.get(videoId) ?? '128 128 128'} / ${alpha})`;
}
