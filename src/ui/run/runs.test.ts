/** The run table: what changed, groups of seeds, order, filter. */
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../runs/config';
import type { RunRecord } from '../../runs/record';
import type { Embedding } from '../../session/state';
import { NO_CURVES, withStep } from '../../session/curves';
import { seedsText } from './over_seeds';
import { filtered, rowsOf, whatChanged, type Row } from './rows';
import { grouped, onePerSeed, sorted, spreadOf } from './sorting';

const { train } = PRESETS.interactive;
const none = { kind: 'none', reason: 'No order.' } as const;
const score = (r2: number) =>
  ({ kind: 'score', value: r2, low: r2 - 0.1, high: r2 + 0.1, controls: [], units: 4 }) as const;

function record(number: number, change: Partial<RunRecord> = {}): RunRecord {
  return {
    id: `${number}/transform`,
    training: String(number),
    number,
    runId: 'transform',
    run: { variant: 'transform', orthogonal: true },
    place: 1,
    config: train,
    videos: { source: 'builtin', count: 64 },
    adapter: 'test',
    began: number,
    saved: number,
    step: 40,
    secondsPerStep: 1,
    loss: 1,
    top1: 0.5,
    curves: { every: 1, steps: [], loss: [], top1: [], chance: [] },
    scored: { step: 40, f: score(0.2), fPrime: score(0.9) },
    note: '',
    pinned: false,
    ...change,
  };
}

const state = (archive: RunRecord[], training?: string) => ({
  config: PRESETS.interactive,
  prepared: { config: train, videoIds: [] },
  curves: NO_CURVES,
  embedding: undefined,
  mapVideoIds: ['a', 'b'],
  probes: undefined,
  archive,
  training,
  step: 0,
  behind: undefined,
});

const earlier = (archive: RunRecord[]): Row[] => rowsOf(state(archive)).filter(({ live }) => !live);

describe('rows', () => {
  it('are what is trained now, then the archive, the newest first, each run once', () => {
    const rows = rowsOf({
      ...state([record(1), record(2, { note: 'now' })], '2'),
      step: 7,
      curves: withStep(NO_CURVES, {
        step: 7,
        chance: 2,
        runs: [
          { id: 'base', loss: 3, top1: 0 },
          { id: 'transform', loss: 2, top1: 0.25 },
        ],
      }),
    });
    expect(rows.map(({ id, live, step, loss }) => [id, live, step, loss])).toEqual([
      ['now/base', true, 7, 3],
      ['2/transform', true, 7, 2],
      ['1/transform', false, 40, 1],
    ]);
    expect(rows[1]?.note).toBe('now');
  });

  it('take no score of the training or the clips before, whose maps stay until the next come', () => {
    const scores = { f: score(0.1), fPrime: score(0.2), order: { f: none, fPrime: none } };
    const made = { step: 9, config: train, videoIds: ['a', 'b'], segments: [] };
    const embedding = { ...made, runs: [{ id: 'transform', scores }] } as unknown as Embedding;
    const transform = (change: Partial<Parameters<typeof rowsOf>[0]>) =>
      rowsOf({ ...state([]), embedding, step: 12, ...change })[1];
    expect(transform({ step: 3 })?.readings.scores).toBeUndefined();
    expect(transform({})).toMatchObject({ readings: { scores }, readAt: { scores: 9 } });
    // Of another seed, or of the clips that were ticked before.
    const other = { ...embedding, config: { ...train, seed: 1 } };
    expect(transform({ embedding: other })?.readings.scores).toBeUndefined();
    expect(transform({ mapVideoIds: ['c', 'd'] })?.readings.scores).toBeUndefined();
  });
});

