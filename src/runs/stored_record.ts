/** A record as it lies in the storage: there R² of t has names of its own, from when it was the only number of a map. */
import type { Control, Interval, MapScores, Measured, SpaceScores } from '../evaluate/score';
import type { RunRecord } from './record';

type StoredTimeScore =
  | ({
      readonly kind: 'score';
      readonly r2: number;
      readonly controls: readonly ({ readonly r2: number } & Omit<Control, 'value'>)[];
      readonly videos: number;
    } & Interval)
  | Extract<Measured, { kind: 'none' }>;

type StoredScores = { readonly [Space in keyof SpaceScores]: StoredTimeScore } & Pick<MapScores, 'order'>;

export type StoredRecord = Omit<RunRecord, 'scored'> & {
  readonly scored: (StoredScores & { readonly step: number }) | undefined;
};

function storedScore(score: Measured): StoredTimeScore {
  if (score.kind === 'none') return score;
  const { value, units, controls, ...rest } = score;
  const named = controls.map(({ value: r2, ...of }) => ({ ...of, r2 }));
  return { ...rest, r2: value, videos: units, controls: named };
}

function recalledScore(score: StoredTimeScore): Measured {
  if (score.kind === 'none') return score;
  const { r2, videos, controls, ...rest } = score;
  const named = controls.map(({ r2: value, ...of }) => ({ ...of, value }));
  return { ...rest, value: r2, units: videos, controls: named };
}

/** Everything but the score of each space stays as it is. */
function scoresBy<From, To, Others extends object>(
  { f, fPrime, encoded, invariant, ...others }: Others & { readonly [Space in keyof SpaceScores]: From },
  change: (score: From) => To,
) {
  return {
    ...others,
    f: change(f),
    fPrime: change(fPrime),
    ...(encoded && { encoded: change(encoded) }),
    ...(invariant && { invariant: change(invariant) }),
  };
}

export function stored(record: RunRecord): StoredRecord {
  return { ...record, scored: record.scored && scoresBy(record.scored, storedScore) };
}

export function recalled(record: StoredRecord): RunRecord {
  return { ...record, scored: record.scored && scoresBy(record.scored, recalledScore) };
}
