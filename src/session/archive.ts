/** Writes down, while it trains, what is remembered of every run; and lets people name, pin and delete what was written. */
import type { StoreApi } from 'zustand/vanilla';
import type { RecordCurves, RunRecord } from '../runs/record';
import { runId, runName } from '../time/config';
import { latest, type Curves } from './curves';
import { isOfTraining } from './embedded';
import { withRecords } from './history';
import type { Change, SessionState } from './state';
import type { Updates } from './updates';

/** Milliseconds between two entries while it trains: what a page that dies may lose. */
const EVERY = 5000;
/** Points of a remembered curve, at most. */
const POINTS = 512;

export class Archive {
  readonly #updates: Updates<SessionState>;
  readonly #record: (what: string, change: Change) => void;
  #began = 0;
  #written = -Infinity;

  constructor(
    store: StoreApi<SessionState>,
    updates: Updates<SessionState>,
    record: (what: string, change: Change) => void,
  ) {
    this.#updates = updates;
    this.#record = record;
    store.subscribe((state, before) => this.#follow(state, before));
  }

  #follow(state: SessionState, before: SessionState): void {
    if (state.prepared !== before.prepared && before.training !== undefined) {
      this.#write(before);
      // Else runs came or went, or an earlier training goes on: that is the one to write down.
      const isOther = state.training === before.training;
      const resumed = state.prepared?.resumed;
      const goesOn = resumed !== undefined && resumed === before.prepared?.resumed;
      if (isOther && !goesOn && state.prepared?.videoIds !== before.prepared?.videoIds) {
        this.#updates.now(() => ({ training: undefined }));
        return;
      }
    }
    if (state.training === undefined) {
      if (state.prepared && state.step > 0) this.#begin();
      return;
    }
    const rests = state.stage !== before.stage && state.stage !== 'running' && state.stage !== 'pausing';
    const due = state.step !== before.step && performance.now() - this.#written > EVERY;
    if (rests || due || state.embedding !== before.embedding || state.probes !== before.probes)
      this.writeNow();
  }

  #begin(): void {
    this.#began = Date.now();
    // Not randomUUID, which pages over plain http do not have.
    const [random] = crypto.getRandomValues(new Uint32Array(1));
    const training = `${this.#began.toString(36)}-${random!.toString(16).padStart(8, '0')}`;
    this.#updates.now(() => ({ training }));
    this.writeNow();
  }

  /** Brings the records of the training up to its newest step. */
  writeNow(): void {
    this.#write(this.#updates.read());
  }

  #write(state: SessionState): void {
    if (state.training === undefined || !state.prepared) return;
    this.#written = performance.now();
    this.#updates.now(({ archive }) => {
      const records = recordsOf(state, archive, this.#began);
      const ids = new Set(records.map(({ id }) => id));
      return { archive: [...archive.filter(({ id }) => !ids.has(id)), ...records] };
    });
  }

  /** Earlier runs, as they come out of the storage. */
  add(records: readonly RunRecord[]): void {
    this.#updates.now(({ archive }) => ({ archive: withRecords(archive, [], records) }));
  }

  note(id: string, note: string): void {
    this.#change(id, (record) => ({ ...record, note }), 'note on');
  }

  pin(id: string, pinned: boolean): void {
    this.#change(id, (record) => ({ ...record, pinned }), pinned ? 'pin of' : 'release of');
  }

  delete(ids: readonly string[]): void {
    const state = this.#updates.read();
    const before = state.archive.filter((record) => ids.includes(record.id) && !isTrained(state, record));
    const [first] = before;
    if (!first) return;
    this.#updates.now(({ archive }) => ({ archive: withRecords(archive, before, []) }));
    const what = before.length === 1 ? recordName(first) : `${before.length} runs`;
    this.#record(`deletion of ${what}`, { kind: 'records', before, after: [] });
  }

  #change(id: string, change: (record: RunRecord) => RunRecord, what: string): void {
    const before = this.#updates.read().archive.find((record) => record.id === id);
    if (!before) return;
    const after = change(before);
    if (after.note === before.note && after.pinned === before.pinned) return;
    this.#updates.now(({ archive }) => ({ archive: withRecords(archive, [before], [after]) }));
    this.#record(`${what} ${recordName(before)}`, { kind: 'records', before: [before], after: [after] });
  }
}

