/** Probes of frozen features: a ridge regression on classes, or nearest neighbours, judged on groups that were left out. */
import { mean } from 'simple-statistics';
import { failOnNotFinite } from './groups';
import { accuracyInterval, unitsOfClasses } from './intervals';
import { knnPredict } from './knn';
import { middle } from './resampling';
import { heldOut, type Groups, type Task } from './ridge';
import type { Measured } from './score';

/** Rows [n,d] row-major, and the rows that are left out together. */
export interface ProbedRows {
  readonly features: Float32Array;
  readonly n: number;
  readonly d: number;
  readonly groups: Groups;
}

/** The class 0 … K − 1 of each of n rows. */
export interface Classes {
  readonly of: Int32Array;
  readonly count: number;
}

/** Of each row how far it was told right: 1, 0, or a share where several classes are equally likely. */
export type Probe = (rows: ProbedRows, classes: readonly Classes[]) => Float64Array[];

const NEIGHBOURS = { k: 5, temperature: 0.07 };
/** Relative: what rounding may make of equal scores. */
const TIE = 1e-9;

/**
 * Ridge regression on one column a class, e_k; the class with the largest ŷ_k / ȳ_k, ȳ the share of the class in the rows
 * that it was fitted on: those are never quite those of the rows left out, and a probe that knows nothing would always err.
 */
export const linearProbe: Probe = ({ features, n, d, groups }, classes) => {
  const tasks = classes.map(({ of, count }): Task =>
    Array.from({ length: count }, (_, k) => Float64Array.from(of, (own) => (own === k ? 1 : 0))),
  );
  return heldOut(features, n, d, tasks, groups).map((columns, which) =>
    Float64Array.from(classes[which]!.of, (own, row) => {
      const likely = columns.map(({ predicted, mean: share }) =>
        share[row]! > 0 ? predicted[row]! / share[row]! : -Infinity,
      );
      const best = Math.max(...likely);
      const tied = likely.map((value) => value >= best - TIE * (1 + Math.abs(best)));
      return tied[own] ? 1 / tied.filter(Boolean).length : 0;
    }),
  );
};

/** Nearest rows of other groups by cosine (Wu 2018): 5 vote with e^(cos / 0.07). */
export const neighbourProbe: Probe = ({ features, n, d, groups }, classes) => {
  const rowsOf = (rows: readonly number[]) => {
    const part = new Float32Array(rows.length * d);
    rows.forEach((row, at) => part.set(features.subarray(row * d, (row + 1) * d), at * d));
    return part;
  };
  const right = classes.map(() => new Float64Array(n));
  for (const group of groups) {
    const others = groups.filter((other) => other !== group).flat();
    const [bank, queries] = [rowsOf(others), rowsOf(group)];
    classes.forEach(({ of, count }, which) => {
      const labels = others.map((row) => of[row]!);
      const told = knnPredict({ features: bank, labels }, queries, d, { ...NEIGHBOURS, classes: count });
      group.forEach((row, at) => (right[which]![row] = told[at] === of[row] ? 1 : 0));
    });
  }
  return right;
};

/** Of one group, class by class: rows, and how many of them were told right. */
interface Tally {
  readonly right: Float64Array;
  readonly all: Float64Array;
}

function talliesOf(right: Float64Array, { of, count }: Classes, groups: Groups): Tally[] {
  return groups.map((rows) => {
    const tally = { right: new Float64Array(count), all: new Float64Array(count) };
    for (const row of rows) {
      tally.right[of[row]!]! += right[row]!;
      tally.all[of[row]!]! += 1;
    }
    return tally;
  });
}

/** Mean over the classes that occur of the share told right. */
function accuracy(tallies: readonly Tally[]): number {
  const count = tallies[0]!.all.length;
  const shares: number[] = [];
  for (let k = 0; k < count; k++) {
    let [right, all] = [0, 0];
    for (const tally of tallies) {
      right += tally.right[k]!;
      all += tally.all[k]!;
    }
    if (all > 0) shares.push(right / all);
  }
  return mean(shares);
}

/** Groups that the mean over the classes that occur rests on. */
function unitsBehind(tallies: readonly Tally[]): number {
  const occurs = Array.from(tallies[0]!.all, (_, k) => tallies.filter(({ all }) => all[k]! > 0).length);
  return unitsOfClasses(
    occurs.filter((groups) => groups > 0),
    tallies.length,
  );
}

export interface Question {
  readonly classes: Classes;
  /** The same classes dealt out anew, under the name that the control has. */
  readonly shuffled: { readonly name: string; readonly classes: readonly Classes[] };
  /** Other features [n,d] of the same rows, e.g. f' at constant t. */
  readonly controls: readonly { readonly name: string; readonly features: Float32Array }[];
  readonly seed: number;
}

/**
 * Accuracy of a probe, mean over classes: chance is 1/K, and always naming the most frequent class gives no more. The
 * interval is over groups. It knows nothing of the rows that a probe was fitted on, which all groups share: how far
 * chance alone goes is told by the classes dealt out anew (a permutation test, Ojala & Garriga 2010).
 * @throws RangeError when the features hold a value that is not finite.
 */
export function probeScore(
  probe: Probe,
  rows: ProbedRows,
  { classes, shuffled, controls, seed }: Question,
): Measured {
  failOnNotFinite('probeScore', rows.features, rows.d);
  const [right, ...byChance] = probe(rows, [classes, ...shuffled.classes]);
  const tallies = talliesOf(right!, classes, rows.groups);
  const scoreOf = (told: Float64Array, of: Classes) => accuracy(talliesOf(told, of, rows.groups));
  const shuffles = byChance.map((told, which) => scoreOf(told, shuffled.classes[which]!));
  return {
    kind: 'score',
    value: accuracy(tallies),
    ...accuracyInterval(tallies, accuracy, unitsBehind(tallies), seed),
    controls: [
      { name: 'chance', value: 1 / classes.count },
      { name: shuffled.name, value: mean(shuffles), ...middle(shuffles) },
      ...controls.map(({ name, features }) => ({
        name,
        value: scoreOf(probe({ ...rows, features }, [classes])[0]!, classes),
      })),
    ],
    units: rows.groups.length,
  };
}
