import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test, vi } from 'vitest';
import { convFilterGradient, filterTilingsFor } from './conv3d_filter_gradient';
import { convForward } from './conv3d_forward';
import type { ConvGeometry, Triple } from './conv3d_geometry';
import { convInputGradient } from './conv3d_input_gradient';
import { tilingsFor } from './conv3d_products';
import { forwardWalk, inputGradientWalk } from './conv3d_walk';
import { openGpu } from './device';
import { webgpuBackend } from './program';

/** A software adapter takes a third of a second for it at the worst. */
const MOST_FLOPS = 0.75e9;

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

/** Layers of slow_r50 at its full width, clips of 8 frames of 112 x 112. */
function geometriesOf(batch: number): ConvGeometry[] {
  const layer = (
    input: Triple,
    output: Triple,
    kernel: Triple,
    strides: Triple,
    inChannels: number,
    outChannels: number,
  ): ConvGeometry => {
    const padding = kernel.map((k) => k >> 1) as unknown as Triple;
    return { batch, input, output, kernel, strides, padding, inChannels, outChannels };
  };
  return [
    layer([8, 112, 112], [8, 56, 56], [1, 7, 7], [1, 2, 2], 3, 64),
    layer([8, 28, 28], [8, 28, 28], [1, 3, 3], [1, 1, 1], 64, 64),
    layer([8, 28, 28], [8, 14, 14], [1, 3, 3], [1, 2, 2], 128, 128),
    layer([8, 56, 56], [8, 56, 56], [1, 1, 1], [1, 1, 1], 64, 256),
    layer([8, 7, 7], [8, 7, 7], [3, 1, 1], [1, 1, 1], 1024, 256),
  ];
}

/** Dispatches that each pass queues; none runs. */
function dispatchesOf(geometry: ConvGeometry): number[] {
  const backend = webgpuBackend('test');
  const { batch, input, output, kernel, inChannels, outChannels } = geometry;
  const x = backend.makeTensorInfo([batch, ...input, inChannels], 'float32');
  const filter = backend.makeTensorInfo([...kernel, inChannels, outChannels], 'float32');
  const dy = backend.makeTensorInfo([batch, ...output, outChannels], 'float32');
  const dispatch = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups').mockReturnValue(undefined);
  const count = (work: () => tf.TensorInfo) => {
    dispatch.mockClear();
    backend.disposeData(work().dataId);
    return dispatch.mock.calls.length;
  };
  try {
    return [
      count(() => convForward(backend, x, filter, geometry, tilingsFor(backend, forwardWalk(geometry))[0]!)),
      count(() =>
        convInputGradient(
          backend,
          dy,
          filter,
          geometry,
          tilingsFor(backend, inputGradientWalk(geometry))[0]!,
        ),
      ),
      count(() => convFilterGradient(backend, x, dy, geometry, filterTilingsFor(backend, geometry)[0]!)),
    ];
  } finally {
    dispatch.mockRestore();
    for (const { dataId } of [x, filter, dy]) backend.disposeData(dataId);
  }
}

test('what would run for long is split: as many dispatches as the arithmetic asks for', () => {
  const [one, eight] = [geometriesOf(1), geometriesOf(8)].map((layers) => layers.map(dispatchesOf));
  geometriesOf(8).forEach(({ batch, output, kernel, inChannels, outChannels }, i) => {
    const size = (values: readonly number[]) => tf.util.sizeFromShape([...values]);
    const flops = 2 * batch * size(output) * size(kernel) * inChannels * outChannels;
    eight![i]!.forEach((count, pass) => {
      const what = `layer ${i}, pass ${pass}: ${one![i]![pass]} dispatches for one clip, ${count} for eight`;
      expect(count, what).toBeGreaterThanOrEqual(Math.ceil(flops / MOST_FLOPS));
      expect(count, what).toBeGreaterThan(one![i]![pass]!);
    });
  });
});
