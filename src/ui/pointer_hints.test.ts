/** What the page says of pointing: for fingers nothing that only a mouse or a keyboard can do. */
import { expect, it } from 'vitest';
import { POINTER_HINTS } from './pointer_hints';

it('tells fingers what they do, and a mouse what it does', () => {
  for (const { mouse, fingers } of Object.values(POINTER_HINTS)) {
    expect(fingers).not.toMatch(/shift|wheel|click|point at|hover|drop|arrow|key[s ,]*to|[←→]/i);
    expect(mouse).not.toMatch(/\btap\b|pinch|finger/i);
  }
});
