/** Parts of the page that come when they are wanted, drawn as a server would. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { onDemand } from './on_demand';

const arrived = () => new Promise((resolve) => setTimeout(resolve));
const drawn = (part: ReturnType<typeof onDemand>) => renderToStaticMarkup(createElement(part));

it('draws a part in its first frame when the script was fetched ahead, and fetches it once', async () => {
  let fetched = 0;
  const Part = onDemand(() => {
    fetched += 1;
    return Promise.resolve({ default: () => createElement('p', null, 'here') });
  });
  expect(drawn(Part)).toBe('');
  Part.fetchAhead();
  Part.fetchAhead();
  await arrived();
  expect(drawn(Part)).toBe('<p>here</p>');
  expect(fetched).toBe(1);
});

it('asks again for a script that could not be had', async () => {
  let online = false;
  const Part = onDemand(() =>
    online ? Promise.resolve({ default: () => createElement('p') }) : Promise.reject(new Error('offline')),
  );
  Part.fetchAhead();
  await arrived();
  expect(drawn(Part)).toBe('');
  online = true;
  Part.fetchAhead();
  await arrived();
  expect(drawn(Part)).toBe('<p></p>');
});
