/** How the table of all runs is looked at; outlives its being closed. */
import { create } from 'zustand';
import type { Measure } from '../../evaluate/score';
import type { Metric } from '../chart/loss_content';
import { SCORE_COLUMNS, type SortKey, type Sorting } from './sorting';

interface RunView {
  readonly open: boolean;
  readonly filter: string;
  readonly sorting: Sorting | undefined;
  readonly bySeeds: boolean;
  readonly metric: Metric;
  /** Scores that have columns. */
  readonly measure: Measure | 'all';
  /** Row that the others are compared with; undefined: the first of those that are trained. */
  readonly baseline: string | undefined;
}

export const useRunView = create<RunView>()(() => ({
  open: false,
  filter: '',
  sorting: undefined,
  bySeeds: false,
  metric: 'loss',
  measure: 'all',
  baseline: undefined,
}));

export function showAllRuns(): void {
  useRunView.setState({ open: true });
}

/** Runs that differ in their seed alone as one row, with mean and interval. */
export function showBySeeds(): void {
  useRunView.setState({ open: true, bySeeds: true });
}

/** A column that goes takes its order with it. */
export function showScores(measure: RunView['measure']): void {
  const shown = (key: SortKey) => {
    const column = SCORE_COLUMNS.find((other) => other.key === key);
    return !column || measure === 'all' || column.measure === measure;
  };
  useRunView.setState(({ sorting }) => ({
    measure,
    sorting: sorting && shown(sorting.key) ? sorting : undefined,
  }));
}

/** Upwards, downwards, as they came. */
export function sortBy(key: SortKey): void {
  useRunView.setState(({ sorting }) => {
    if (sorting?.key !== key) return { sorting: { key, descending: false } };
    return { sorting: sorting.descending ? undefined : { key, descending: true } };
  });
}
