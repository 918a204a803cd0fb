/** What of the settings is on the page from the beginning. */
import { MantineProvider } from '@mantine/core';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { createSession } from '../../session/session';
import { SessionProvider } from '../session_context';
import { Settings } from './Settings';

it('opens with its groups and the runs; the fields of closed groups come later', () => {
  const session = createSession({ builtin: { seed: 0, count: 64 } });
  const page = createElement(MantineProvider, {
    children: createElement(SessionProvider, { session, children: createElement(Settings) }),
  });
  const text = renderToStaticMarkup(page);
  expect(text).toContain('Encoder f');
  expect(text).toContain('Variant of run 1');
  expect(text).not.toContain('data-path');
});
