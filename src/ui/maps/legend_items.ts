/** What colours and shapes on a map mean, as data: the same for a map on paper wherever it is drawn. */
import { categoriesOf, type ColourBy, type MapVideo } from './colour_by';
import { shapesOf, type Shape } from './shapes';
import { timeColour, type Scheme } from './time_colour';

export type LegendItem =
  /** `colours` from left to right, from `from` to `to`. */
  | {
      readonly kind: 'scale';
      readonly from: string;
      readonly to: string;
      readonly colours: readonly string[];
    }
  | { readonly kind: 'swatch'; readonly text: string; readonly colour: string }
  | { readonly kind: 'shape'; readonly text: string; readonly shape: Shape }
  | { readonly kind: 'words'; readonly text: string };

/** More of a kind would fill the paper. */
const NAMED = 24;
const SCALE_STEPS = 40;

/** `timeEnd`: end of the time scale, seconds. */
export function legendItems(
  by: ColourBy,
  videos: readonly MapVideo[],
  timeEnd: number,
  scheme: Scheme,
): LegendItem[] {
  const shapes = [...shapesOf(videos.map(({ label }) => label))];
  return [
    ...(by === 'time' ? [timeScale(timeEnd, scheme)] : swatches(by, videos, scheme)),
    ...atMost(shapes.map(([text, shape]): LegendItem => ({ kind: 'shape', text, shape }))),
  ];
}

function timeScale(timeEnd: number, scheme: Scheme): LegendItem {
  const colours = Array.from({ length: SCALE_STEPS }, (_, i) => timeColour(i / (SCALE_STEPS - 1), scheme));
  return { kind: 'scale', from: 't = 0', to: `${timeEnd} s`, colours };
}

function swatches(by: Exclude<ColourBy, 'time'>, videos: readonly MapVideo[], scheme: Scheme): LegendItem[] {
  const categories = [...categoriesOf(videos, by, scheme)];
  return atMost(
    categories.map(([text, channels]): LegendItem => ({
      kind: 'swatch',
      text,
      colour: `rgb(${channels} / 1)`,
    })),
  );
}

function atMost(items: readonly LegendItem[]): LegendItem[] {
  const more = items.length - NAMED;
  return [
    ...items.slice(0, NAMED),
    ...(more > 0 ? [{ kind: 'words' as const, text: `and ${more} more` }] : []),
  ];
}
