/** Takes the calls that draw a map and writes them down as SVG. */
import { parsedRgb } from './rgb';
import type { SheetContext } from './sheet';

/** Width of a letter as part of the size of its font: wide enough for the fonts that a reader may take. */
const LETTER = 0.58;

export class SvgContext implements SheetContext {
  fillStyle = '#000000';
  strokeStyle = '#000000';
  lineWidth = 1;
  lineCap: CanvasLineCap = 'butt';
  font = '10px sans-serif';
  readonly #elements: string[] = [];
  #path = '';

  setTransform(): void {
    // A picture of vectors has no device pixels.
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const [left, top] = [short(x), short(y)];
    this.#elements.push(
      `<rect x="${left}" y="${top}" width="${width}" height="${height}" ${paint('fill', this.fillStyle)}/>`,
    );
  }

  beginPath(): void {
    this.#path = '';
  }

  closePath(): void {
    this.#path += 'Z';
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${short(x)} ${short(y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#path += `L${short(x)} ${short(y)}`;
  }

  /** Whole circles only: that is all a map draws. */
  arc(x: number, y: number, radius: number): void {
    const r = short(radius);
    this.#path += `M${short(x - radius)} ${short(y)}a${r} ${r} 0 1 0 ${short(2 * radius)} 0a${r} ${r} 0 1 0 ${short(-2 * radius)} 0Z`;
  }

  fill(): void {
    this.#elements.push(`<path d="${this.#path}" ${paint('fill', this.fillStyle)}/>`);
  }

  stroke(): void {
    const line = `stroke-width="${this.lineWidth}" stroke-linecap="${this.lineCap}"`;
    this.#elements.push(`<path d="${this.#path}" fill="none" ${paint('stroke', this.strokeStyle)} ${line}/>`);
  }

  fillText(text: string, x: number, y: number): void {
    const { weight, size, family } = parsedFont(this.font);
    const font = `font-family="${escaped(family)}" font-size="${size}" font-weight="${weight}"`;
    this.#elements.push(
      `<text x="${short(x)}" y="${short(y)}" ${font} ${paint('fill', this.fillStyle)}>${escaped(text)}</text>`,
    );
  }

  /** About: what it is shown with is not known. */
  measureText(text: string): { readonly width: number } {
    return { width: LETTER * parsedFont(this.font).size * text.length };
  }

  finish(width: number, height: number, title: string): string {
    const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`;
    return [head, `<title>${escaped(title)}</title>`, ...this.#elements, '</svg>', ''].join('\n');
  }
}

function short(value: number): string {
  return String(Math.round(100 * value) / 100);
}

/** `rgb(r g b / a)` in the words that every reader of SVG knows; anything else as it is. */
function paint(what: 'fill' | 'stroke', colour: string): string {
  const channels = parsedRgb(colour);
  if (!channels) return `${what}="${escaped(colour)}"`;
  const [r, g, b, alpha] = channels;
  return `${what}="rgb(${r},${g},${b})" ${what}-opacity="${alpha}"`;
}

/** `600 13px system-ui`; the weight may be missing. */
function parsedFont(font: string): { weight: string; size: number; family: string } {
  const match = /^(?:(\d+) )?([\d.]+)px (.+)$/.exec(font);
  if (!match) throw new Error(`SvgContext.font: expected "600 13px family", got "${font}".`);
  return { weight: match[1] ?? '400', size: Number(match[2]), family: match[3]! };
}

/** Whatever a name holds becomes text: marks are written as numbers, and what XML cannot hold is left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
