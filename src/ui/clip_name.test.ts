/** Names of clips, equations and what explains them, as they stand on the page. */
import { MantineProvider } from '@mantine/core';
import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ClipName } from './ClipName';
import { Equation } from './measures/Equation';
import { EQUATION_HELP } from './measures/equation_help';
import { Subscripts } from './measures/Subscripts';
import { MEASURE_TEXTS } from './run/measure_texts';
import { GROUPS } from './settings/groups';

const markup = (node: ReactNode) => renderToStaticMarkup(createElement(MantineProvider, null, node));

it('a name keeps its end where it is cut, and is whole as text and when pointed at', () => {
  const text = markup(createElement(ClipName, { name: 'Enter_p06_r00_v01_c01' }));
  expect(text).toContain('title="Enter_p06_r00_v01_c01"');
  expect(text).toContain('<span>Enter_p06_</span><span>r00_v01_c01</span>');
  expect(markup(createElement(ClipName, { name: 'a.mp4' }))).toContain('<span></span><span>a.mp4</span>');
});

it('an equation sets what stands below a letter below it', () => {
  const text = markup(createElement(Equation, { text: "f' = f + D_t ε (Eq. 5)" }));
  expect(text).toContain('f + D<sub>t</sub> ε (Eq. 5)');
});

it('no underscore is left behind a letter in what explains a score, an equation or a setting; names keep theirs', () => {
  const helps = [
    ...Object.values(EQUATION_HELP),
    ...Object.values(MEASURE_TEXTS).map(({ help }) => help),
    ...GROUPS.flatMap(({ fields }) => fields.map(({ description }) => description)),
  ];
  const set = helps.map((of) => markup(createElement(Subscripts, { of })));
  expect(set.join(' ')).not.toMatch(/(?<![\p{L}\p{N}])\p{L}_/u);
  expect(set.some((text) => text.includes('slow_r50 is the network'))).toBe(true);
  const [timeR2, variant] = [MEASURE_TEXTS.timeR2.help, EQUATION_HELP.transform].map((of) =>
    markup(createElement(Subscripts, { of })),
  );
  expect(timeR2).toContain('1 − Σ(t − t<sub>read</sub>)² / Σ(t − t<sub>mean</sub>)²');
  expect(variant).toContain('D<sub>t</sub>: M directions');
  // Letters that only a hat or a bar tells apart are not to be told apart at this size.
  expect(helps.join(' ').normalize('NFD')).not.toMatch(/[\u0302\u0304]/u);
});
