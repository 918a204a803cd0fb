import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { convFilterGradient } from './conv3d_filter_gradient';
import { convForward } from './conv3d_forward';
import { filterQuadTilings } from './conv3d_filter_quads';
import {
  hasQuads,
  positionsAlong,
  type ConvGeometry,
  type FilterTiling,
  type Tiling,
  type Triple,
} from './conv3d_geometry';
import { conv3d } from './conv3d';
import { convInputGradient } from './conv3d_input_gradient';
import { pointTilings } from './conv3d_points';
import { tilingsOfQuads } from './conv3d_products';
import { registerTilings } from './conv3d_registers';
import { takeTunedConvolutions, tuneConvolutions, adoptMeasuredTilings } from './conv3d_tuner';
import { subpixelTilings } from './conv3d_subpixels';
import { forwardWalk, inputGradientWalk, type Walk } from './conv3d_walk';
import { workgroupTilings } from './conv3d_workgroups';
import { openGpu } from './device';
import { normals, onCpu, onWebGpu, worstDifference } from './oracle';
import { webgpuBackend } from './program';

const SEED = Math.floor(Math.random() * 1e9);

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

function geometryOf(
  input: Triple,
  [inChannels, outChannels]: readonly [number, number],
  stride: number,
  kernel = 3,
) {
  const output = input.map((n) => positionsAlong(n, kernel, stride, kernel >> 1)) as unknown as Triple;
  const same = (n: number): Triple => [n, n, n];
  return {
    batch: 2,
    input,
    output,
    kernel: same(kernel),
    strides: same(stride),
    padding: same(kernel >> 1),
    inChannels,
    outChannels,
  } satisfies ConvGeometry;
}

// Positions that fill no tile; channels that fill some tiles and not others, and no vector.
const GEOMETRIES: ConvGeometry[] = [
  geometryOf([3, 5, 7], [24, 20], 1),
  geometryOf([3, 6, 5], [8, 36], 2),
  geometryOf([2, 3, 5], [6, 7], 1),
  geometryOf([3, 6, 5], [8, 36], 2, 1),
  geometryOf([3, 2, 5], [24, 20], 1, 1),
  geometryOf([3, 6, 5], [3, 10], 2),
  // More steps than taps, and a kernel that reaches further on one side of a cell than on the other.
  {
    ...geometryOf([4, 7, 5], [2, 12], 2),
    strides: [1, 3, 2],
    kernel: [2, 3, 6],
    padding: [1, 0, 3],
    output: [5, 2, 3],
  },
  { ...geometryOf([3, 6, 5], [1, 8], 3, 2), padding: [0, 0, 0], output: [1, 2, 2] },
];
/** Some of many: the first, which is the most promising one where they are ordered, one between, the last. */
const someOf = <T>(all: readonly T[]) => [0, all.length >> 1, all.length - 1].map((i) => all[i]!);

const tilingsOf = (walk: Walk) => [
  ...someOf(registerTilings(walk)),
  ...workgroupTilings(walk),
  ...(hasQuads(webgpuBackend('test'))
    ? [
        ...someOf(tilingsOfQuads(walk)),
        ...pointTilings(walk).map(({ tiling }) => tiling),
        ...someOf(subpixelTilings(walk)).flatMap((costed) => costed?.tiling ?? []),
      ]
    : []),
];

function filterTilingsOf(geometry: ConvGeometry): FilterTiling[] {
  const rows = geometry.inChannels % 4 === 0 ? [4, 8, 16] : [1, 2, 3];
  return [
    ...rows.map((count, i) => ({ kind: 'registers', rows: count, vectors: 1 << i, positions: 1 }) as const),
    ...(hasQuads(webgpuBackend('test')) ? someOf(filterQuadTilings(geometry)) : []),
  ];
}

test.each(GEOMETRIES)(
  'every tiling of $input, $inChannels to $outChannels channels gives the same',
  async (geometry) => {
    const { batch, input, output, kernel, strides, padding, inChannels, outChannels } = geometry;
    const stream = randomStream(80, SEED, inChannels);
    const given = [
      normals(stream, [batch, ...input, inChannels]),
      normals(stream, [...kernel, inChannels, outChannels]),
      normals(stream, [batch, ...output, outChannels]),
    ];
    const want = await onCpu(given, ([x, filter, dy]) => {
      const around = [0, ...padding, 0].map((zeros): [number, number] => [zeros, zeros]);
      const run = (a: tf.Tensor, b: tf.Tensor) =>
        tf.conv3d(tf.pad(a as tf.Tensor5D, around), b as tf.Tensor5D, [...strides], 'valid');
      return [run(x!, filter!), ...tf.grads((a, b) => run(a!, b!))([x!, filter!], dy)];
    });
    const asTensor = (info: tf.TensorInfo) => tf.engine().makeTensorFromTensorInfo(info);
    const holds = async (
      tiling: Tiling | FilterTiling,
      which: number,
      run: (x: tf.Tensor, filter: tf.Tensor, dy: tf.Tensor) => tf.TensorInfo,
    ) => {
      const [got] = await onWebGpu(given, ([x, filter, dy]) => [asTensor(run(x!, filter!, dy!))]);
      expect(worstDifference(got!, want[which]!), JSON.stringify(tiling)).toBeLessThan(2e-5);
    };
    const backend = webgpuBackend('test');
    for (const tiling of tilingsOf(forwardWalk(geometry))) {
      await holds(tiling, 0, (x, filter) => convForward(backend, x, filter, geometry, tiling));
    }
    for (const tiling of tilingsOf(inputGradientWalk(geometry))) {
      await holds(tiling, 1, (_, filter, dy) => convInputGradient(backend, dy, filter, geometry, tiling));
    }
    for (const tiling of filterTilingsOf(geometry)) {
      await holds(tiling, 2, (x, _, dy) => convFilterGradient(backend, x, dy, geometry, tiling));
    }
  },
);

test('tuning measures every convolution that has run, says how far it is, and changes nothing, then nothing but rounding', async () => {
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
  adoptMeasuredTilings();
  (await onWebGpu(given, run)).forEach((values, i) =>
    expect(worstDifference(values, before[i]!)).toBeLessThan(2e-6),
  );
  takeTunedConvolutions(tuned);
  expect(await tuneConvolutions()).toEqual(tuned);
});
