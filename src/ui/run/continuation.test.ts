/** What is said after a reload of the training before it. */
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../runs/record';
import { outlook } from './continuation';
import { keptTrainings } from './kept_trainings';

function record(number: number, variant: 'base' | 'transform', step: number): RunRecord {
  return {
    id: `${number}/${variant}`,
    training: String(number),
    number,
    run: { variant, orthogonal: true },
    videos: { source: 'own', count: 4 },
    saved: number,
    step,
  } as RunRecord;
}
const kept = (steps: Record<string, number>) =>
  Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, { step, bytes: 8 }]));
const first = [record(1, 'base', 6), record(1, 'transform', 6)];
const second = [record(2, 'base', 5)];

describe('after a reload', () => {
  it('nothing is said where nothing was trained', () => {
    expect(outlook([], {})).toEqual({ goesOn: undefined, lost: undefined });
  });

  it('a training goes on from the step of its weights', () => {
    const { goesOn, lost } = outlook(first, kept({ '1/base': 6, '1/transform': 6 }));
    expect(goesOn).toMatchObject({ training: '1', videos: { source: 'own', count: 4 } });
    expect(goesOn?.ways).toEqual([{ step: 6, label: 'Go on with training #1 from step 6' }]);
    expect(goesOn?.sentence).toBe('Training #1 (base; V3 transform, orthogonal) is kept at step 6.');
    expect(lost).toBeUndefined();
  });

  it('what was trained after that is named as lost', () => {
    const { goesOn } = outlook(first, kept({ '1/base': 4, '1/transform': 4 }));
    expect(goesOn?.sentence).toContain('is kept at step 4. It had reached step 6');
  });

  it('runs that were kept at steps of their own go on one by one', () => {
    const { goesOn } = outlook(first, kept({ '1/base': 4, '1/transform': 5 }));
    expect(goesOn?.ways).toEqual([
      { step: 5, label: 'Go on with V3 transform, orthogonal from step 5' },
      { step: 4, label: 'Go on with base from step 4' },
    ]);
    expect(goesOn?.sentence).toMatch(/^Runs of training #1 are kept at different steps/);
  });

  it('a training without weights says so, beside an earlier one that can go on', () => {
    const { goesOn, lost } = outlook([...first, ...second], kept({ '1/base': 6 }));
    expect(goesOn?.training).toBe('1');
    expect(lost).toMatch(/^Training #2 \(base\) reached step 5, but its weights are not kept/);
    expect(outlook(second, {})).toMatchObject({ goesOn: undefined, lost });
  });

  it('of several that are kept the one that was trained last goes on', () => {
    const all = kept({ '1/base': 6, '1/transform': 6, '2/base': 5 });
    expect(outlook([...first, ...second], all)).toMatchObject({ goesOn: { training: '2' }, lost: undefined });
    const later = first.map((each) => ({ ...each, saved: 9 }));
    expect(outlook([...later, ...second], all).goesOn?.training).toBe('1');
    expect(keptTrainings([...later, ...second], all).map(({ training, bytes }) => [training, bytes])).toEqual(
      [
        ['1', 16],
        ['2', 8],
      ],
    );
  });

  it('an earlier training that went on since is the newest', () => {
    const later = first.map((each) => ({ ...each, saved: 9 }));
    expect(outlook([...later, ...second], kept({ '1/base': 6, '1/transform': 6 })).lost).toBeUndefined();
  });
});
