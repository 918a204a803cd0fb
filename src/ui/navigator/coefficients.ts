/** The coefficients that make f' over t, as the heat map shows them: which rows, which scale, which colour. */
import type { Navigation } from '../../protocol/train';
import { TIME_VARIANTS, type TimeVariant } from '../../time/config';
import type { Scheme } from '../maps/time_colour';
import { columnsOf, type TimeGrid } from './time_grid';

/** What the coefficients of a variant are called. */
export interface CoefficientWords {
  readonly symbol: string;
  readonly plural: string;
  /** One row: `direction` or `dimension`. */
  readonly row: string;
  /** Softmax: they sum to 1, and are told from the uniform 1/M rather than from 0. */
  readonly weights: boolean;
}

export function coefficientWords(variant: TimeVariant): CoefficientWords {
  if (variant === 'attention') return { symbol: 'w', plural: 'weights', row: 'direction', weights: true };
  if (TIME_VARIANTS[variant].hasDirections)
    return { symbol: 'A', plural: 'magnitudes', row: 'direction', weights: false };
  return { symbol: 'ε', plural: 'components', row: 'dimension', weights: false };
}

/** What a cell says: the coefficient, or how far it is from its own mean over t. */
export type Reading = 'value' | 'change';

export interface CoefficientRow {
  /** Of the direction or dimension, counted from 0. */
  readonly index: number;
  /** Least, largest and mean over t from 0 to the end of the clip. */
  readonly low: number;
  readonly high: number;
  readonly mean: number;
}

export interface CoefficientMap {
  /** Rows on show, in the order of their index. */
  readonly rows: readonly CoefficientRow[];
  /** Places of the time grid. */
  readonly columns: Int32Array;
  /** [rows, columns], less the neutral value: 0, 1/M, or the mean of the row. */
  readonly values: Float32Array;
  /** Largest |value|; colours end there. */
  readonly scale: number;
  readonly neutral: number;
}

/** More rows than that would be thinner than an eye can follow. */
const MOST_ROWS = 64;

/** Every coefficient over the clip, in the order of directions or dimensions. */
export function coefficientRows({ coefficients, width }: Navigation, grid: TimeGrid): CoefficientRow[] {
  const inside = insideOf(grid);
  return Array.from({ length: width }, (_, index) => {
    const over = Float32Array.from({ length: inside }, (_, s) => coefficients[s * width + index]!);
    const mean = over.reduce((a, b) => a + b, 0) / inside;
    return { index, low: Math.min(...over), high: Math.max(...over), mean };
  });
}

/** Shows all rows, or those that move most over the clip where there are too many. */
export function coefficientMap(
  { coefficients, width }: Navigation,
  all: readonly CoefficientRow[],
  grid: TimeGrid,
  words: CoefficientWords,
  reading: Reading,
): CoefficientMap {
  const rows = [...all]
    .sort((a, b) => b.high - b.low - (a.high - a.low))
    .slice(0, MOST_ROWS)
    .sort((a, b) => a.index - b.index);
  const columns = columnsOf(grid);
  const neutral = reading === 'value' && words.weights ? 1 / width : 0;
  const values = new Float32Array(rows.length * columns.length);
  rows.forEach(({ index, mean }, r) => {
    const middle = reading === 'change' ? mean : neutral;
    columns.forEach((place, c) => {
      values[r * columns.length + c] = coefficients[place * width + index]! - middle;
    });
  });
  const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return { rows, columns, values, scale, neutral };
}

/** Places up to the end of the clip; what lies beyond it says nothing about the clip. */
function insideOf({ seconds, places, duration }: TimeGrid): number {
  let inside = 1;
  while (inside < places && seconds[inside]! <= duration) inside += 1;
  return inside;
}

type Rgb = readonly [number, number, number];

/** Blue, neutral, orange: told apart by every kind of colour vision. The neutral is the ground, so that zero recedes. */
const STOPS: Readonly<Record<Scheme, readonly [Rgb, Rgb, Rgb, Rgb, Rgb]>> = {
  light: [
    [11, 77, 139],
    [118, 170, 214],
    [246, 246, 244],
    [240, 163, 94],
    [161, 63, 5],
  ],
  dark: [
    [140, 200, 255],
    [42, 105, 168],
    [31, 35, 41],
    [176, 92, 25],
    [255, 190, 120],
  ],
};

/** `share` from −1 to 1, clamped. */
export function divergingColour(share: number, scheme: Scheme): Rgb {
  const stops = STOPS[scheme];
  const place = (Math.min(1, Math.max(-1, share)) + 1) * 2;
  const below = Math.min(3, Math.floor(place));
  const [a, b] = [stops[below]!, stops[below + 1]!];
  const mixed = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * (place - below));
  return [mixed(0), mixed(1), mixed(2)];
}

/** The whole scale as a CSS gradient, from −1 to 1. */
export function divergingGradient(scheme: Scheme): string {
  return `linear-gradient(to right, ${STOPS[scheme].map((rgb) => `rgb(${rgb.join(' ')})`).join(', ')})`;
}
