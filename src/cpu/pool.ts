/** Pooling of 3D features and its gradients on the CPU. */
import { positionsAlong, product, type Triple } from '../gpu/conv3d_geometry';
import { OPERATION } from '../gpu/operations';
import type { PooledShape, Window } from '../gpu/pool';
import { onCpu, written } from './heap';

type Shape5 = readonly [number, number, number, number, number];

/** Calls `work` for every output position, in order, with the window's positions along each axis that lie inside of x. */
function eachWindow(
  [batch, T, H, W]: Shape5,
  { size, strides, padding }: Window,
  work: (clip: number, first: Triple, from: Triple, to: Triple) => void,
): void {
  const input: Triple = [T, H, W];
  const output = outputOf(input, { size, strides, padding });
  for (let b = 0; b < batch; b++) {
    for (let t = 0; t < output[0]; t++) {
      for (let h = 0; h < output[1]; h++) {
        for (let w = 0; w < output[2]; w++) {
          const first = [t, h, w].map((at, axis) => at * strides[axis]! - padding[axis]!);
          const from = first.map((at) => Math.max(0, at));
          const to = first.map((at, axis) => Math.min(input[axis]!, at + size[axis]!));
          work(b, first as unknown as Triple, from as unknown as Triple, to as unknown as Triple);
        }
      }
    }
  }
}

function outputOf(input: Triple, { size, strides, padding }: Window): Triple {
  const along = (axis: 0 | 1 | 2) => positionsAlong(input[axis], size[axis], strides[axis], padding[axis]);
  return [along(0), along(1), along(2)];
}

/** y, and which of the window's places, counted over t, h, w, holds the first maximum. */
onCpu<Window>(OPERATION.maxPool, ({ backend, inputs: { x }, attrs: window }) => {
  const extent = x!.shape as unknown as Shape5;
  const [batch, T, H, W, channels] = extent;
  const shape = [batch, ...outputOf([T, H, W], window), channels];
  return written(backend, [x!], [shape, shape], ([values], [y, places]) => {
    let out = 0;
    eachWindow(extent, window, (clip, first, from, to) => {
      for (let c = 0; c < channels; c++) y![out + c] = -Infinity;
      for (let t = from[0]; t < to[0]; t++) {
        for (let h = from[1]; h < to[1]; h++) {
          for (let w = from[2]; w < to[2]; w++) {
            const at = (((clip * T + t) * H + h) * W + w) * channels;
            const place = ((t - first[0]) * window.size[1] + h - first[1]) * window.size[2] + w - first[2];
            const begins = t === from[0] && h === from[1] && w === from[2];
            for (let c = 0; c < channels; c++) {
              if (!begins && !(values![at + c]! > y![out + c]!)) continue;
              y![out + c] = values![at + c]!;
              places![out + c] = place;
            }
          }
        }
      }
      out += channels;
    });
  });
});

onCpu<Window & PooledShape>(OPERATION.maxPoolGradient, ({ backend, inputs, attrs }) => {
  const extent = attrs.inputShape as Shape5;
  const [, T, H, W, channels] = extent;
  const { size } = attrs;
  return written(backend, [inputs.dy!, inputs.places!], [attrs.inputShape], ([dy, places], [dx]) => {
    dx!.fill(0);
    let out = 0;
    eachWindow(extent, attrs, (clip, first) => {
      for (let c = 0; c < channels; c++, out++) {
        const place = places![out]!;
        const w = first[2] + (place % size[2]);
        const h = first[1] + (Math.floor(place / size[2]) % size[1]);
        const t = first[0] + Math.floor(place / (size[2] * size[1]));
        dx![(((clip * T + t) * H + h) * W + w) * channels + c]! += dy![out]!;
      }
    });
  });
});

onCpu(OPERATION.averagePool, ({ backend, inputs: { x } }) => {
  const [batch, t, h, w, channels] = x!.shape as unknown as Shape5;
  const positions = product([t, h, w]);
  return written(backend, [x!], [[batch, channels]], ([values], [mean]) => {
    const sums = new Float64Array(channels);
    for (let b = 0, i = 0; b < batch; b++) {
      sums.fill(0);
      for (let p = 0; p < positions; p++) for (let c = 0; c < channels; c++) sums[c]! += values![i++]!;
      for (let c = 0; c < channels; c++) mean![b * channels + c] = sums[c]! / positions;
    }
  });
});

onCpu<PooledShape>(OPERATION.averagePoolGradient, ({ backend, inputs: { dy }, attrs: { inputShape } }) => {
  const [batch, t, h, w, channels] = inputShape as Shape5;
  const positions = product([t, h, w]);
  return written(backend, [dy!], [inputShape], ([given], [dx]) => {
    for (let b = 0, i = 0; b < batch; b++) {
      for (let p = 0; p < positions; p++) {
        for (let c = 0; c < channels; c++) dx![i++] = given![b * channels + c]! / positions;
      }
    }
  });
});
