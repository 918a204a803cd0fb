/** Names of clips and equations as they stand on the page. */
import { MantineProvider } from '@mantine/core';
import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ClipName } from './ClipName';
import { Equation } from './measures/Equation';

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
