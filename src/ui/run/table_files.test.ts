/** The table of all runs as a file: every column that it shows, with intervals, controls and configurations. */
import { expect, test } from 'vitest';
import type { Measured, MapScores } from '../../evaluate/score';
import { PRESETS } from '../../runs/config';
import type { RunRecord } from '../../runs/record';
import type { RunConfig } from '../../time/config';
import type { Row } from './rows';
import { grouped, SCORE_COLUMNS } from './sorting';
import type { ShownTable } from './table_entries';
import { tableCsv, tableJson } from './table_files';

const { train, map } = PRESETS.interactive;
const transform: RunConfig = { variant: 'transform', orthogonal: true };
const base: RunConfig = { variant: 'base', orthogonal: true };

const measured = (value: number): Measured => ({
  kind: 'score',
  value,
  low: value - 0.25,
  high: value + 0.25,
  controls: [
    { name: 'untrained', value: 0.125, low: 0, high: 0.25 },
    { name: 'shuffled t', value: -0.125 },
  ],
  units: 4,
});
const none: Measured = { kind: 'none', reason: 'Choose "three", or more.' };
const scores = (f: number, fPrime: number): MapScores => ({
  f: measured(f),
  fPrime: measured(fPrime),
  order: { f: none, fPrime: none },
});

const row = (seed: number, change: Partial<Row> = {}): Row => ({
  id: `${seed}/${change.name ?? 'V3'}`,
  live: false,
  record: { number: 3, adapter: 'google swiftshader' } as RunRecord,
  run: transform,
  name: 'V3 transform, orthogonal',
  place: 1,
  config: { ...train, seed },
  videos: { source: 'own', count: 9 },
  startedFrom: undefined,
  framework: 'MoCo',
  seed,
  step: 40,
  loss: 1 + seed,
  top1: 0.5,
  readings: { scores: scores(0.25, 0.75), probes: undefined },
  readAt: { scores: 20, probes: undefined },
  note: '',
  pinned: false,
  ...change,
});

const table = (rows: readonly Row[], bySeeds = false, change: Partial<ShownTable> = {}): ShownTable => ({
  groups: grouped(rows, bySeeds),
  columns: SCORE_COLUMNS.filter(({ measure }) => measure === 'timeR2' || measure === 'order'),
  baseline: rows[0],
  map,
  goesOn: () => false,
  ...change,
});

/** Cells by column; no cell of these holds a comma inside quotes but those of words. */
function read(text: string): Record<string, string>[] {
  const lines = text.trimEnd().split('\r\n');
  const cells = lines.map((line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
    ),
  );
  const [head, ...rows] = cells;
  for (const each of rows) expect(each).toHaveLength(head!.length);
  return rows.map((each) => Object.fromEntries(head!.map((name, i) => [name, each[i]!])));
}

test('a line of CSV has every number with interval, controls and step, and says what is missing', () => {
  const odd = row(1, { note: '=HYPERLINK("x")', startedFrom: '<b>a,b</b>.pth' });
  const [first, second] = read(tableCsv(table([row(0), odd])));
  expect(first).toMatchObject({
    kind: 'run',
    run: 'V3 transform, orthogonal',
    changed: 'baseline',
    seeds: '0',
    steps: '40',
    loss: '1',
    top1: '0.5',
    timeR2_f: '0.25',
    timeR2_f_low: '0',
    timeR2_f_high: '0.5',
    timeR2_f_units: '4',
    timeR2_f_step: '20',
    timeR2_f_untrained: '0.125',
    timeR2_f_untrained_low: '0',
    timeR2_f_untrained_high: '0.25',
    timeR2_f_shuffled_t: '-0.125',
    timeR2_fPrime: '0.75',
    order_f: '',
    order_f_words: 'Choose "three", or more.',
    videos: 'own 9',
    started_from: 'seed',
  });
  expect(second).toMatchObject({
    changed: 'Seed 0 → 1 · start seed → <b>a,b</b>.pth',
    note: `'=HYPERLINK("x")`,
    started_from: '<b>a,b</b>.pth',
  });
  // Only what is shown.
  expect(first).not.toHaveProperty('reversed_f');
});

