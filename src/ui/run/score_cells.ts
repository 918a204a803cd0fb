/** What stands under the scores in the table of all runs: numbers with interval and controls, or in words why there are none. */
import { mean } from 'simple-statistics';
import type { Measure, Measured } from '../../evaluate/score';
import { count, decimal, intervalText, valueText } from '../format';
import type { MeasuredTextProps } from '../measures/MeasuredText';
import type { Row } from './rows';
import { seedsText } from './over_seeds';
import { onePerSeed, scoreOf, spreadOf, type ScoreColumn } from './sorting';

export type ScoreCell =
  | { readonly kind: 'numbers'; readonly column: ScoreColumn; readonly numbers: MeasuredTextProps }
  /** f' of base. */
  | { readonly kind: 'same'; readonly column: ScoreColumn }
  /** `span`: columns side by side that have the same to say. */
  | { readonly kind: 'words'; readonly column: ScoreColumn; readonly words: string; readonly span: number };

/**
 * Of one run, or of runs that differ in their seed alone: then the mean over seeds with its 95 % interval, or their values.
 * @param goesOn whether the run's weights are kept, so that its training can go on
 */
export function scoreCells(
  rows: readonly [Row, ...Row[]],
  columns: readonly ScoreColumn[],
  goesOn: boolean,
): ScoreCell[] {
  const cells: ScoreCell[] = [];
  for (const column of columns) {
    const cell = cellOf(rows, column, goesOn);
    const last = cells.at(-1);
    if (cell.kind === 'words' && last?.kind === 'words' && last.words === cell.words)
      cells[cells.length - 1] = { ...last, span: last.span + 1 };
    else cells.push(cell);
  }
  return cells;
}

function cellOf(rows: readonly [Row, ...Row[]], column: ScoreColumn, goesOn: boolean): ScoreCell {
  const seeds = onePerSeed(rows);
  const known = seeds.flatMap((row) => {
    const score = scoreOf(row, column);
    return score?.kind === 'score' ? score : [];
  });
  const [row] = rows;
  const [first] = known;
  if (!first) return { kind: 'words', column, words: wordsWithout(row, column, goesOn), span: 1 };
  if (row.run.variant === 'base' && column.space === 'fPrime') return { kind: 'same', column };
  const numbers = rows.length === 1 ? ofRun(first, row, column.measure) : overSeeds(known, seeds.length);
  return { kind: 'numbers', column, numbers };
}

type Score = Measured & { readonly kind: 'score' };

/** Steps taken when a measure was made. */
export function readAt({ readAt: at }: Row, measure: Measure): number | undefined {
  return measure === 'timeR2' || measure === 'order' ? at.scores : at.probes;
}

function ofRun(score: Score, row: Row, measure: Measure): MeasuredTextProps {
  const at = readAt(row, measure);
  return {
    value: valueText(score),
    interval: score.noInterval === undefined ? intervalText(score) : undefined,
    controls: score.controls,
    notes: [
      ...(score.noInterval === undefined ? [] : [score.noInterval]),
      ...(at === undefined || at === row.step ? [] : [`of step ${count(at)}`]),
    ],
  };
}

function overSeeds(known: readonly Score[], seeds: number): MeasuredTextProps {
  const { value, interval, notes } = seedsText(spreadOf(known.map((score) => score.value))!, decimal);
  const names = new Set(known.flatMap(({ controls }) => controls.map(({ name }) => name)));
  return {
    value,
    interval,
    controls: [...names].map((name) => ({
      name,
      value: mean(
        known.flatMap(({ controls }) => controls.find((control) => control.name === name)?.value ?? []),
      ),
    })),
    notes: [...(known.length < seeds ? [`${known.length} of ${seeds} seeds`] : []), ...notes],
  };
}

/** Why there is no number, and how to come by one. */
function wordsWithout(row: Row, column: ScoreColumn, goesOn: boolean): string {
  const score = scoreOf(row, column);
  if (score?.kind === 'none') return score.reason;
  const isOfMaps = column.measure === 'timeR2' || column.measure === 'order';
  if (row.live)
    return isOfMaps
      ? 'Not measured yet: it comes with the next maps.'
      : 'Not measured yet: that is done when training rests, or by Probe now.';
  return goesOn
    ? 'Not measured: go on with its training; that is done at its next rest.'
    : 'Not measured: duplicate its settings and train again to have it.';
}
