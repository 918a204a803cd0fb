/** Scores of the table of all runs: never an empty cell, never a number without its controls. */
import { describe, expect, it } from 'vitest';
import { MEASURES, PROBES, type Measured, type ProbeScores } from '../../evaluate/score';
import { PRESETS } from '../../runs/config';
import type { RunConfig } from '../../time/config';
import type { Row } from './rows';
import { scoreCells } from './score_cells';
import { SCORE_COLUMNS } from './sorting';

const transform: RunConfig = { variant: 'transform', orthogonal: true };

const measured = (value: number, controls: Record<string, number> = { chance: 0.5 }): Measured => ({
  kind: 'score',
  value,
  low: value - 0.1,
  high: value + 0.1,
  controls: Object.entries(controls).map(([name, of]) => ({ name, value: of })),
  units: 4,
});
const none: Measured = { kind: 'none', reason: 'Only one label.' };

const probed = (value: number, label = measured(value)): ProbeScores => ({
  ...(Object.fromEntries(PROBES.map((probe) => [probe, label])) as unknown as ProbeScores),
  reversed: measured(value),
});

const row = (change: Partial<Row> = {}): Row => ({
  id: '1/transform',
  live: false,
  record: undefined,
  run: transform,
  name: 'V3 transform',
  place: 1,
  config: PRESETS.interactive.train,
  videos: undefined,
  startedFrom: undefined,
  framework: 'MoCo',
  seed: 0,
  step: 40,
  loss: 1,
  top1: 0.5,
  readings: {
    scores: undefined,
    probes: { f: probed(0.5), fPrime: probed(0.6) },
  },
  readAt: { scores: undefined, probes: 40 },
  note: '',
  pinned: false,
  ...change,
});

const cellsOf = (of: Row, goesOn = false) => scoreCells([of], SCORE_COLUMNS, goesOn);
const wordsOf = (of: Row, goesOn = false) =>
  cellsOf(of, goesOn).flatMap((cell) => (cell.kind === 'words' ? [[cell.words, cell.span]] : []));

describe('scores of one run', () => {
  it('stand with interval and controls, f beside f′', () => {
    const [, ...probes] = cellsOf(row());
    expect(probes).toHaveLength(8);
    expect(probes[1]).toMatchObject({
      column: { measure: 'reversed', space: 'fPrime' },
      numbers: {
        value: '0.60',
        interval: '[0.50, 0.70]',
        controls: [{ name: 'chance', value: 0.5 }],
        notes: [],
      },
    });
  });

  it('that were not measured say so and how to have them, once for columns side by side', () => {
    const bare = { readings: { scores: undefined, probes: undefined } };
    expect(wordsOf(row(bare))).toEqual([[expect.stringContaining('duplicate its settings'), 12]]);
    expect(wordsOf(row(bare), true)).toEqual([[expect.stringContaining('go on with its training'), 12]]);
    expect(wordsOf(row({ ...bare, live: true }))).toEqual([
      [expect.stringContaining('next maps'), 4],
      [expect.stringContaining('Probe now'), 8],
    ]);
    const covered = cellsOf(row()).reduce((sum, cell) => sum + (cell.kind === 'words' ? cell.span : 1), 0);
    expect(covered).toBe(2 * MEASURES.length);
  });

  it('that could not be measured give the reason, and f′ of base says no more than f', () => {
    const base: RunConfig = { variant: 'base', orthogonal: true };
    const probes = { f: probed(0.5, none), fPrime: probed(0.5, none) };
    const cells = cellsOf(row({ run: base, readings: { scores: undefined, probes } }));
    expect(cells.map((cell) => (cell.kind === 'words' ? [cell.words, cell.span] : cell.kind))).toEqual([
      [expect.stringContaining('Not measured'), 4],
      'numbers',
      'same',
      ['Only one label.', 6],
    ]);
  });

  it('that all units have alike say why they have no interval', () => {
    const alike: Measured = { kind: 'score', value: 0, noInterval: 'All alike.', controls: [], units: 4 };
    const probes = { f: { ...probed(0.5), reversed: alike }, fPrime: probed(0.5) };
    const [, first] = cellsOf(row({ readings: { scores: undefined, probes } }));
    expect(first).toMatchObject({
      numbers: { value: '0.00', interval: undefined, notes: ['All alike.'] },
    });
  });

  it('of an earlier step name it', () => {
    const [, first] = cellsOf(row({ readAt: { scores: undefined, probes: 20 } }));
    expect(first).toMatchObject({ numbers: { notes: ['of step 20'] } });
  });
});

describe('scores of several seeds', () => {
  const over = (...values: (number | undefined)[]) => {
    const seeds = values.map((value, seed) =>
      row({
        id: String(seed),
        seed,
        config: { ...PRESETS.interactive.train, seed },
        readings: {
          scores: undefined,
          probes: value === undefined ? undefined : { f: probed(value), fPrime: probed(value) },
        },
      }),
    );
    return scoreCells(seeds as [Row, ...Row[]], SCORE_COLUMNS, false)[1];
  };

  it('are the mean with its interval and the values, of controls the mean', () => {
    // 4.303 · 0.1 / √3.
    expect(over(0.5, 0.6, 0.7)).toMatchObject({
      kind: 'numbers',
      numbers: {
        value: '0.60',
        interval: '± 0.25',
        controls: [{ name: 'chance', value: 0.5 }],
        notes: ['0.50, 0.60, 0.70'],
      },
    });
  });

  it('that are all alike have no interval of no width', () => {
    expect(over(0.5, 0.5, 0.5)).toMatchObject({
      kind: 'numbers',
      numbers: { value: '0.50', interval: undefined, notes: ['3 seeds alike: no interval'] },
    });
  });

  it('are the values alone where they are too few, and say how many seeds have one', () => {
    expect(over(0.5, -0.6, undefined)).toMatchObject({
      kind: 'numbers',
      numbers: {
        value: '0.50, −0.60',
        interval: undefined,
        notes: ['2 of 3 seeds', '2 seeds: no interval'],
      },
    });
  });
});
