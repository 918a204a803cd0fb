/** A map as a PNG: drawn as the page draws what it saves. */
import { runNameOf } from '../time/config';
import { captionOf } from '../ui/maps/caption';
import { legendItems } from '../ui/maps/legend_items';
import { mapCanvas } from '../ui/maps/pictures';
import { shapesOf } from '../ui/maps/shapes';
import { timeColours, timeScaleEnd } from '../ui/maps/time_colour';
import type { Picture } from './report';
import type { StudyMap } from './study';

/** File name without a folder: `map-seed0-transform-fprime.png`. */
function nameOf({ seed, variant, space }: StudyMap): string {
  return `map-seed${seed}-${variant}-${space === 'f' ? 'f' : 'fprime'}.png`;
}

/** @throws Error when the browser gives no 2D canvas */
export function pictureOf(study: StudyMap): Picture {
  const { seed, variant, space, map, mapSeed, time, order, library } = study;
  const shown = new Set(map.segments.map(({ videoId }) => videoId));
  const videos = library.filter(({ id }) => shown.has(id));
  const shapes = shapesOf(videos.map(({ label }) => label));
  const timeEnd = timeScaleEnd(map.segments.map(({ start }) => start));
  const canvas = mapCanvas({
    map,
    looks: {
      shapes: new Map(videos.map(({ id, label }) => [id, shapes.get(label) ?? 'circle'])),
      colourOf: timeColours(timeEnd, 'light'),
      strengthOf: () => 1,
    },
    legend: legendItems('time', videos, timeEnd, 'light'),
    caption: captionOf({ map, run: runNameOf(variant), space, seed, mapSeed, time, order }),
    scheme: 'light',
    view: undefined,
  });
  return { name: nameOf(study), png: canvas.toDataURL('image/png').split(',')[1] ?? '' };
}
