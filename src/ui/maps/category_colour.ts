/** Colours for categories: hues evenly round the circle of OKLCH, light and less light in turn, so that neighbours differ to colour-blind eyes as well. */
import type { Scheme } from './time_colour';

/** Lightness of even and odd places: 3:1 and more against the ground. */
const LIGHTNESS: Readonly<Record<Scheme, readonly [number, number]>> = {
  light: [0.62, 0.46],
  dark: [0.64, 0.82],
};
const CHROMA = 0.13;
/** Degrees: the first hue, a blue. */
const FIRST = 250;

/** `r g b` channels, 0..255, of `count` categories. */
export function categoryColours(count: number, scheme: Scheme): string[] {
  return Array.from({ length: count }, (_, i) => {
    const hue = ((FIRST + (360 * i) / count) * Math.PI) / 180;
    return srgb(LIGHTNESS[scheme][i % 2 === 0 ? 0 : 1], CHROMA * Math.cos(hue), CHROMA * Math.sin(hue)).join(
      ' ',
    );
  });
}

/** OKLab (Ottosson 2020) -> sRGB, clipped. */
function srgb(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    channel(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function channel(linear: number): number {
  const value = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
}
