/** A map on paper: the map, under it its legend and caption. The page's PNG and SVG and the study's pictures are all drawn here. */
import type { Caption } from './caption';
import { drawMap, type DrawingContext, type MapScene, type MapStyle } from './draw';
import type { LegendItem } from './legend_items';
import { traceShape } from './shapes';

/** What a sheet is drawn with: a 2D canvas, or whatever takes the same calls. */
export interface SheetContext extends DrawingContext {
  font: string;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { readonly width: number };
}

export interface Sheet {
  readonly scene: MapScene;
  readonly ground: { readonly background: string; readonly ink: string };
  readonly legend: readonly LegendItem[];
  readonly caption: Caption;
}

/** CSS pixels: the map is a square. */
export const SHEET_WIDTH = 640;
const RADIUS = 6;
const MARGIN = 16;
const LINE = 19;
/** From the top of a line to the foot of its letters. */
const BASELINE = 14;
const MARK = 6;
const GAP = 18;
const SCALE_STEP = 4;
const INNER = SHEET_WIDTH - 2 * MARGIN;
/** Widest name in the legend. */
const NAME = 220;
const FAMILY = 'system-ui, sans-serif';
const PLAIN = `13px ${FAMILY}`;
const BOLD = `600 14px ${FAMILY}`;

interface Placed {
  readonly item: LegendItem;
  readonly x: number;
  readonly line: number;
}

interface Layout {
  readonly title: readonly string[];
  readonly legend: readonly Placed[];
  readonly legendLines: number;
  readonly caption: readonly string[];
  /** CSS pixels, of the whole sheet. */
  readonly height: number;
}

/** @param context measures texts; its font is left changed */
export function layoutOf(context: SheetContext, { legend, caption }: Sheet): Layout {
  context.font = BOLD;
  const title = wrapped(context, caption.title);
  context.font = PLAIN;
  const placed = flowed(context, legend);
  const legendLines = placed.length > 0 ? placed.at(-1)!.line + 1 : 0;
  const lines = caption.lines.flatMap((line) => wrapped(context, line));
  const height = SHEET_WIDTH + 2 * MARGIN + LINE * (title.length + legendLines + lines.length);
  return { title, legend: placed, legendLines, caption: lines, height };
}

/** `ratio`: device pixels a CSS pixel. */
export function drawSheet(context: SheetContext, sheet: Sheet, layout: Layout, ratio: number): void {
  const { scene, ground } = sheet;
  const style: MapStyle = { width: SHEET_WIDTH, height: SHEET_WIDTH, ratio, radius: RADIUS, ...ground };
  drawMap(context, scene, style);
  // Points beyond the edge of a part of the map end here.
  context.fillStyle = ground.background;
  context.fillRect(0, SHEET_WIDTH, SHEET_WIDTH, layout.height - SHEET_WIDTH);
  let top = SHEET_WIDTH + MARGIN;
  const write = (lines: readonly string[], font: string) => {
    context.font = font;
    context.fillStyle = ground.ink;
    for (const line of lines) {
      context.fillText(line, MARGIN, top + BASELINE);
      top += LINE;
    }
  };
  write(layout.title, BOLD);
  context.font = PLAIN;
  for (const { item, x, line } of layout.legend) drawItem(context, item, x, top + line * LINE, ground.ink);
  top += layout.legendLines * LINE;
  write(layout.caption, PLAIN);
}

/** The name as far as it fits. */
function nameOf(context: SheetContext, item: Exclude<LegendItem, { kind: 'scale' }>): string {
  return fitted(context, item.text, NAME);
}

function widthOf(context: SheetContext, item: LegendItem): number {
  const width = (text: string) => context.measureText(text).width;
  switch (item.kind) {
    case 'scale':
      return width(item.from) + item.colours.length * SCALE_STEP + width(item.to) + 2 * MARK;
    case 'words':
      return width(item.text);
    default:
      return 3 * MARK + width(nameOf(context, item));
  }
}

function flowed(context: SheetContext, items: readonly LegendItem[]): Placed[] {
  let [x, line] = [0, 0];
  return items.map((item) => {
    const width = widthOf(context, item);
    if (x > 0 && x + width > INNER) [x, line] = [0, line + 1];
    const placed = { item, x: MARGIN + x, line };
    x += width + GAP;
    return placed;
  });
}

function drawItem(context: SheetContext, item: LegendItem, x: number, top: number, ink: string): void {
  const middle = top + LINE / 2;
  const write = (text: string, at: number) => {
    context.fillStyle = ink;
    context.fillText(text, at, top + BASELINE);
  };
  switch (item.kind) {
    case 'scale': {
      write(item.from, x);
      const left = x + context.measureText(item.from).width + MARK;
      item.colours.forEach((colour, i) => {
        context.fillStyle = colour;
        context.fillRect(left + i * SCALE_STEP, middle - MARK, SCALE_STEP, 2 * MARK);
      });
      write(item.to, left + item.colours.length * SCALE_STEP + MARK);
      return;
    }
    case 'swatch':
      context.fillStyle = item.colour;
      context.fillRect(x, middle - MARK, 2 * MARK, 2 * MARK);
      write(nameOf(context, item), x + 3 * MARK);
      return;
    case 'shape':
      context.fillStyle = ink;
      context.beginPath();
      traceShape(context, item.shape, x + MARK, middle, MARK);
      context.fill();
      write(nameOf(context, item), x + 3 * MARK);
      return;
    case 'words':
      write(item.text, x);
  }
}

/** Lines of words, none wider than the sheet. */
function wrapped(context: SheetContext, text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && context.measureText(longer).width <= INNER) lines[lines.length - 1] = longer;
    else lines.push(fitted(context, word, INNER));
  }
  return lines;
}

function fitted(context: SheetContext, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  const characters = [...text];
  let kept = characters.length;
  while (kept > 1 && context.measureText(`${characters.slice(0, kept).join('')}…`).width > width) kept--;
  return `${characters.slice(0, kept).join('')}…`;
}
