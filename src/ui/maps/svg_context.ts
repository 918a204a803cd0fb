/** Takes the calls that draw a map and writes them down as SVG. */
import type { DrawingContext } from './draw';
import { parsedRgb } from './rgb';

export class SvgContext implements DrawingContext {
  fillStyle = '#000000';
  strokeStyle = '#000000';
  lineWidth = 1;
  lineCap: CanvasLineCap = 'butt';
  readonly #elements: string[] = [];
  #path = '';

  setTransform(): void {
    // A picture of vectors has no device pixels.
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#elements.push(
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${paint('fill', this.fillStyle)}/>`,
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

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
