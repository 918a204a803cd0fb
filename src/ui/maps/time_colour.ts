/** Colour of time: viridis, perceptually uniform and safe for colour-blind eyes, cut where it would vanish into the ground. */

export type Scheme = 'light' | 'dark';

/** Eleven equidistant stops of matplotlib's viridis, sRGB. */
const VIRIDIS: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [72, 36, 117],
  [65, 68, 135],
  [53, 95, 141],
  [42, 120, 142],
  [33, 145, 140],
  [34, 168, 132],
  [68, 191, 112],
  [122, 209, 81],
  [189, 223, 38],
  [253, 231, 37],
];

/** Part of the scale in use: its yellow is lost on white, its violet on black. */
const RANGE: Readonly<Record<Scheme, readonly [number, number]>> = { light: [0, 0.86], dark: [0.2, 1] };

/** `share` of the time scale, 0 (beginning) to 1 (end), as a CSS colour. */
export function timeColour(share: number, scheme: Scheme, alpha = 1): string {
  const [from, to] = RANGE[scheme];
  const place = (from + (to - from) * Math.min(1, Math.max(0, share))) * (VIRIDIS.length - 1);
  const below = Math.min(Math.floor(place), VIRIDIS.length - 2);
  const [a, b] = [VIRIDIS[below]!, VIRIDIS[below + 1]!];
  const channel = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * (place - below));
  return `rgb(${channel(0)} ${channel(1)} ${channel(2)} / ${alpha})`;
}

/** The whole scale as a CSS gradient, for the legend. */
export function timeGradient(scheme: Scheme): string {
  const stops = Array.from({ length: 11 }, (_, i) => timeColour(i / 10, scheme));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** End of the time scale in seconds: a round number at or above the last start, so that the legend is readable. */
export function timeScaleEnd(starts: readonly number[]): number {
  const last = Math.max(0, ...starts);
  if (last === 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(last));
  const step = unit / 2;
  // 7 · 0.05 is 0.35000000000000003, which nobody wants to read.
  return Number((Math.ceil(last / step - 1e-9) * step).toPrecision(6));
}

/** Colour of a segment by when it begins. `timeEnd`: end of the scale, seconds. */
export function timeColours(timeEnd: number, scheme: Scheme) {
  return ({ start }: { readonly start: number }, alpha: number) => timeColour(start / timeEnd, scheme, alpha);
}