describe('what changed', () => {
  it('names the checkpoint that a training started from, and keeps its seeds apart from those of others', () => {
    const rows = earlier([record(1), record(2, { startedFrom: 'SLOW_8x8_R50.pyth' })]);
    expect(whatChanged(rows[0]!, rows[1]!)).toEqual(['start seed → SLOW_8x8_R50.pyth']);
    expect(grouped(rows, true)).toHaveLength(2);
  });

  it('names only what differs, by the titles of the settings', () => {
    const config = { ...train, seed: 3, encoder: { ...train.encoder, size: 64 } };
    const [other] = earlier([record(1, { config, videos: { source: 'own', count: 9 } })]);
    const [base] = rowsOf(state([]));
    expect(whatChanged(other!, { ...base!, videos: { source: 'builtin', count: 64 } })).toEqual([
      'base → V3 transform, orthogonal',
      'Seed 0 → 3',
      'Size 32 → 64',
      'videos built-in 64 → own 9',
    ]);
    expect(whatChanged(base!, base!)).toEqual([]);
  });

  it('can be filtered by, like name, note and number', () => {
    const rows = earlier([record(1, { note: 'the good one' }), record(2, { config: { ...train, seed: 5 } })]);
    const ids = (filter: string) => filtered(rows, filter, rows[1]).map(({ id }) => id);
    expect(ids('GOOD v3')).toEqual(['1/transform']);
    expect(ids('seed 0 → 5')).toEqual(['2/transform']);
    expect(ids('#2')).toEqual(['2/transform']);
    expect(ids('  ')).toHaveLength(2);
  });
});

describe('groups of seeds', () => {
  const seeds = [0, 1, 2].map((seed) =>
    record(seed + 1, { config: { ...train, seed }, loss: 1 + seed / 10 }),
  );
  const wider = record(9, { config: { ...train, encoder: { ...train.encoder, size: 64 } }, loss: 0.5 });

  it('hold runs that differ in nothing but the seed', () => {
    const groups = grouped(earlier([...seeds, wider]), true);
    expect(groups.map(({ rows }) => rows.length)).toEqual([1, 3]);
    expect(grouped(earlier(seeds), false)).toHaveLength(3);
  });

  it('count a seed once, as it was trained longest', () => {
    const again = record(4, { config: { ...train, seed: 1 }, step: 80 });
    const rows = onePerSeed(earlier([...seeds, again]));
    expect(rows.map(({ seed, step }) => [seed, step])).toEqual([
      [0, 40],
      [1, 80],
      [2, 40],
    ]);
  });

  it('have a mean, and its interval by Student’s t', () => {
    // Standard deviation 0.1 of three: 4.303 · 0.1 / √3.
    const spread = spreadOf([1, 1.1, 1.2]);
    expect(spread?.mean).toBeCloseTo(1.1, 10);
    expect(spread?.half).toBeCloseTo(0.2484, 3);
    expect(spreadOf([2, undefined])).toEqual({ mean: 2, half: undefined, values: [2] });
    expect(spreadOf([undefined])).toBeUndefined();
  });

  it('have their values in the place of a mean where they are too few for an interval', () => {
    const percent = (share: number) => String(Math.round(100 * share));
    expect(seedsText(spreadOf([0.125, 0.25])!, percent, ' %')).toEqual({
      value: '13, 25 %',
      interval: undefined,
      notes: ['2 seeds: no interval'],
    });
    expect(seedsText(spreadOf([1, 1.1, 1.2])!, (value) => value.toFixed(1))).toEqual({
      value: '1.1',
      interval: '± 0.2',
      notes: ['1.0, 1.1, 1.2'],
    });
    const many = seedsText(spreadOf([1, 2, 3, 4, 5, 6])!, String);
    expect(many.notes).toEqual(['6 seeds']);
  });

  it('are sorted by their means, pinned ones first, those without a value last', () => {
    const rows = earlier([
      record(1, { loss: 3 }),
      record(2, { loss: undefined }),
      record(3, { loss: 1 }),
      record(4, { loss: 2, pinned: true }),
    ]);
    const order = (descending: boolean) =>
      sorted(grouped(rows, false), { key: 'loss', descending }).map(({ rows: [row] }) => row.record?.number);
    expect(order(false)).toEqual([4, 3, 1, 2]);
    expect(order(true)).toEqual([4, 1, 3, 2]);
    const byTime = [0.3, 0.1, 0.2].map((r2, i) =>
      record(i + 1, { scored: { step: 40, f: score(r2), fPrime: score(0.9) } }),
    );
    expect(
      sorted(grouped(earlier(byTime), false), { key: 'timeR2 f', descending: false }).map(
        ({ rows: [row] }) => row.record?.number,
      ),
    ).toEqual([2, 3, 1]);
    expect(sorted(grouped(rows, false), undefined).map(({ rows: [row] }) => row.record?.number)).toEqual([
      4, 3, 2, 1,
    ]);
  });
});
