/** A map as a picture of its own: SVG, and PNG. */
import type { SpaceMap } from '../../session/state';
import type { Caption } from './caption';
import { extentOf } from './extent';
import type { LegendItem } from './legend_items';
import { GROUND, type Looks } from './painter';
import { drawSheet, layoutOf, SHEET_WIDTH, type Sheet } from './sheet';
import { SvgContext } from './svg_context';
import type { Scheme } from './time_colour';
import { WHOLE, type View } from './view';

export interface DrawnMap {
  readonly map: SpaceMap;
  readonly looks: Omit<Looks, 'highlights'>;
  readonly legend: readonly LegendItem[];
  readonly caption: Caption;
  readonly scheme: Scheme;
  readonly view: View | undefined;
}

/** Device pixels of the PNG a CSS pixel. */
const RATIO = 2;

function sheetOf({ map, looks, legend, caption, scheme, view }: DrawnMap): Sheet {
  const { positions } = map.layout;
  // What is looked at in passing does not belong on paper.
  const { shapes, colourOf, strengthOf } = looks;
  return {
    scene: {
      ...{ positions, segments: map.segments, extent: extentOf(positions), view: view ?? WHOLE },
      ...{ shapes, colourOf, strengthOf, highlights: [] },
    },
    ground: GROUND[scheme],
    ...{ legend, caption },
  };
}

export function mapSvg(drawn: DrawnMap, title: string): string {
  const context = new SvgContext();
  const sheet = sheetOf(drawn);
  const layout = layoutOf(context, sheet);
  drawSheet(context, sheet, layout, 1);
  return context.finish(SHEET_WIDTH, layout.height, title);
}

/** @throws Error when the browser gives no 2D canvas. */
export function mapCanvas(drawn: DrawnMap): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) throw new Error('mapCanvas: the browser gives no 2D canvas to draw the map on.');
  const sheet = sheetOf(drawn);
  const layout = layoutOf(context, sheet);
  canvas.width = RATIO * SHEET_WIDTH;
  canvas.height = RATIO * layout.height;
  drawSheet(context, sheet, layout, RATIO);
  return canvas;
}

/** @throws Error when the browser gives no 2D canvas or cannot write a PNG. */
export async function mapPng(drawn: DrawnMap): Promise<Blob> {
  const canvas = mapCanvas(drawn);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('mapPng: the browser could not write the PNG.'));
    }, 'image/png');
  });
}
