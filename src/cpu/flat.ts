/** What works on whole flat buffers, on the CPU: copies, optimisers, the moving average, running statistics. */
import { behindEachOther, type ColumnsAttributes, type SplitAttributes } from '../gpu/copies';
import { OPERATION } from '../gpu/operations';
import {
  adamwFactors,
  sgdFactors,
  type AdamwSettings,
  type AverageSettings,
  type SgdSettings,
} from '../gpu/optimiser';
import type { MovedAttributes } from '../gpu/running_statistics';
import type { TrustAttributes } from '../gpu/trust_ratio';
import { onCpu, sizeOf, written } from './heap';

onCpu<SplitAttributes>(OPERATION.split, ({ backend, inputs: { flat }, attrs: { ranges } }) =>
  written(
    backend,
    [flat!],
    ranges.map(({ shape }) => shape),
    ([whole], parts) =>
      parts.forEach((part, i) => {
        const { offset } = ranges[i]!;
        part.set(whole!.subarray(offset, offset + part.length));
      }),
  ),
);

onCpu(OPERATION.join, ({ backend, inputs }) => {
  const tensors = Object.values(inputs);
  const { offsets, total } = behindEachOther(tensors.map(sizeOf));
  return written(backend, tensors, [[total]], (parts, [whole]) =>
    parts.forEach((part, i) => whole!.set(part, offsets[i])),
  );
});

onCpu(OPERATION.joinColumns, ({ backend, inputs }) => {
  const matrices = Object.values(inputs);
  const rows = matrices[0]?.shape[0] ?? 0;
  const { offsets, total } = behindEachOther(matrices.map(({ shape }) => shape[1]!));
  return written(backend, matrices, [[rows, total]], (parts, [whole]) =>
    parts.forEach((part, i) => {
      const columns = part.length / rows;
      for (let row = 0; row < rows; row++) {
        whole!.set(part.subarray(row * columns, (row + 1) * columns), row * total + offsets[i]!);
      }
    }),
  );
});

onCpu<ColumnsAttributes>(OPERATION.columnsOf, ({ backend, inputs: { matrix }, attrs: { from, length } }) => {
  const [rows, size] = matrix!.shape as [number, number];
  return written(backend, [matrix!], [[rows, length]], ([whole], [part]) => {
    for (let row = 0; row < rows; row++) {
      part!.set(whole!.subarray(row * size + from, row * size + from + length), row * length);
    }
  });
});

onCpu<SgdSettings>(OPERATION.sgdStep, ({ backend, inputs, attrs }) => {
  const { weights, gradient, decay, velocity } = inputs;
  const { learningRate, weightDecay, momentum } = attrs;
  const { ofGradient, ofVelocity } = sgdFactors(attrs);
  const given = [weights!, gradient!, decay!, velocity!];
  return written(backend, given, [weights!.shape, weights!.shape], ([w, g, d, v], [next, nextV]) => {
    for (let i = 0; i < w!.length; i++) {
      const decayed = g![i]! + w![i]! * d![i]! * weightDecay;
      const m = v![i]! * momentum + decayed;
      nextV![i] = m;
      next![i] = w![i]! - (decayed * ofGradient + m * ofVelocity) * learningRate;
    }
  });
});

onCpu<AdamwSettings>(OPERATION.adamwStep, ({ backend, inputs, attrs }) => {
  const { weights, gradient, decay, first, second } = inputs;
  const { beta1, beta2, rest1, rest2, rate, correction, shrink, epsilon } = adamwFactors(attrs);
  const given = [weights!, gradient!, decay!, first!, second!];
  const { shape } = weights!;
  return written(backend, given, [shape, shape, shape], ([w, g, d, m, v], [next, nextM, nextV]) => {
    for (let i = 0; i < w!.length; i++) {
      const mean = m![i]! * beta1 + g![i]! * rest1;
      const square = v![i]! * beta2 + g![i]! * g![i]! * rest2;
      nextM![i] = mean;
      nextV![i] = square;
      next![i] =
        w![i]! - w![i]! * d![i]! * shrink - (mean * rate) / (Math.sqrt(square * correction) + epsilon);
    }
  });
});

onCpu<AverageSettings>(OPERATION.movingAverage, ({ backend, inputs: { key, query }, attrs: { m } }) =>
  written(backend, [key!, query!], [key!.shape], ([k, q], [average]) => {
    for (let i = 0; i < k!.length; i++) average![i] = k![i]! * m + q![i]! * (1 - m);
  }),
);

/** Each tensor's part of the gradient by its trust ratio, as on WebGPU. */
onCpu<TrustAttributes>(OPERATION.trustScaled, ({ backend, inputs, attrs }) => {
  const { weights, gradient, decay } = inputs;
  const { extents, trust, weightDecay } = attrs;
  return written(backend, [weights!, gradient!, decay!], [weights!.shape], ([w, g, d], [result]) => {
    for (const { offset, size, scaled } of extents) {
      let [squaresW, squaresG] = [0, 0];
      for (let i = offset; i < offset + size; i++) {
        squaresW += w![i]! * w![i]!;
        squaresG += g![i]! * g![i]!;
      }
      const [lengthW, lengthG] = [Math.sqrt(squaresW), Math.sqrt(squaresG)];
      const applies = scaled && lengthW > 0 && lengthG > 0;
      const ratio = applies ? (trust * lengthW) / (lengthG + weightDecay * lengthW) : 1;
      for (let i = offset; i < offset + size; i++) {
        result![i] = (g![i]! + w![i]! * d![i]! * weightDecay) * ratio;
      }
    }
  });
});

onCpu<MovedAttributes>(OPERATION.movedStatistics, ({ backend, inputs, attrs: { momentum } }) => {
  const { running, batch, unbias } = inputs;
  return written(backend, [running!, batch!, unbias!], [running!.shape], ([old, seen, factors], [next]) => {
    const channels = factors!.length;
    for (let i = 0; i < old!.length; i++) {
      const factor = i < channels ? 1 : factors![i - channels]!;
      next![i] = old![i]! * (1 - momentum) + seen![i]! * factor * momentum;
    }
  });
});
