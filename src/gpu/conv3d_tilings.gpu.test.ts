import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { convFilterGradient } from './conv3d_filter_gradient';
import { convForward } from './conv3d_forward';
import { positionsAlong, type ConvGeometry, type Triple } from './conv3d_geometry';
import { conv3d } from './conv3d';
import { convInputGradient } from './conv3d_input_gradient';
import { takeTunedConvolutions, tuneConvolutions } from './conv3d_tuner';
import { openGpu } from './device';
import { normals, onCpu, onWebGpu, worstDifference } from './oracle';
import { webgpuBackend } from './program';

const SEED = Math.floor(Math.random() * 1e9);

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

function geometryOf(input: Triple, [inChannels, outChannels]: readonly [number, number], stride: number) {
  const output = input.map((n) => positionsAlong(n, 3, stride, 1)) as unknown as Triple;
  const same = (n: number): Triple => [n, n, n];
  return {
    batch: 2,
    input,
    output,
    kernel: same(3),
    strides: same(stride),
    padding: same(1),
    inChannels,
    outChannels,
  } satisfies ConvGeometry;
}

// Positions that fill no tile; channels that fill some tiles and not others, and no vector.
const GEOMETRIES = [
  geometryOf([3, 5, 7], [24, 20], 1),
  geometryOf([3, 6, 5], [8, 36], 2),
  geometryOf([2, 3, 5], [6, 7], 1),
];
const TILINGS = [1, 2, 4].flatMap((vectors) =>
  [4, 8].flatMap((positions) => [1, 2].map((chunks) => ({ positions, vectors, chunks }))),
);
const rowsOf = (channels: number) => (channels % 4 === 0 ? [4, 8, 16] : [1, 2, 3]);

test.each(GEOMETRIES)(
  'every tiling of $input, $inChannels to $outChannels channels gives the same',
  async (geometry) => {
    const { batch, input, output, kernel, strides, inChannels, outChannels } = geometry;
    const stream = randomStream(80, SEED, inChannels);
    const given = [
      normals(stream, [batch, ...input, inChannels]),
      normals(stream, [...kernel, inChannels, outChannels]),
      normals(stream, [batch, ...output, outChannels]),
    ];
    const want = await onCpu(given, ([x, filter, dy]) => {
      const around: [number, number][] = [
        [0, 0],
        [1, 1],
        [1, 1],
        [1, 1],
        [0, 0],
      ];
      const run = (a: tf.Tensor, b: tf.Tensor) =>
        tf.conv3d(tf.pad(a as tf.Tensor5D, around), b as tf.Tensor5D, [...strides], 'valid');
      return [run(x!, filter!), ...tf.grads((a, b) => run(a!, b!))([x!, filter!], dy)];
    });
    const asTensor = (info: tf.TensorInfo) => tf.engine().makeTensorFromTensorInfo(info);
    for (const tiling of TILINGS) {
      const got = await onWebGpu(given, ([x, filter, dy]) => {
        const backend = webgpuBackend('test');
        return [
          asTensor(convForward(backend, x!, filter!, geometry, tiling)),
          asTensor(convInputGradient(backend, dy!, filter!, geometry, tiling)),
          ...rowsOf(inChannels).map((rows) =>
            asTensor(convFilterGradient(backend, x!, dy!, geometry, { rows, vectors: tiling.vectors })),
          ),
        ];
      });
      got.forEach((values, i) =>
        expect(
          worstDifference(values, want[Math.min(i, 2)]!),
          `result ${i} of ${JSON.stringify(tiling)}`,
        ).toBeLessThan(2e-5),
      );
    }
  },
);

test('tuning measures every convolution that has run, says how far it is, and changes no bit', async () => {
  const stream = randomStream(79, SEED);
  const given = [normals(stream, [2, 3, 5, 7, 8]), normals(stream, [3, 3, 3, 8, 12])];
  const run = ([x, filter]: tf.Tensor[]) => {
    const convolve = (a: tf.Tensor, b: tf.Tensor) =>
      conv3d(a as tf.Tensor5D, b as tf.Tensor5D, [1, 1, 1], [1, 1, 1]);
    return [convolve(x!, filter!), ...tf.grads((a, b) => convolve(a!, b!))([x!, filter!])];
  };
  const before = await onWebGpu(given, run);
  const aborted = await tuneConvolutions({ signal: AbortSignal.abort() });
  const told: number[][] = [];
  const tuned = await tuneConvolutions({ onProgress: (done, all) => told.push([done, all]) });
  expect(Object.keys(tuned).length).toBe(Object.keys(aborted).length + told.length - 1);
  expect(told.at(-1)).toEqual([told.length - 1, told.length - 1]);
  expect(await onWebGpu(given, run)).toEqual(before);
  takeTunedConvolutions(tuned);
  expect(await tuneConvolutions()).toEqual(tuned);
});
