/** The first steps are ticked by what is on the page, not by what was pressed. */
import { expect, it } from 'vitest';
import type { Embedding, LibraryVideo } from '../../session/state';
import { doneNow, STEPS } from './steps';

const video = (source: 'own' | 'builtin', status = 'ready') =>
  ({ id: Math.random().toString(), source, state: { status } }) as unknown as LibraryVideo;
const embedded = (step: number) => ({ step, segments: [], runs: [] }) as unknown as Embedding;
const nothing = {
  library: [],
  trainOn: 'builtin',
  step: 0,
  embedding: undefined,
  pointsAt: false,
  dragged: false,
} as const;

it('has nothing done on an empty page', () => {
  expect(doneNow(nothing)).toEqual([]);
});

it('has clips when two of the set in use are ready', () => {
  const own = [video('own'), video('own', 'rejected'), video('builtin'), video('builtin')];
  expect(doneNow({ ...nothing, library: own, trainOn: 'own' })).toEqual([]);
  expect(doneNow({ ...nothing, library: own })).toEqual(['clips']);
});

it('has a comparison only of trained features', () => {
  expect(doneNow({ ...nothing, pointsAt: true, embedding: embedded(0) })).toEqual([]);
  expect(doneNow({ ...nothing, pointsAt: true, embedding: embedded(5) })).toEqual(['compare']);
});

it('can have every step', () => {
  const all = doneNow({
    library: [video('own'), video('own')],
    trainOn: 'own',
    step: 10,
    embedding: embedded(10),
    pointsAt: true,
    dragged: true,
  });
  expect(all).toEqual(STEPS.map(({ name }) => name));
});
