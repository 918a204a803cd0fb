/** The table of all runs as a file: CSV, a line each; JSON, with the whole configuration of every run. */
import { csv } from '../csv';
import type { ScoreColumn } from './sorting';
import { tableEntries, type GroupEntry, type RunEntry, type ShownTable } from './table_entries';

type Cells = Readonly<Record<string, string | number | boolean | undefined>>;

/** How the table was looked at. */
export interface TableView {
  readonly filter: string;
  readonly groupedBySeeds: boolean;
  readonly sortedBy: string | undefined;
  /** Title of the run that the others are compared with. */
  readonly baseline: string | undefined;
}

export function tableJson(table: ShownTable, view: TableView, saved: Date): string {
  const about =
    'Runs as the table of all runs showed them. low and high: 95 % interval, of a run over units (videos or persons: by bootstrap; of accuracies over fewer than 10, or that are all alike, Wilson’s), of a group of seeds of the mean over n seeds by Student’s t; deviation: sample standard deviation over seeds; values and units of a group: of each of its seeds.';
  return `${JSON.stringify({ about, saved: saved.toISOString(), ...view, rows: tableEntries(table) }, null, 1)}\n`;
}

/**
 * Values in full, a column each: with `_low` and `_high` their 95 % interval, with `_deviation` and `_n` the spread and number
 * of seeds, with `_values` those of the seeds in turn, with `_units` the videos or persons behind the score, then the controls
 * by name; `_words` says why a number or an interval is missing. A column that no line has is left out.
 */
export function tableCsv(table: ShownTable): string {
  const rows = tableEntries(table).map((entry) => cellsOf(entry, table.columns));
  const told = rows.flatMap((row) => Object.keys(row).filter((name) => row[name] !== undefined));
  // Where a number is missing, its place is kept beside the words that say why.
  const names = [...new Set(told.flatMap((name) => [name, name.replace(/_words$/, '')]))];
  const head = inOrder(names, table.columns);
  return csv(
    head,
    rows.map((row) => head.map((name) => row[name])),
  );
}

const FIRST = ['kind', 'number', 'run', 'live', 'changed', 'framework', 'seeds', 'steps'];
const LAST = ['note', 'pinned', 'videos', 'started_from', 'adapter'];

/** Those of one measure side by side, also where only some lines have them. */
function inOrder(names: readonly string[], columns: readonly ScoreColumn[]): string[] {
  const prefixes = ['loss', 'top1', ...columns.map(keyOf)];
  const measured = prefixes.flatMap((prefix) =>
    names.filter((name) => name === prefix || name.startsWith(`${prefix}_`)),
  );
  return [...FIRST, ...measured, ...LAST];
}

const keyOf = ({ measure, space }: ScoreColumn) => `${measure}_${space}`;

function cellsOf(entry: RunEntry | GroupEntry, columns: readonly ScoreColumn[]): Cells {
  const { kind, name, isBaseline, changed, framework } = entry;
  const told = {
    kind,
    run: name,
    changed: isBaseline ? baselineText(entry) : changed.join(' · '),
    framework,
  };
  return { ...told, ...(kind === 'run' ? ofRun(entry) : ofGroup(entry)), ...scoreCells(entry, columns) };
}

/** Of a group it says which of its seeds. */
function baselineText(entry: RunEntry | GroupEntry): string {
  const run = entry.kind === 'group' ? entry.runs.find(({ isBaseline }) => isBaseline) : undefined;
  return run ? `baseline: seed ${run.seed}` : 'baseline';
}

function ofRun({ videos, startedFrom, ...entry }: RunEntry): Cells {
  const { number, live, seed, step, loss, top1, note, pinned, adapter } = entry;
  return {
    ...{ number, live, seeds: seed, steps: step, loss, top1, note, pinned, adapter },
    videos: videos && `${videos.source} ${videos.count}`,
    started_from: startedFrom ?? 'seed',
  };
}

function ofGroup({ seeds, steps, loss, top1, adapters, runs }: GroupEntry): Cells {
  const [first] = runs;
  const { videos, started_from } = first ? ofRun(first) : {};
  return {
    ...{ seeds: seeds.join(' '), steps: steps.join(' '), videos, started_from },
    number: [...new Set(runs.flatMap(({ number }) => number ?? []))].join(' '),
    live: runs.some(({ live }) => live),
    pinned: runs.some(({ pinned }) => pinned),
    adapter: adapters.join(' · '),
    ...valueCells('loss', loss),
    ...valueCells('top1', top1),
    note: runs
      .map(({ note }) => note)
      .filter(Boolean)
      .join(' · '),
  };
}

function scoreCells({ scores }: RunEntry | GroupEntry, columns: readonly ScoreColumn[]): Cells {
  return Object.assign(
    {},
    ...columns.map((column): Cells => {
      const key = keyOf(column);
      const score = scores[column.measure]?.[column.space];
      if (!score) return {};
      if ('reason' in score) return { [key]: undefined, [`${key}_words`]: score.reason };
      const controls = Object.entries(score.controls).map(([name, { value, low, high }]): Cells => {
        const of = `${key}_${name.replace(/\W+/g, '_')}`;
        return { [of]: value, [`${of}_low`]: low, [`${of}_high`]: high };
      });
      const words = [score.sameAsF ? 'as f' : [], score.noInterval ?? []].flat();
      return Object.assign(
        valueCells(key, score),
        { [`${key}_units`]: unitsText(score.units), [`${key}_step`]: score.step },
        ...controls,
        { [`${key}_words`]: words.length > 0 ? words.join(' · ') : undefined },
      ) as Cells;
    }),
  ) as Cells;
}

/** One number where all seeds have the same, else that of each. */
function unitsText(units: number | readonly (number | null)[]): number | string {
  if (typeof units === 'number') return units;
  const known = new Set(units.filter((of) => of !== null));
  return known.size === 1 ? [...known][0]! : perSeed(units);
}

/** As many words as there are seeds. */
const perSeed = (values: readonly (number | null)[]) => values.map((of) => of ?? 'none').join(' ');

type Value = NonNullable<GroupEntry['loss']>;

function valueCells(key: string, value: Value | undefined): Cells {
  return {
    [key]: value?.value,
    [`${key}_low`]: value?.low,
    [`${key}_high`]: value?.high,
    [`${key}_deviation`]: value?.deviation,
    [`${key}_n`]: value?.n,
    [`${key}_values`]: value?.values && perSeed(value.values),
  };
}
