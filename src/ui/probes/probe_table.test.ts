/** The table of probes of a run: what each accuracy is held against, the untrained encoder on the same clips first. */
import { MantineProvider } from '@mantine/core';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { PROBES, type Measured, type ProbeScores } from '../../evaluate/score';
import { ProbeTable, type ProbeTableProps } from './ProbeTable';

const score = (value: number, ...start: string[]): Measured => ({
  kind: 'score',
  value,
  low: value - 0.1,
  high: value + 0.1,
  controls: [
    ...start.map((name) => ({ name, value: 0.6, low: 0.47, high: 0.7 })),
    { name: 'chance', value: 0.5 },
    { name: 'shuffled', value: 0.51, low: 0.4, high: 0.62 },
  ],
  units: 4,
});
const all = (of: Measured) =>
  Object.fromEntries(PROBES.map((probe) => [probe, of])) as unknown as ProbeScores;

const after: ProbeTableProps = {
  name: 'V3 transform',
  colour: 'red',
  f: all(score(0.8, 'untrained')),
  prime: all(score(0.9, 'untrained')),
  step: 1200,
  start: 'seed',
  withoutStart: undefined,
};

/** The text of each row of the first probe, a bar between cells. */
function rowsOf(props: ProbeTableProps): string[] {
  const html = renderToStaticMarkup(
    createElement(MantineProvider, null, createElement(ProbeTable, props)),
  ).replace(/<style[^]*?<\/style>/g, '');
  const [first] = /<tbody>.*?<\/tbody>/.exec(html) ?? [''];
  return [...first.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)].map(([, row]) =>
    row!
      .replace(/<\/t[hd]>(?=<t)/g, '|')
      .replace(/<[^>]*>/g, '')
      .trim(),
  );
}

it('has the untrained encoder with its interval right below the score of every later step', () => {
  expect(rowsOf(after)).toEqual([
    'Forwards or backwards',
    'step 1,200|0.80 [0.70, 0.90]|0.90 [0.80, 1.00]',
    'untrained|0.60 [0.47, 0.70]|0.60 [0.47, 0.70]',
    'chance|0.50|0.50',
    'shuffled|0.51 [0.40, 0.62]|0.51 [0.40, 0.62]',
  ]);
});

it('says in the words of the maps that step 0 is the control itself, and why it is not known', () => {
  const bare = { f: all(score(0.8)), prime: undefined };
  expect(rowsOf({ ...after, ...bare, step: 0 }).slice(1, 3)).toEqual([
    'step 0|0.80 [0.70, 0.90]|= f',
    'untrained|is this: no finding',
  ]);
  const withoutStart = 'The saved run does not say which encoder it started from.';
  expect(rowsOf({ ...after, ...bare, withoutStart })[2]).toBe('untrained|not known');
  const loaded = { f: all(score(0.8, 'as loaded')), start: 'encoder' as const };
  expect(rowsOf({ ...after, ...bare, ...loaded })[2]).toBe('as loaded|0.60 [0.47, 0.70]');
});

it('shows no controls of a score that there is not', () => {
  const none = all({ kind: 'none', reason: 'Too few videos.' });
  expect(rowsOf({ ...after, f: none, prime: none }).slice(1)).toEqual(['step 1,200|–|–']);
});
