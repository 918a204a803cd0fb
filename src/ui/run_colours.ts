/** Colour of a run in the table and on the chart: Okabe and Ito's palette, safe for colour-blind eyes. */
import type { Scheme } from './maps/time_colour';

/** 3:1 or more against the ground of each scheme. */
const PALETTE: Readonly<Record<Scheme, readonly string[]>> = {
  light: ['#5b6470', '#0072b2', '#d55e00', '#00805d', '#b0508a', '#8a6d00', '#3b3bbf', '#a3302b'],
  dark: ['#aab2bd', '#56b4e9', '#f0883e', '#2cc295', '#e39ac6', '#e6c84a', '#9d9dff', '#f28b82'],
};

/** `place` of the run in the study, counted from 0. */
export function runColour(place: number, scheme: Scheme): string {
  const palette = PALETTE[scheme];
  return palette[place % palette.length]!;
}