test('a group of seeds has mean, interval, spread and number of seeds', () => {
  const seeds = [0, 1].map((seed) =>
    row(seed, { readings: { scores: scores(seed, 0.75), probes: undefined } }),
  );
  const unmeasured = row(2, { readings: { scores: undefined, probes: undefined } });
  const lines = read(tableCsv(table([...seeds, unmeasured, row(0, { run: base, name: 'base' })], true)));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatchObject({
    kind: 'group',
    seeds: '0 1 2',
    steps: '40 40 40',
    changed: 'baseline: seed 0',
    number: '3',
    live: 'false',
    pinned: 'false',
    loss: '2',
    loss_deviation: '1',
    loss_n: '3',
    loss_values: '1 2 3',
    timeR2_f: '0.5',
    timeR2_f_n: '2',
    timeR2_f_values: '0 1 none',
    timeR2_f_units: '4',
    timeR2_f_shuffled_t: '-0.125',
    adapter: 'google swiftshader',
  });
  // Of two values no interval is given; of three it is 4.303 · 1 / √3.
  expect(lines[0]!.timeR2_f_high).toBe('');
  expect(Number(lines[0]!.loss_low)).toBeCloseTo(2 - 2.484, 3);
  expect(lines[1]).toMatchObject({ kind: 'run', timeR2_fPrime: '0.25', timeR2_fPrime_words: 'as f' });
});

test('no column stands empty for all lines, and a score without an interval says why', () => {
  const alike: Measured = {
    ...measured(0.25),
    low: undefined,
    high: undefined,
    noInterval: 'All alike.',
  } as Measured;
  const of = { ...scores(0.25, 0.75), f: alike };
  const lines = read(tableCsv(table([row(0, { readings: { scores: of, probes: undefined } })])));
  expect(lines[0]).toMatchObject({ timeR2_f: '0.25', timeR2_f_words: 'All alike.' });
  const measuredColumns = Object.keys(lines[0]!).filter((name) => /^(loss|top1|timeR2|order)/.test(name));
  const empty = measuredColumns.filter((name) => lines[0]![name] === '');
  expect(empty).toEqual(['order_f', 'order_fPrime']);
  for (const name of empty) expect(lines[0]![`${name}_words`]).not.toBe('');
  expect(lines[0]).not.toHaveProperty('timeR2_f_low');
});

test('JSON has the whole configuration of every run, those inside a group too', () => {
  const rows = [row(0), row(1), row(0, { run: base, name: 'base', live: true })];
  const view = { filter: 'x', groupedBySeeds: true, sortedBy: undefined, baseline: 'V3, seed 0' };
  const saved = JSON.parse(tableJson(table(rows, true), view, new Date(0))) as {
    rows: Record<string, unknown>[];
  };
  expect(saved).toMatchObject({ saved: '1970-01-01T00:00:00.000Z', filter: 'x', baseline: 'V3, seed 0' });
  const [group, single] = saved.rows;
  expect(group).toMatchObject({
    kind: 'group',
    isBaseline: true,
    changed: [],
    seeds: [0, 1],
    adapters: ['google swiftshader'],
    loss: { value: 1.5, n: 2, values: [1, 2] },
    scores: {
      timeR2: {
        f: {
          ...{ value: 0.25, deviation: 0, n: 2, values: [0.25, 0.25], units: [4, 4] },
          controls: { 'shuffled t': { value: -0.125 } },
        },
      },
      order: { f: { reason: 'Choose "three", or more.' } },
    },
    runs: [
      {
        seed: 0,
        isBaseline: true,
        config: { train: { ...train, seed: 0 } },
        scores: { timeR2: { f: { low: 0, high: 0.5 } } },
      },
      { seed: 1, isBaseline: false, config: { train: { ...train, seed: 1 } } },
    ],
  });
  // The maps' settings are known of what is trained now.
  expect(single).toMatchObject({ kind: 'run', run: 'base', config: { train, map } });
});
