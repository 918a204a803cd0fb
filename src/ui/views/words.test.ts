import { expect, test } from 'vitest';
import { viewWords } from './words';

const plain = { clip: 0, start: 1.234, flipped: false, jittered: false, grey: false, blur: 0 };

test('a view tells whether it is query or key, its second, and only what was done to it', () => {
  expect(viewWords(plain)).toBe('query, t = 1.23 s');
  expect(viewWords({ ...plain, clip: 2, flipped: true, jittered: true, grey: true, blur: 1.25 })).toBe(
    'key 2, t = 1.23 s, mirrored, colours jittered, grey, blur σ 1.3 px',
  );
});
