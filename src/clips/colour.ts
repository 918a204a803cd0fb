/** Colour jitter and grey, as torchvision's: brightness, contrast, saturation, hue, in that order. Values 0…1. */

export interface ColourChange {
  /** Factors; 1 changes nothing. */
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  /** Turns of the colour circle, −0.5 … 0.5. */
  readonly hue: number;
}

const clamp = (value: number) => (value < 0 ? 0 : value > 1 ? 1 : value);
/** ITU-R 601 luma. */
const luma = (r: number, g: number, b: number) => 0.299 * r + 0.587 * g + 0.114 * b;

/** Turns the hue of one colour by `turn`, through HSV. Writes into out[at … at + 2]. */
function turnHue(r: number, g: number, b: number, turn: number, out: Float32Array, at: number): void {
  const high = Math.max(r, g, b);
  const range = high - Math.min(r, g, b);
  if (range > 0) {
    let hue = high === r ? (g - b) / range : high === g ? 2 + (b - r) / range : 4 + (r - g) / range;
    hue = (hue / 6 + turn + 2) % 1;
    const saturation = range / high;
    const channel = (n: number) => {
      const k = (n + hue * 6) % 6;
      return high - high * saturation * Math.max(0, Math.min(k, 4 - k, 1));
    };
    out[at] = channel(5);
    out[at + 1] = channel(3);
    out[at + 2] = channel(1);
  }
}

/** Changes a clip in place; `frame` values a frame (contrast is about each frame's own mean grey, as torchvision's). */
export function jitterColours(
  clip: Float32Array,
  frame: number,
  change: ColourChange | undefined,
  grey: boolean,
): void {
  for (let start = 0; start < clip.length; start += frame) {
    if (change) jitterFrame(clip.subarray(start, start + frame), change);
  }
  if (!grey) return;
  for (let i = 0; i < clip.length; i += 3) {
    clip.fill(luma(clip[i]!, clip[i + 1]!, clip[i + 2]!), i, i + 3);
  }
}

function jitterFrame(picture: Float32Array, { brightness, contrast, saturation, hue }: ColourChange): void {
  let sum = 0;
  for (let i = 0; i < picture.length; i += 3) {
    for (let c = 0; c < 3; c++) picture[i + c] = clamp(picture[i + c]! * brightness);
    sum += luma(picture[i]!, picture[i + 1]!, picture[i + 2]!);
  }
  const mean = sum / (picture.length / 3);
  for (let i = 0; i < picture.length; i += 3) {
    for (let c = 0; c < 3; c++) picture[i + c] = clamp(mean + (picture[i + c]! - mean) * contrast);
    const y = luma(picture[i]!, picture[i + 1]!, picture[i + 2]!);
    for (let c = 0; c < 3; c++) picture[i + c] = clamp(y + (picture[i + c]! - y) * saturation);
    if (hue !== 0) turnHue(picture[i]!, picture[i + 1]!, picture[i + 2]!, hue, picture, i);
  }
}
