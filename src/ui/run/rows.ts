/** Rows of the run table: what is trained now, then what was trained before, on this device. */
import { FRAMEWORKS } from '../../contrast/config';
import type { Readings } from '../../evaluate/score';
import { differences } from '../../runs/differences';
import type { RunRecord } from '../../runs/record';
import { titleOf, valueText } from '../../runs/titles';
import { isTrained } from '../../session/archive';
import { latest } from '../../session/curves';
import { ownEmbedding } from '../../session/embedded';
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
  readonly readings: Readings;
  /** Steps taken when the maps and the probes told them. */
  readonly readAt: { readonly [Of in keyof Readings]: number | undefined };
  readonly note: string;
  readonly pinned: boolean;
}

type RowState = Pick<
  SessionState,
  | 'config'
  | 'prepared'
  | 'curves'
  | 'embedding'
  | 'mapVideoIds'
  | 'probes'
  | 'archive'
  | 'training'
  | 'step'
  | 'behind'
>;

/** What is known of a run that has taken `step` steps; what is on show until its own comes is of another training, or of other clips. */
function liveReadings(
  state: RowState,
  record: RunRecord | undefined,
  id: string,
  step: number,
): Pick<Row, 'readings' | 'readAt'> {
  const isOwn = (made: { readonly step: number } | undefined) => made !== undefined && made.step <= step;
  const { probes } = state;
  const embedding = ownEmbedding(state);
  const scores = isOwn(embedding) ? embedding?.runs.find((run) => run.id === id)?.scores : undefined;
  const probed = isOwn(probes) ? probes?.runs.find((run) => run.id === id) : undefined;
  // After a reload those of the earlier visit stand until they are made anew.
  const before = isOwn(record?.probed) ? record?.probed : undefined;
  return {
    readings: { scores, probes: probed ?? before },
    readAt: { scores: embedding?.step, probes: probed ? probes?.step : before?.step },
  };
}

export function rowsOf(state: RowState): Row[] {
  const { prepared, archive, training, curves, behind } = state;
  const config = prepared?.config ?? state.config.train;
  const live = config.runs.map((run, place): Row => {
    const record = archive.find((other) => other.training === training && other.runId === runId(run));
    const newest = latest(curves, runId(run));
    const step = behind?.ids.includes(runId(run)) ? behind.step : state.step;
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
      step,
      loss: newest?.loss,
      top1: newest?.top1,
      ...liveReadings(state, record, runId(run), step),
      note: record?.note ?? '',
      pinned: record?.pinned ?? false,
    };
  });
  const earlier = archive
    .filter((record) => !isTrained({ training, prepared }, record))
    .map((record): Row => {
      const { id, run, place, videos, loss, top1, scored, probed, note, pinned } = record;
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
        readings: { scores: scored, probes: probed },
        readAt: { scores: scored?.step, probes: probed?.step },
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