/** True for the record of a run that is being trained: one that left the training is over. */
export function isTrained(
  { training, prepared }: Pick<SessionState, 'training' | 'prepared'>,
  record: Pick<RunRecord, 'training' | 'runId'>,
): boolean {
  if (record.training !== training || !prepared) return false;
  return prepared.config.runs.some((run) => runId(run) === record.runId);
}

/** `#3 V3 transform, orthogonal`. */
export function recordName({ number, run }: Pick<RunRecord, 'number' | 'run'>): string {
  return `#${number} ${runName(run)}`;
}

function recordsOf(state: SessionState, archive: readonly RunRecord[], began: number): RunRecord[] {
  const { prepared, training, gpu, library, curves, embedding, behind, secondsPerStep } = state;
  if (training === undefined || !prepared) return [];
  const known = new Map(archive.map((record) => [record.id, record]));
  const number =
    archive.find((record) => record.training === training)?.number ??
    Math.max(0, ...archive.map((record) => record.number)) + 1;
  const trained = new Set(prepared.videoIds);
  const source = library.find(({ id }) => trained.has(id))?.source;
  return prepared.config.runs.flatMap((run, place): RunRecord[] => {
    const id = `${training}/${runId(run)}`;
    const before = known.get(id);
    const step = behind?.ids.includes(runId(run)) ? behind.step : state.step;
    // It was further when it left: it takes the same steps once more.
    if (before && before.step > step) return [before];
    const newest = latest(curves, runId(run));
    // Of this training, not of the one before, whose embedding stays until the next comes.
    const isOwn = embedding && isOfTraining(embedding, prepared) && embedding.step <= step;
    const own = isOwn ? embedding : undefined;
    const scores = own?.runs.find((other) => other.id === runId(run))?.scores;
    // Saved weights that it goes on with do not say where they once started: its record does.
    const startedFrom = prepared.startedFrom ?? before?.startedFrom;
    const probed = probedOf(state, runId(run), step) ?? before?.probed;
    const record: RunRecord = {
      id,
      training,
      number,
      runId: runId(run),
      run,
      place,
      config: prepared.config,
      ...(startedFrom !== undefined && { startedFrom }),
      videos: { source: source ?? before?.videos.source ?? state.trainOn, count: prepared.videoIds.length },
      adapter: gpu.status === 'open' ? gpu.adapter.name : (before?.adapter ?? ''),
      began: before?.began ?? began,
      saved: Date.now(),
      step,
      secondsPerStep,
      loss: newest?.loss,
      top1: newest?.top1,
      curves: curveOf(curves, runId(run)),
      scored: scores && own && { step: own.step, ...scores },
      ...(probed && { probed }),
      note: before?.note ?? '',
      pinned: before?.pinned ?? false,
    };
    return [record];
  });
}

function probedOf({ probes }: SessionState, id: string, step: number): RunRecord['probed'] {
  if (!probes || probes.step > step) return undefined;
  const { runs, ...how } = probes;
  const scores = runs.find((run) => run.id === id);
  return scores && { ...how, f: scores.f, fPrime: scores.fPrime };
}

/** A run's own curves, thinned to POINTS by means of neighbours. */
function curveOf(curves: Curves, id: string): RecordCurves {
  const run = curves.runs[id] ?? { loss: [], top1: [] };
  const width = Math.max(1, Math.ceil(run.loss.length / POINTS));
  const thin = (values: readonly number[]) =>
    Array.from({ length: Math.ceil(values.length / width) }, (_, i) => {
      const part = values.slice(i * width, (i + 1) * width);
      return part.reduce((a, b) => a + b, 0) / part.length;
    });
  // A run that catches up has the first of them.
  const steps = curves.steps.slice(0, run.loss.length);
  const chance = curves.chance.slice(0, run.loss.length);
  return {
    every: curves.every * width,
    steps: Array.from(
      { length: Math.ceil(steps.length / width) },
      (_, i) => steps[Math.min(steps.length, (i + 1) * width) - 1]!,
    ),
    loss: thin(run.loss),
    top1: thin(run.top1),
    chance: thin(chance),
  };
}
