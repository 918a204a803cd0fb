/** The order of the run table, and groups of runs that differ in their seed alone. */
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { MEASURES, readingOf, type Measure, type Measured, type MeasuredSpace } from '../../evaluate/score';
import { studentT } from '../../evaluate/student_t';
import type { Row } from './rows';

export type ScoreKey = `${Measure} ${MeasuredSpace}`;

export interface ScoreColumn {
  readonly key: ScoreKey;
  readonly measure: Measure;
  readonly space: MeasuredSpace;
}

/** Two of each measure, that of f first. */
export const SCORE_COLUMNS: readonly ScoreColumn[] = MEASURES.flatMap((measure) =>
  (['f', 'fPrime'] as const).map((space) => ({ key: `${measure} ${space}` as const, measure, space })),
);

export type SortKey = 'name' | 'framework' | 'seed' | 'step' | 'loss' | 'top1' | ScoreKey;

export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** Groups of one row are what a row is; others are several seeds of one configuration. */
export interface Group {
  readonly key: string;
  readonly rows: readonly [Row, ...Row[]];
}

/** f' of base is f. */
export function scoreOf(row: Row, { measure, space }: ScoreColumn): Measured | undefined {
  return readingOf(row.readings, measure, row.run.variant === 'base' ? 'f' : space);
}

function numberOf(row: Row, key: Exclude<SortKey, 'name' | 'framework'>): number | undefined {
  const column = SCORE_COLUMNS.find((other) => other.key === key);
  if (!column) return row[key as Exclude<typeof key, ScoreKey>];
  const score = scoreOf(row, column);
  return score?.kind === 'score' ? score.value : undefined;
}

function valueOf({ rows }: Group, key: SortKey): number | string | undefined {
  if (key === 'name' || key === 'framework') return rows[0][key];
  return spreadOf(onePerSeed(rows).map((row) => numberOf(row, key)))?.mean;
}

/** Everything but the seed. */
function recipeOf({ config, run, name, videos, startedFrom }: Row): string {
  return JSON.stringify([{ ...config, seed: 0, runs: null }, run.variant, name, videos, startedFrom ?? null]);
}

export function grouped(rows: readonly Row[], bySeeds: boolean): Group[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = bySeeds ? recipeOf(row) : row.id;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].map(([key, of]) => ({ key, rows: of as [Row, ...Row[]] }));
}

/** Pinned first; then by the key, in both directions with what has no value last; without a key as they came. */
export function sorted(groups: readonly Group[], sorting: Sorting | undefined): Group[] {
  const pinned = ({ rows }: Group) => (rows.some((row) => row.pinned) ? 0 : 1);
  return [...groups].sort((a, b) => {
    const pins = pinned(a) - pinned(b);
    if (pins !== 0 || !sorting) return pins;
    const [x, y] = [valueOf(a, sorting.key), valueOf(b, sorting.key)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    const order = typeof x === 'string' ? x.localeCompare(String(y)) : x - Number(y);
    return sorting.descending ? -order : order;
  });
}

/** One row for each seed, the one that was trained longest: a seed that was run twice says nothing more. */
export function onePerSeed(rows: readonly Row[]): Row[] {
  const longest = new Map<number, Row>();
  for (const row of rows) {
    const before = longest.get(row.seed);
    if (!before || row.step > before.step) longest.set(row.seed, row);
  }
  return [...longest.values()].sort((a, b) => a.seed - b.seed);
}

export interface Spread {
  readonly mean: number;
  /** 95 % interval of the mean over seeds, Student's t; undefined for fewer than SEEDS_FOR_INTERVAL values, or where all are alike. */
  readonly half: number | undefined;
  /** Sample standard deviation; undefined for one value. */
  readonly deviation: number | undefined;
  readonly values: readonly number[];
}

/** Of two values the interval is nine times as wide as their distance: it says nothing of them. */
export const SEEDS_FOR_INTERVAL = 3;
/** What rounding may make of equal values. */
const ALIKE = 1e-12;

/** Undefined where there is no value at all. */
export function spreadOf(values: readonly (number | undefined)[]): Spread | undefined {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return undefined;
  const deviation = known.length > 1 ? sampleStandardDeviation(known) : undefined;
  const half =
    deviation !== undefined && deviation > ALIKE && known.length >= SEEDS_FOR_INTERVAL
      ? (studentT(known.length - 1) * deviation) / Math.sqrt(known.length)
      : undefined;
  return { mean: mean(known), half, deviation, values: known };
}
