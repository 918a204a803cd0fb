/** Names and sizes of the time module. */
import { expect, test } from 'vitest';
import { runId, runName, type RunConfig } from './config';
import { timeParameters, timeProblem } from './module';

const CATE: RunConfig = { variant: 'cate', orthogonal: true };
const ADDITION: RunConfig = { variant: 'addition', orthogonal: true };
const shapes = (run: RunConfig, layers: number) =>
  Object.fromEntries(
    timeParameters(run, { directions: 5, layers, hidden: 12 }, 30).map(({ name, shape }) => [name, shape]),
  );

test('the fusion MLP takes the encoding of t and f; without layers it is one map of [t, f]', () => {
  expect(shapes(ADDITION, 2)).toMatchObject({
    'time_mlp.layers.0.weight': [12, 1],
    'time_mlp.layers.1.weight': [12, 12],
    'fusion_mlp.layers.0.weight': [12, 42],
    'fusion_mlp.layers.1.weight': [30, 12],
  });
  expect(shapes(ADDITION, 0)).toEqual({
    'fusion_mlp.layers.0.weight': [30, 31],
    'fusion_mlp.layers.0.bias': [30],
  });
});

test('as many directions as dimensions are a problem for what has directions, and told with both numbers', () => {
  const sizes = { directions: 30, layers: 2, hidden: 12 };
  for (const orthogonal of [true, false])
    expect(timeProblem({ variant: 'attention', orthogonal }, sizes, 30)).toMatch(/30 directions.*D = 30/);
  expect(timeProblem(ADDITION, sizes, 30)).toBeUndefined();
  expect(timeProblem({ variant: 'transform', orthogonal: true }, sizes, 31)).toBeUndefined();
});

test('CATE has a name and is one run, orthogonal or not', () => {
  expect([runId(CATE), runId({ ...CATE, orthogonal: false }), runName(CATE)]).toEqual([
    'cate',
    'cate',
    'CATE',
  ]);
});
