/** A map as a PNG: drawn by the page's own hand, with a caption that says what it is. */
import { drawMap } from '../ui/maps/draw';
import { extentOf } from '../ui/maps/extent';
import { shapesOf, traceShape, type Shape } from '../ui/maps/shapes';
import { timeColour, timeColours, timeScaleEnd } from '../ui/maps/time_colour';
import type { Picture } from './report';
import type { StudyMap } from './study';

/** Pixels: the map is a square, the caption stands under it. */
const SIZE = 720;
const CAPTION = 72;
const INK = '#1a1b1e';
const PAPER = '#ffffff';
const FONT = '15px system-ui, sans-serif';
const SCALE_WIDTH = 160;

/** File name without a folder: `map-seed0-transform-fprime.png`. */
function nameOf({ seed, variant, space }: StudyMap): string {
  return `map-seed${seed}-${variant}-${space === 'f' ? 'f' : 'fprime'}.png`;
}

/** @throws Error when the browser gives no 2D canvas */
export function pictureOf(study: StudyMap): Picture {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE;
  canvas.height = SIZE + CAPTION;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gives no 2D canvas to draw the maps on.');
  context.fillStyle = PAPER;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const { layout, segments } = study.map;
  const shapes = shapesOf(study.library.map(({ label }) => label));
  const timeEnd = timeScaleEnd(segments.map(({ start }) => start));
  drawMap(
    context,
    {
      positions: layout.positions,
      segments,
      shapes: new Map(study.library.map(({ id, label }) => [id, shapes.get(label) ?? 'circle'])),
      colourOf: timeColours(timeEnd, 'light'),
      strengthOf: () => 1,
      highlights: [],
      extent: extentOf(layout.positions),
    },
    { width: SIZE, height: SIZE, ratio: 1, radius: 6, background: PAPER, ink: INK },
  );
  drawCaption(context, study, shapes, timeEnd);
  return { name: nameOf(study), png: canvas.toDataURL('image/png').split(',')[1] ?? '' };
}

function projectionText(layout: StudyMap['map']['layout']): string {
  if (layout.projection === 'tsne') {
    const { n, perplexity, kl } = layout;
    return `t-SNE of ${n} segments, perplexity ${perplexity.toFixed(0)}, KL ${kl.toFixed(2)}`;
  }
  const [first, second] = layout.explained.map((share) => `${Math.round(100 * share)} %`);
  return `PCA of ${layout.n} segments, ${first} and ${second} of the variance`;
}

function drawCaption(
  context: CanvasRenderingContext2D,
  { seed, variant, space, map, library }: StudyMap,
  shapes: ReadonlyMap<string, Shape>,
  timeEnd: number,
): void {
  context.font = FONT;
  context.fillStyle = INK;
  const symbol = space === 'f' ? 'f' : "f'";
  context.fillText(
    `${symbol} of ${variant}, seed ${seed}, step ${map.step}; ${projectionText(map.layout)}`,
    16,
    SIZE + 22,
  );
  for (let x = 0; x < SCALE_WIDTH; x++) {
    context.fillStyle = timeColour(x / SCALE_WIDTH, 'light');
    context.fillRect(16 + x, SIZE + 42, 1, 12);
  }
  context.fillStyle = INK;
  context.fillText(`0 to ${timeEnd} s`, 24 + SCALE_WIDTH, SIZE + 53);
  const shown = new Set(map.segments.map(({ videoId }) => videoId));
  const labels = [...new Set(library.filter(({ id }) => shown.has(id)).map(({ label }) => label))].sort();
  let left = 120 + SCALE_WIDTH;
  for (const label of labels) {
    context.beginPath();
    traceShape(context, shapes.get(label) ?? 'circle', left, SIZE + 48, 6);
    context.fill();
    context.fillText(label, left + 14, SIZE + 53);
    left += 36 + context.measureText(label).width;
  }
}
