import { expect, test } from 'vitest';
import { Turns } from './turns';

const never = new AbortController().signal;
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('no more go on at once than there are turns, and the others follow in order', async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  for (let i = 0; i < 5; i++) void turns.take(never).then(() => begun.push(i));
  await settled();
  expect(begun).toEqual([0, 1]);
  turns.giveBack();
  // One that comes just now does not overtake those that wait.
  void turns.take(never).then(() => begun.push(5));
  await settled();
  expect(begun).toEqual([0, 1, 2]);
  for (let i = 0; i < 4; i++) turns.giveBack();
  await settled();
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
});

test('whoever is cancelled while waiting leaves at once and takes no turn', async () => {
  const turns = new Turns(1);
  const cancel = new AbortController();
  await turns.take(never);
  const waiting = turns.take(cancel.signal);
  const behind = turns.take(never);
  cancel.abort(new Error('cancelled'));
  await expect(waiting).rejects.toThrow('cancelled');
  turns.giveBack();
  await behind;
});
