/** Seconds that the navigator asks for: all of them at once, so that dragging t waits for no worker. */

/** Seconds in a round step from 0 to beyond the end of the clip, and the segment's own start behind them. */
export interface TimeGrid {
  /** [S+1]: t of the slider's places, then the segment's own. */
  readonly seconds: Float32Array;
  /** S: places of the slider. */
  readonly places: number;
  /** Seconds between two places. */
  readonly step: number;
  /** Seconds at the last place. */
  readonly end: number;
  /** End of the clip, seconds. */
  readonly duration: number;
  /** Every how many places there is a column of the heat map. */
  readonly every: number;
}

/** How far beyond the end of the clip t goes, in lengths of the clip. */
const BEYOND = 0.5;
const MOST_PLACES = 240;
const COLUMNS = 48;
const ROUND_STEPS = [1, 2, 5];

/** The least of 1, 2, 5 times a power of ten that is at or above `seconds`. */
function roundStep(seconds: number): number {
  const unit = 10 ** Math.floor(Math.log10(seconds));
  const factor = ROUND_STEPS.find((round) => round * unit >= seconds * (1 - 1e-9)) ?? 10;
  // 3 · 0.1 is not 0.3.
  return Number((factor * unit).toPrecision(6));
}

/** @param duration seconds of the clip, above 0. @param start seconds at which the segment begins. */
export function timeGrid(duration: number, start: number): TimeGrid {
  const step = roundStep((duration * (1 + BEYOND)) / MOST_PLACES);
  const places = Math.ceil((duration * (1 + BEYOND)) / step - 1e-9) + 1;
  const seconds = Float32Array.from({ length: places + 1 }, (_, i) => (i === places ? start : i * step));
  const every = Math.max(1, Math.round((places - 1) / COLUMNS));
  return { seconds, places, step, end: (places - 1) * step, duration, every };
}

/** Places that have a column in the heat map, about 48 of them. */
export function columnsOf({ places, every }: TimeGrid): Int32Array {
  return Int32Array.from({ length: Math.ceil(places / every) }, (_, c) => c * every);
}

/** The place nearest to `share` (0..1) of the way from 0 to the end. */
export function placeAt(grid: TimeGrid, share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * (grid.places - 1));
}
