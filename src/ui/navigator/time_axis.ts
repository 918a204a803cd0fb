/** The axis that slider and plots share: t from 0 to beyond the end of the clip, and where on it one is. */
import { decimal } from '../format';
import type { TimeGrid } from './time_grid';

export interface TimeAxis {
  readonly grid: TimeGrid;
  /** Index into the seconds of the grid; `grid.places` is the segment's own start. */
  readonly place: number;
  readonly onPlace: (place: number) => void;
}

export function secondsAt({ grid, place }: Pick<TimeAxis, 'grid' | 'place'>): number {
  return grid.seconds[place]!;
}

/** Decimals that tell two places apart. */
export function secondsText(seconds: number, { step }: TimeGrid): string {
  return decimal(seconds, step >= 1 ? 1 : 2);
}

/** As a CSS length along the axis. */
export function along(seconds: number, { end }: TimeGrid): string {
  return `${(100 * seconds) / end}%`;
}
