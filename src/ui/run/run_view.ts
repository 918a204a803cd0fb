/** How the table of all runs is looked at; outlives its being closed. */
import { create } from 'zustand';
import type { Metric } from '../chart/loss_content';
import type { SortKey, Sorting } from './sorting';

interface RunView {
  readonly open: boolean;
  readonly filter: string;
  readonly sorting: Sorting | undefined;
  readonly bySeeds: boolean;
  readonly metric: Metric;
  /** Row that the others are compared with; undefined: the first of those that are trained. */
  readonly baseline: string | undefined;
}

export const useRunView = create<RunView>()(() => ({
  open: false,
  filter: '',
  sorting: undefined,
  bySeeds: false,
  metric: 'loss',
  baseline: undefined,
}));

export function showAllRuns(): void {
  useRunView.setState({ open: true });
}

/** Runs that differ in their seed alone as one row, with mean and interval. */
export function showBySeeds(): void {
  useRunView.setState({ open: true, bySeeds: true });
}

/** Upwards, downwards, as they came. */
export function sortBy(key: SortKey): void {
  useRunView.setState(({ sorting }) => {
    if (sorting?.key !== key) return { sorting: { key, descending: false } };
    return { sorting: sorting.descending ? undefined : { key, descending: true } };
  });
}
