/** A map as a picture of its own: SVG, and PNG. */
import type { SpaceMap } from '../../session/state';
import { drawMap, type MapScene, type MapStyle } from './draw';
import { extentOf } from './extent';
import { GROUND, type Looks } from './painter';
import { SvgContext } from './svg_context';
import type { Scheme } from './time_colour';
import { WHOLE, type View } from './view';

export interface DrawnMap {
  readonly map: SpaceMap;
  readonly looks: Looks;
  readonly scheme: Scheme;
  readonly view: View | undefined;
}

/** CSS pixels of either side, and device pixels a CSS pixel of the PNG. */
const SIDE = 640;
const RATIO = 2;

function sceneOf({ map, looks, view }: DrawnMap): MapScene {
  const { positions } = map.layout;
  // What is looked at in passing does not belong on paper.
  const { shapes, colourOf, strengthOf } = looks;
  return {
    ...{ positions, segments: map.segments, extent: extentOf(positions), view: view ?? WHOLE },
    ...{ shapes, colourOf, strengthOf, highlights: [] },
  };
}

function styleOf(scheme: Scheme, ratio: number): MapStyle {
  return { width: SIDE, height: SIDE, ratio, radius: 6, ...GROUND[scheme] };
}

export function mapSvg(drawn: DrawnMap, title: string): string {
  const context = new SvgContext();
  drawMap(context, sceneOf(drawn), styleOf(drawn.scheme, 1));
  return context.finish(SIDE, SIDE, title);
}

/** @throws Error when the browser gives no 2D canvas or cannot write a PNG. */
export async function mapPng(drawn: DrawnMap): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = RATIO * SIDE;
  canvas.height = RATIO * SIDE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('mapPng: the browser gives no 2D canvas to draw the map on.');
  drawMap(context, sceneOf(drawn), styleOf(drawn.scheme, RATIO));
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('mapPng: the browser could not write the PNG.'));
    }, 'image/png');
  });
}
