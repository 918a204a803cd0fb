/** Rows of the run table: what is trained now, then what was trained before, on this device. */
import { FRAMEWORKS } from '../../contrast/config';
import type { TimeScore } from '../../evaluate/score';
import { differences } from '../../runs/differences';
import type { RunRecord } from '../../runs/record';
import { titleOf, valueText } from '../../runs/titles';
import { isTrained } from '../../session/archive';
import { latest } from '../../session/curves';
import type { SessionState } from '../../session/state';
import { runId, runName, type RunConfig } from '../../time/config';
import type { TrainConfig } from '../../train/config';

export interface Row {
  /** Of the record where there is one. */
  readonly id: string;
  /** Of the runs that are prepared, or would be. */
  readonly live: boolean;
  /** Undefined before the first step. */
  readonly record: RunRecord | undefined;
  readonly run: RunConfig;
  readonly name: string;
  readonly place: number;
  readonly config: TrainConfig;
  readonly videos: RunRecord['videos'] | undefined;
  /** The checkpoint its encoder started from; undefined: the seed. */
  readonly startedFrom: string | undefined;
  readonly framework: string;
  readonly seed: number;
  readonly step: number;
  readonly loss: number | undefined;
  readonly top1: number | undefined;
  readonly f: TimeScore | undefined;
  /** undefined for base, whose f' is f. */
  readonly fPrime: TimeScore | undefined;
  readonly note: string;
  readonly pinned: boolean;
}

type RowState = Pick<
  SessionState,
  'config' | 'prepared' | 'curves' | 'embedding' | 'archive' | 'training' | 'step' | 'behind'
>;

function isBase(run: RunConfig): boolean {
  return run.variant === 'base';
}

export function rowsOf(state: RowState): Row[] {
  const { prepared, archive, training, curves, embedding, step, behind } = state;
  const config = prepared?.config ?? state.config.train;
  const live = config.runs.map((run, place): Row => {
    const record = archive.find((other) => other.training === training && other.runId === runId(run));
    const newest = latest(curves, runId(run));
    const scores = embedding?.runs.find(({ id }) => id === runId(run))?.scores;
    return {
      id: record?.id ?? `now/${runId(run)}`,
      live: true,
      record,
      run,
      name: runName(run),
      place,
      config,
      videos: record?.videos,
      startedFrom: prepared?.startedFrom ?? record?.startedFrom,
      framework: FRAMEWORKS[config.contrast.framework].name,
      seed: config.seed,
      step: behind?.ids.includes(runId(run)) ? behind.step : step,
      loss: newest?.loss,
      top1: newest?.top1,
      f: scores?.f,
      fPrime: isBase(run) ? undefined : scores?.fPrime,
      note: record?.note ?? '',
      pinned: record?.pinned ?? false,
    };
  });
  const earlier = archive
    .filter((record) => !isTrained({ training, prepared }, record))
    .map((record): Row => {
      const { id, run, place, videos, loss, top1, scored, note, pinned } = record;
      return {
        id,
        live: false,
        record,
        run,
        name: runName(run),
        place,
        config: record.config,
        videos,
        startedFrom: record.startedFrom,
        framework: FRAMEWORKS[record.config.contrast.framework].name,
        seed: record.config.seed,
        step: record.step,
        loss,
        top1,
        f: scored?.f,
        fPrime: isBase(run) ? undefined : scored?.fPrime,
        note,
        pinned,
      };
    });
  return [...live, ...earlier.reverse()];
}

const SOURCES = { builtin: 'built-in', own: 'own' } as const;

/** What differs from the baseline, a phrase each, by the settings' own names: `Size 32 → 64`. */
export function whatChanged(row: Row, baseline: Row): string[] {
  const without = ({ config }: Row) => ({ train: { ...config, runs: null } });
  const phrases = differences(without(row), without(baseline)).map(
    ({ path, value, base }) => `${titleOf(path)} ${valueText(base)} → ${valueText(value)}`,
  );
  if (row.name !== baseline.name) phrases.unshift(`${baseline.name} → ${row.name}`);
  const [a, b] = [baseline.videos, row.videos];
  if (a && b && (a.source !== b.source || a.count !== b.count)) {
    phrases.push(`videos ${SOURCES[a.source]} ${a.count} → ${SOURCES[b.source]} ${b.count}`);
  }
  const startOf = ({ startedFrom }: Row) => startedFrom ?? 'seed';
  if (startOf(row) !== startOf(baseline)) phrases.push(`start ${startOf(baseline)} → ${startOf(row)}`);
  return phrases;
}

/** Rows that contain every word of the filter: in name, framework, note, number, or what changed. */
export function filtered(rows: readonly Row[], filter: string, baseline: Row | undefined): Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const { name, framework, note, record, seed } = row;
    const changed = baseline ? whatChanged(row, baseline).join(' ') : '';
    const number = record ? `#${record.number}` : '';
    const text = [name, framework, note, number, `seed ${seed}`, changed].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
