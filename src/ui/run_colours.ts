/** Colour of a run wherever it is seen, whatever is trained beside it: Okabe and Ito's palette, safe for colour-blind eyes. */
import { ALL_RUNS, runId } from '../time/config';
import type { Scheme } from './maps/time_colour';

/** In the order of `ALL_RUNS`; 3:1 or more against the ground of each scheme. */
const PALETTE: Readonly<Record<Scheme, readonly string[]>> = {
  light: ['#5b6470', '#d55e00', '#00805d', '#8a6d00', '#0072b2', '#b0508a', '#3b3bbf', '#a3302b'],
  dark: ['#aab2bd', '#f0883e', '#2cc295', '#e6c84a', '#56b4e9', '#e39ac6', '#9d9dff', '#f28b82'],
};

const PLACES = new Map(ALL_RUNS.map((run, place) => [runId(run), place]));

/** `id` as `runId` makes it; one that this version does not know has the last colour. */
export function runColour(id: string, scheme: Scheme): string {
  const palette = PALETTE[scheme];
  return palette[(PLACES.get(id) ?? palette.length - 1) % palette.length]!;
}
