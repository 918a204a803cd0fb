/** The scores of records that were stored by any version of this are the same numbers when they come back. */
import { expect, it } from 'vitest';
import type { Measured } from '../evaluate/score';
import type { RunRecord } from './record';
import { recalled, stored, type StoredRecord } from './stored_record';

const measured: Measured = {
  kind: 'score',
  value: 0.3,
  low: 0.1,
  high: 0.4,
  controls: [
    { name: 'untrained', value: 0.2, low: 0.1, high: 0.3 },
    { name: 'shuffled t', value: 0.01 },
  ],
  units: 4,
};
/** As it has been stored all along. */
const asStored = {
  kind: 'score',
  r2: 0.3,
  low: 0.1,
  high: 0.4,
  controls: [
    { name: 'untrained', r2: 0.2, low: 0.1, high: 0.3 },
    { name: 'shuffled t', r2: 0.01 },
  ],
  videos: 4,
} as const;
const none = { kind: 'none', reason: 'Too few videos.' } as const;

it('R² of t is stored under its old names, Kendall’s τ under those of all numbers, and both come back', () => {
  const scores = {
    step: 40,
    f: measured,
    fPrime: none,
    encoded: measured,
    order: { f: measured, fPrime: none },
  };
  const record = { id: 'a', note: 'kept', scored: scores } as unknown as RunRecord;
  expect(stored(record)).toEqual({
    id: 'a',
    note: 'kept',
    scored: { ...scores, f: asStored, encoded: asStored },
  });
  expect(recalled(stored(record))).toEqual(record);
});

it('a record of before there was Kendall’s τ, and one without a score, come back as they are', () => {
  const old = { id: 'a', scored: { step: 40, f: asStored, fPrime: asStored } } as unknown as StoredRecord;
  expect(recalled(old).scored).toEqual({ step: 40, f: measured, fPrime: measured });
  expect(recalled({ id: 'a', scored: undefined } as unknown as StoredRecord).scored).toBeUndefined();
});
