/** The table of all runs as data: what each line shows, with everything that stands behind its numbers. */
import type { Interval, Measure, MeasuredSpace } from '../../evaluate/score';
import type { MapConfig } from '../../project/config';
import type { RunRecord } from '../../runs/record';
import { runId } from '../../time/config';
import type { TrainConfig } from '../../train/config';
import { whatChanged, type Row } from './rows';
import { readAt, scoreCells } from './score_cells';
import { onePerSeed, scoreOf, spreadOf, type Group, type ScoreColumn } from './sorting';

/** What is on show. */
export interface ShownTable {
  readonly groups: readonly Group[];
  readonly columns: readonly ScoreColumn[];
  readonly baseline: Row | undefined;
  /** Of what is trained now. */
  readonly map: MapConfig;
  /** Whether the training of a run can go on. */
  readonly goesOn: (row: Row) => boolean;
}

/** Of one run `low` and `high` are those of its score; of a group they are the 95 % interval of the mean over `n` seeds. */
interface Value extends Interval {
  readonly value: number;
  /** Sample standard deviation over seeds. */
  readonly deviation?: number | undefined;
  readonly n: number;
  /** Of a group: of each of its `seeds` in turn, null where it was not measured. */
  readonly values?: readonly (number | null)[];
}

interface Score extends Value {
  /** By name, with their intervals; of a group their means. */
  readonly controls: Readonly<Record<string, { readonly value: number } & Interval>>;
  /** Videos, or persons, behind the score of one run; of a group those of each value. */
  readonly units: number | readonly (number | null)[];
  /** Steps taken when it was measured; of one run. */
  readonly step?: number | undefined;
  /** f' of base is f. */
  readonly sameAsF?: true;
}

type Scores = {
  readonly [Of in Measure]?: { readonly [In in MeasuredSpace]?: Score | { readonly reason: string } };
};

interface Line {
  readonly name: string;
  /** Of a group: one of its runs is. */
  readonly isBaseline: boolean;
  /** Against the baseline. */
  readonly changed: readonly string[];
  readonly framework: string;
  readonly scores: Scores;
}

export interface RunEntry extends Line {
  readonly kind: 'run';
  /** `variant`, with `-free` where its directions are. */
  readonly run: string;
  /** Of its training on this device; undefined before the first step. */
  readonly number: number | undefined;
  readonly live: boolean;
  readonly seed: number;
  readonly step: number;
  readonly loss: number | undefined;
  readonly top1: number | undefined;
  readonly note: string;
  readonly pinned: boolean;
  readonly videos: RunRecord['videos'] | undefined;
  /** A checkpoint; undefined: the seed. */
  readonly startedFrom: string | undefined;
  readonly adapter: string | undefined;
  /** As `npm run study -- --config` takes it; that of the maps is known of what is trained now. */
  readonly config: { readonly train: TrainConfig; readonly map?: MapConfig };
}

/** Runs that differ in their seed alone. */
export interface GroupEntry extends Line {
  readonly kind: 'group';
  readonly seeds: readonly number[];
  /** Of each seed. */
  readonly steps: readonly number[];
  readonly loss: Value | undefined;
  readonly top1: Value | undefined;
  /** All that its runs were trained on. */
  readonly adapters: readonly string[];
  readonly runs: readonly RunEntry[];
}

export function tableEntries(table: ShownTable): (RunEntry | GroupEntry)[] {
  return table.groups.map(({ rows }) =>
    rows.length === 1 ? runEntry(rows[0], table) : groupEntry(rows, table),
  );
}

function lineOf(row: Row, rows: Group['rows'], table: ShownTable): Line {
  const { columns, baseline, goesOn } = table;
  const isBaseline = rows.some(({ id }) => id === baseline?.id);
  return {
    name: row.name,
    isBaseline,
    changed: baseline && !isBaseline ? whatChanged(row, baseline) : [],
    framework: row.framework,
    scores: scoresOf(columns, (column) => scoreEntry(rows, column, goesOn(row))),
  };
}

function runEntry(row: Row, table: ShownTable): RunEntry {
  const { run, record, live, seed, step, loss, top1, note, pinned, videos, startedFrom, config } = row;
  return {
    kind: 'run',
    ...{ run: runId(run), number: record?.number, live },
    ...lineOf(row, [row], table),
    ...{ seed, step, loss, top1, note, pinned, videos, startedFrom, adapter: record?.adapter },
    config: { train: config, ...(live ? { map: table.map } : {}) },
  };
}

function groupEntry(rows: Group['rows'], table: ShownTable): GroupEntry {
  const [first] = rows;
  const seeds = onePerSeed(rows);
  const { baseline } = table;
  // Seeds are what a group is of: no change.
  const likeBaseline = baseline ? { ...first, config: { ...first.config, seed: baseline.seed } } : first;
  return {
    kind: 'group',
    ...lineOf(likeBaseline, rows, table),
    seeds: seeds.map(({ seed }) => seed),
    steps: seeds.map(({ step }) => step),
    loss: valueOver(seeds.map(({ loss }) => loss)),
    top1: valueOver(seeds.map(({ top1 }) => top1)),
    adapters: [...new Set(rows.flatMap(({ record }) => record?.adapter ?? []))],
    runs: rows.map((row) => runEntry(row, table)),
  };
}

function scoresOf(
  columns: readonly ScoreColumn[],
  entry: (column: ScoreColumn) => Score | { readonly reason: string },
): Scores {
  const scores: Partial<Record<Measure, Partial<Record<MeasuredSpace, Score | { reason: string }>>>> = {};
  for (const column of columns)
    scores[column.measure] = { ...scores[column.measure], [column.space]: entry(column) };
  return scores;
}

function valueOver(values: readonly (number | undefined)[]): Value | undefined {
  const spread = spreadOf(values);
  if (!spread) return undefined;
  const { mean: value, half, deviation } = spread;
  const interval = half === undefined ? {} : { low: value - half, high: value + half };
  return {
    ...{ value, ...interval, deviation, n: spread.values.length },
    values: values.map((of) => of ?? null),
  };
}

function scoreEntry(
  rows: Group['rows'],
  column: ScoreColumn,
  goesOn: boolean,
): Score | { readonly reason: string } {
  const [cell] = scoreCells(rows, [{ ...column, space: spaceOf(rows[0], column) }], goesOn);
  if (cell?.kind !== 'numbers') return { reason: cell?.kind === 'words' ? cell.words : 'Not measured.' };
  const same = spaceOf(rows[0], column) === column.space ? {} : { sameAsF: true as const };
  const controls = Object.fromEntries(cell.numbers.controls.map(({ name, ...control }) => [name, control]));
  const [row] = rows;
  const score = scoreOf(row, column);
  if (rows.length === 1 && score?.kind === 'score') {
    const { value, low, high, noInterval, units } = score;
    const step = readAt(row, column.measure);
    return { value, low, high, noInterval, n: 1, units, step, controls, ...same };
  }
  const scores = onePerSeed(rows).map((each) => {
    const own = scoreOf(each, column);
    return own?.kind === 'score' ? own : undefined;
  });
  return {
    ...valueOver(scores.map((own) => own?.value))!,
    units: scores.map((own) => own?.units ?? null),
    controls,
    ...same,
  };
}

/** f' of base is f: its numbers are, too. */
function spaceOf({ run }: Row, { space }: ScoreColumn): MeasuredSpace {
  return run.variant === 'base' ? 'f' : space;
}
