/** A linear map with its bias and the ReLU behind it, on the CPU. */
import type { LinearAttributes } from '../gpu/linear';
import { OPERATION } from '../gpu/operations';
import { numbersOf, onCpu, written } from './heap';
import { matMul } from './mat_mul';

onCpu<LinearAttributes>(OPERATION.linear, ({ backend, inputs: { x, weight, bias }, attrs: { relu } }) => {
  const result = matMul(backend, x!, weight!, { transposeA: false, transposeB: true });
  const [y, b] = [numbersOf(backend, result), numbersOf(backend, bias!)];
  for (let i = 0; i < y.length;) {
    for (const shift of b) {
      const value = y[i]! + shift;
      y[i++] = relu && value < 0 ? 0 : value;
    }
  }
  return result;
});

onCpu<LinearAttributes>(OPERATION.linearSums, ({ backend, inputs: { dy, y }, attrs: { relu } }) => {
  const columns = dy!.shape[1]!;
  const shapes = [[columns], ...(relu ? [dy!.shape] : [])];
  return written(backend, [dy!, y!], shapes, ([dyOf, yOf], [sums, masked]) => {
    const totals = new Float64Array(columns);
    for (let i = 0; i < dyOf!.length;) {
      for (let c = 0; c < columns; c++, i++) {
        const m = relu && !(yOf![i]! > 0) ? 0 : dyOf![i]!;
        if (masked) masked[i] = m;
        totals[c]! += m;
      }
    }
    sums!.set(totals);
  });
});
