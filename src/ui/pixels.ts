/** Frames as a canvas takes them. */
import type { Filmstrip } from '../video/frames';

/** Frame `i` of [count, H, W, 3] as opaque RGBA. */
export function imageOf({ rgb, count, height, width }: Filmstrip, i: number): ImageData {
  const image = new ImageData(width, height);
  const pixels = width * height;
  const first = (i % count) * pixels * 3;
  for (let p = 0; p < pixels; p++) {
    image.data[4 * p] = rgb[first + 3 * p]!;
    image.data[4 * p + 1] = rgb[first + 3 * p + 1]!;
    image.data[4 * p + 2] = rgb[first + 3 * p + 2]!;
    image.data[4 * p + 3] = 255;
  }
  return image;
}

/** Shows frame `i` on a canvas, which takes the frame's size in pixels. */
export function showFrame(canvas: HTMLCanvasElement, frames: Filmstrip, i: number): void {
  if (frames.count === 0) return;
  if (canvas.width !== frames.width) canvas.width = frames.width;
  if (canvas.height !== frames.height) canvas.height = frames.height;
  canvas.getContext('2d')?.putImageData(imageOf(frames, i), 0, 0);
}
