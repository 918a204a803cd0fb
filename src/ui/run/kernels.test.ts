/** The row that tells how far measuring the kernels is: it moves with every tiling, and never seems to go on when nothing trains. */
import { expect, it } from 'vitest';
import { kernelsSentence } from './KernelRow';

it('counts tilings while it trains, and says what has measuring go on when nothing does', () => {
  const kernels = { status: 'measuring', done: 3, total: 1230, secondsLeft: 20 } as const;
  expect(kernelsSentence(kernels, true)).toBe('measuring, 3 of 1,230 tilings, about 20 s left');
  expect(kernelsSentence(kernels, false)).toBe('3 of 1,230 tilings measured; the next training goes on');
});
