/** Loss and retrieval of each run over the steps, bounded: an endless training must not grow an endless list. */
import type { RunRecord } from '../runs/record';

export interface RunCurve {
  /** Nats (BYOL: −cosine / temperature). */
  readonly loss: readonly number[];
  /** In-batch retrieval: share of queries whose positive key is the nearest of all keys. */
  readonly top1: readonly number[];
}

export interface Curves {
  /** Steps that each point is the mean of; 1 until the bound is met, then 2, 4, … */
  readonly every: number;
  /** Last step of each point. */
  readonly steps: readonly number[];
  /** Loss at chance at each point; for MoCo log(keys in the queue + 1), nats, which grows while the queue fills. */
  readonly chance: readonly number[];
  readonly runs: Readonly<Record<string, RunCurve>>;
  /** Steps not yet enough for a point. */
  readonly rest: readonly CurveStep[];
  /** The same of runs that joined later and catch up, by run. */
  readonly late: Readonly<Record<string, readonly { readonly loss: number; readonly top1: number }[]>>;
}

export interface CurveStep {
  readonly step: number;
  readonly chance: number;
  readonly runs: readonly { readonly id: string; readonly loss: number; readonly top1: number }[];
}

export const MAX_POINTS = 2048;

export const NO_CURVES: Curves = { every: 1, steps: [], chance: [], runs: {}, rest: [], late: {} };

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Means of neighbours; the length must be even. */
function halved(values: readonly number[]): number[] {
  return Array.from({ length: values.length / 2 }, (_, i) => (values[2 * i]! + values[2 * i + 1]!) / 2);
}

function halve(curves: Curves): Curves {
  return {
    every: curves.every * 2,
    steps: curves.steps.filter((_, i) => i % 2 === 1),
    chance: halved(curves.chance),
    runs: Object.fromEntries(
      Object.entries(curves.runs).map(([id, { loss, top1 }]) => [
        id,
        { loss: halved(loss), top1: halved(top1) },
      ]),
    ),
    rest: curves.rest,
    late: curves.late,
  };
}

/** The curves with one more step. Never more than MAX_POINTS points: then neighbours are averaged. */
export function withStep(curves: Curves, step: CurveStep): Curves {
  const rest = [...curves.rest, step];
  if (rest.length < curves.every) return { ...curves, rest };
  const runs: Record<string, RunCurve> = {};
  for (const { id } of step.runs) {
    const of = rest.flatMap((each) => each.runs.filter((run) => run.id === id));
    const before = curves.runs[id] ?? { loss: [], top1: [] };
    runs[id] = {
      loss: [...before.loss, mean(of.map(({ loss }) => loss))],
      top1: [...before.top1, mean(of.map(({ top1 }) => top1))],
    };
  }
  const next: Curves = {
    every: curves.every,
    steps: [...curves.steps, step.step],
    chance: [...curves.chance, mean(rest.map(({ chance }) => chance))],
    runs,
    rest: [],
    late: curves.late,
  };
  return next.steps.length < MAX_POINTS ? next : halve(next);
}

/** One more step of runs that catch up, counted from 1: it goes where the others' step of that number went. */
export function withLateStep(curves: Curves, { step, runs }: Omit<CurveStep, 'chance'>): Curves {
  const inPoints = curves.steps.length * curves.every;
  if (step > inPoints) {
    const at = step - inPoints - 1;
    const rest = curves.rest.map((each, i) => (i === at ? { ...each, runs: [...each.runs, ...runs] } : each));
    return { ...curves, rest };
  }
  const next = { runs: { ...curves.runs }, late: { ...curves.late } };
  for (const { id, loss, top1 } of runs) {
    const late = [...(next.late[id] ?? []), { loss, top1 }];
    const full = late.length === curves.every;
    next.late[id] = full ? [] : late;
    if (!full) continue;
    const before = curves.runs[id] ?? { loss: [], top1: [] };
    next.runs[id] = {
      loss: [...before.loss, mean(late.map((each) => each.loss))],
      top1: [...before.top1, mean(late.map((each) => each.top1))],
    };
  }
  return { ...curves, ...next };
}

/** Without the runs that are not among these: one that comes back begins anew. */
export function withRuns(curves: Curves, ids: ReadonlySet<string>): Curves {
  const kept = <T>(of: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(of).filter(([id]) => ids.has(id)));
  const rest = curves.rest.map((step) => ({ ...step, runs: step.runs.filter(({ id }) => ids.has(id)) }));
  return { ...curves, runs: kept(curves.runs), late: kept(curves.late), rest };
}

/** Newest values of a run, the steps not yet in a point included; undefined before the first step. */
export function latest(curves: Curves, runId: string): { loss: number; top1: number } | undefined {
  const inRest = curves.rest.at(-1)?.runs.find(({ id }) => id === runId);
  if (inRest) return { loss: inRest.loss, top1: inRest.top1 };
  const curve = curves.runs[runId];
  const loss = curve?.loss.at(-1);
  const top1 = curve?.top1.at(-1);
  return loss === undefined || top1 === undefined ? undefined : { loss, top1 };
}

/** Curves to go on from: those of remembered runs of one training, as far as the step that their weights are of. */
export function curvesUpTo(records: readonly RunRecord[], step: number): Curves {
  const upTo = ({ curves }: RunRecord) => curves.steps.filter((at) => at <= step).length;
  const longest = records.reduce<RunRecord | undefined>(
    (best, record) => (best && upTo(best) >= upTo(record) ? best : record),
    undefined,
  );
  if (!longest) return NO_CURVES;
  const n = upTo(longest);
  const { every, steps, chance } = longest.curves;
  // One whose points are means of other steps has no place on the same axis.
  const alike = records.filter((record) => record.curves.every === every && upTo(record) === n);
  return {
    every,
    steps: steps.slice(0, n),
    chance: chance.slice(0, n),
    runs: Object.fromEntries(
      alike.map(({ runId, curves }) => [
        runId,
        { loss: curves.loss.slice(0, n), top1: curves.top1.slice(0, n) },
      ]),
    ),
    rest: [],
    late: {},
  };
}
