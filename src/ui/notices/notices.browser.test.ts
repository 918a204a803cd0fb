/** Messages: which stay, which pass, and that what passed can be read again. */
import { MantineProvider } from '@mantine/core';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, it, vi } from 'vitest';
import { createSession } from '../../session/session';
import { SessionProvider } from '../session_context';
import { Notices } from './Notices';

const A_WHILE = 13_000;

/** An error and a message, on a page of their own. */
async function page() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const session = createSession({ builtin: null });
  const notices = [
    { id: 1, kind: 'error', message: 'The GPU failed.' },
    { id: 2, kind: 'info', message: '1 file is there already.' },
  ] as const;
  session.store.setState({ notices });
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  root.render(
    createElement(MantineProvider, {
      children: createElement(SessionProvider, { session, children: createElement(Notices) }),
    }),
  );
  await vi.waitFor(() => expect(place.textContent).toContain('already'));
  return { place, end: () => root.unmount() };
}

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

it('an error stays, a message passes and comes back when it is asked for', async () => {
  const { place, end } = await page();
  vi.advanceTimersByTime(A_WHILE);
  await vi.waitFor(() => expect(place.textContent).not.toContain('already'));
  expect(place.textContent).toContain('The GPU failed.');
  const earlier = [...place.querySelectorAll('button')].find((button) =>
    button.textContent.includes('earlier'),
  )!;
  expect(earlier.textContent).toBe('1 earlier message');
  earlier.click();
  await vi.waitFor(() => expect(place.textContent).toContain('already'));
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Messages');
  end();
});

it('a message waits for a keyboard that is on it', async () => {
  const { place, end } = await page();
  const dismiss = [...place.querySelectorAll<HTMLElement>('[aria-label="Dismiss"]')].at(-1)!;
  dismiss.focus();
  await vi.waitFor(() => expect(vi.getTimerCount()).toBeLessThan(2));
  vi.advanceTimersByTime(10 * A_WHILE);
  await new Promise((resolve) => requestAnimationFrame(resolve));
  expect(place.textContent).toContain('already');
  dismiss.blur();
  await vi.waitFor(() => {
    vi.advanceTimersByTime(A_WHILE);
    expect(place.textContent).not.toContain('already');
  });
  end();
});
