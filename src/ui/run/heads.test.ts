/** The heads that cells of the table of all runs name, in one line and in two. */
import { MantineProvider } from '@mantine/core';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { hasTwoLines, headersOf, SPANS } from './heads';
import { RunsHead } from './RunsHead';
import { SCORE_COLUMNS } from './sorting';

const markup = (columns: typeof SCORE_COLUMNS) =>
  renderToStaticMarkup(
    createElement(MantineProvider, null, createElement('table', null, createElement(RunsHead, { columns }))),
  );
const idsOf = (text: string) => [...text.matchAll(/<th id="([^"]*)"/g)].map(([, id]) => id!);

it('all scores stand below the other cells of a run, and both lines are as wide', () => {
  expect(hasTwoLines(SCORE_COLUMNS)).toBe(true);
  const { changed, one, note, actions } = SPANS;
  expect(changed + 5 * one + note + actions).toBe(SCORE_COLUMNS.length);
  const two = SCORE_COLUMNS.filter(({ measure }) => measure === 'order');
  expect(hasTwoLines(two)).toBe(false);
  expect([markup(SCORE_COLUMNS), markup(two)].map((text) => text.match(/<tr/g)!.length)).toEqual([3, 2]);
});

it('every head has an id of its own, which the headers of its cells name', () => {
  const ids = idsOf(markup(SCORE_COLUMNS));
  expect(ids).toHaveLength(9 + 6 + 12);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { key, measure } of SCORE_COLUMNS)
    for (const id of headersOf('name', `measure ${measure}`, key).split(' ').slice(1))
      expect(ids).toContain(id);
  for (const key of ['changed', 'framework', 'seed', 'step', 'loss', 'top1', 'note', 'actions'] as const)
    expect(ids).toContain(headersOf('name', key).split(' ')[1]);
});
