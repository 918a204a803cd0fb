/** kNN on features whose neighbours can be counted by hand. */
import { expect, test } from 'vitest';
import { accuracyOf, knnPredict } from './knn';

const angle = (degrees: number) => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
const features = (...degrees: number[]) => Float32Array.from(degrees.flatMap(angle));
const options = { k: 3, temperature: 0.1, classes: 3 };

test('one near neighbour outvotes two far ones when the temperature is low, not when it is high', () => {
  const bank = { features: features(1, 40, 41), labels: [2, 0, 0] };
  expect([...knnPredict(bank, features(0), 2, options)]).toEqual([2]);
  expect([...knnPredict(bank, features(0), 2, { ...options, temperature: 10 })]).toEqual([0]);
});

test('only k neighbours vote, and length does not matter', () => {
  const bank = { features: features(10, 20, 21, 22).map((v, i) => v * (1 + i)), labels: [1, 0, 0, 0] };
  expect([...knnPredict(bank, features(0), 2, { ...options, k: 1 })]).toEqual([1]);
  expect([...knnPredict(bank, features(0), 2, { ...options, k: 99, temperature: 1 })]).toEqual([0]);
});

test('top-1 counts rows, the mean counts classes', () => {
  expect(accuracyOf([0, 0, 0, 1], [0, 0, 0, 2])).toEqual({ top1: 0.75, meanPerClass: 0.5 });
});

test('a bank that does not fit its labels is refused with the numbers', () => {
  expect(() => knnPredict({ features: features(1), labels: [0, 1] }, features(0), 2, options)).toThrow(
    /2 labels.*2 values/,
  );
  expect(() =>
    knnPredict({ features: features(1), labels: [0] }, features(0), 2, { ...options, k: 0 }),
  ).toThrow(/k must be/);
});
