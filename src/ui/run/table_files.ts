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
    'Runs as the table of all runs showed them. low and high: 95 % interval, of a run by bootstrap over units (videos or persons), of a group of seeds of the mean over n seeds by Student’s t; deviation: sample standard deviation over seeds.';
  return `${JSON.stringify({ about, saved: saved.toISOString(), ...view, rows: tableEntries(table) }, null, 1)}\n`;
}

/**
 * Values in full, a column each: with `_low` and `_high` their 95 % interval, with `_deviation` and `_n` the spread and number
 * of seeds, with `_units` the videos or persons behind the interval of one run, then the controls by name; `_words` says why a
 * number is missing.
 */
export function tableCsv(table: ShownTable): string {
  const rows = tableEntries(table).map((entry) => cellsOf(entry, table.columns));
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
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
  const told = { kind, run: name, changed: isBaseline ? 'baseline' : changed.join(' · '), framework };
  return { ...told, ...(kind === 'run' ? ofRun(entry) : ofGroup(entry)), ...scoreCells(entry, columns) };
}

function ofRun({ videos, startedFrom, ...entry }: RunEntry): Cells {
  const { number, live, seed, step, loss, top1, note, pinned, adapter } = entry;
  return {
    ...{ number, live, seeds: seed, steps: step, loss, top1, note, pinned, adapter },
    videos: videos && `${videos.source} ${videos.count}`,
    started_from: startedFrom ?? 'seed',
  };
}

function ofGroup({ seeds, steps, loss, top1, runs }: GroupEntry): Cells {
  const [first] = runs;
  const { videos, started_from } = first ? ofRun(first) : {};
  return {
    ...{ seeds: seeds.join(' '), steps: steps.join(' '), videos, started_from },
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
      const controls = Object.entries(score.controls).map(([name, value]) => [
        `${key}_${name.replace(/\W+/g, '_')}`,
        value,
      ]);
      return {
        ...valueCells(key, score),
        [`${key}_units`]: score.units,
        [`${key}_step`]: score.step,
        ...(Object.fromEntries(controls) as Cells),
        [`${key}_words`]: score.sameAsF && 'as f',
      };
    }),
  ) as Cells;
}

type Value = NonNullable<GroupEntry['loss']>;

function valueCells(key: string, value: Value | undefined): Cells {
  return {
    [key]: value?.value,
    [`${key}_low`]: value?.low,
    [`${key}_high`]: value?.high,
    [`${key}_deviation`]: value?.deviation,
    [`${key}_n`]: value?.n,
  };
}
