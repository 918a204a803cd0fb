/** Reads the colours that maps are drawn in. */

/** Channels 0..255 and alpha 0..1 of `rgb(r g b / alpha)`; undefined for any other way to write a colour. */
export function parsedRgb(
  colour: string,
): readonly [r: number, g: number, b: number, alpha: number] | undefined {
  const match = /^rgb\((\d+) (\d+) (\d+) \/ ([\d.e-]+)\)$/.exec(colour);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4])] : undefined;
}
