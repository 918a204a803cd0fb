import { expect, test } from 'vitest';
import { flipInForce, labelNamingSide } from './sides';

test.each(['left', 'TurnLeft', 'turn_left', 'Push.RightHand', 'from left to right', 'Left-hand', 'LEFT'])(
  '"%s" names a side',
  (label) => expect(labelNamingSide(['Enter', label])).toBe(label),
);

test.each(['Leave', 'leftover', 'Brighten', 'upright', 'Copyright', 'Enter', ''])('"%s" does not', (label) =>
  expect(labelNamingSide([label])).toBeUndefined(),
);

test('flip is off, and said to be, only where a label names a side and it was on', () => {
  const clips = { flip: 0.5, blur: 0.1 };
  expect(flipInForce(clips, ['Enter', 'Leave'])).toEqual({ clips });
  const { clips: inForce, note } = flipInForce(clips, ['Enter', 'TurnLeft']);
  expect(inForce).toEqual({ flip: 0, blur: 0.1 });
  expect(note).toMatch(/"TurnLeft".*flip is off/);
  const off = { ...clips, flip: 0 };
  expect(flipInForce(off, ['TurnLeft'])).toEqual({ clips: off });
});
