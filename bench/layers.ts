/** Layer shapes of the encoders, at a width and size that a software adapter manages. */
import { positionsAlong, product, type ConvGeometry, type Triple } from '../src/gpu/conv3d_geometry';

export interface Layer {
  readonly network: string;
  readonly name: string;
  readonly geometry: ConvGeometry;
}

/** Clips of a batch. */
const BATCH = 1;
/** A quarter of the published width, 8 frames of 64 x 64: channels 16 to 128, and 512 behind bottlenecks. */
function layer(
  network: string,
  name: string,
  input: Triple,
  [inChannels, outChannels]: readonly [number, number],
  kernel: Triple,
  strides: Triple = [1, 1, 1],
): Layer {
  const padding = kernel.map((k) => k >> 1) as unknown as Triple;
  const output = input.map((n, axis) =>
    positionsAlong(n, kernel[axis]!, strides[axis]!, padding[axis]!),
  ) as unknown as Triple;
  const geometry = { batch: BATCH, input, output, kernel, strides, padding, inChannels, outChannels };
  return { network, name, geometry };
}

const CUBE: Triple = [3, 3, 3];
const POINT: Triple = [1, 1, 1];
const TIME: Triple = [3, 1, 1];
const SPACE: Triple = [1, 3, 3];

export const LAYERS: readonly Layer[] = [
  layer('r3d_18', 'stem', [8, 64, 64], [3, 16], [3, 7, 7], [1, 2, 2]),
  layer('r3d_18', 'layer1', [8, 32, 32], [16, 16], CUBE),
  layer('r3d_18', 'layer2.0', [8, 32, 32], [16, 32], CUBE, [2, 2, 2]),
  layer('r3d_18', 'layer2.downsample', [8, 32, 32], [16, 32], POINT, [2, 2, 2]),
  layer('r3d_18', 'layer2', [4, 16, 16], [32, 32], CUBE),
  layer('r3d_18', 'layer3.0', [4, 16, 16], [32, 64], CUBE, [2, 2, 2]),
  layer('r3d_18', 'layer3', [2, 8, 8], [64, 64], CUBE),
  layer('r3d_18', 'layer4', [1, 4, 4], [128, 128], CUBE),
  layer('slow_r50', 'stem', [8, 64, 64], [3, 16], [1, 7, 7], [1, 2, 2]),
  layer('slow_r50', 'stage1.b', [8, 16, 16], [16, 16], SPACE),
  layer('slow_r50', 'stage1.c', [8, 16, 16], [16, 64], POINT),
  layer('slow_r50', 'stage2.b', [8, 16, 16], [32, 32], SPACE, [1, 2, 2]),
  layer('slow_r50', 'stage3.a', [8, 8, 8], [128, 64], TIME),
  layer('slow_r50', 'stage3.b', [8, 4, 4], [64, 64], SPACE),
  layer('slow_r50', 'stage4.a', [8, 4, 4], [256, 128], TIME),
  layer('slow_r50', 'stage4.c', [8, 2, 2], [128, 512], POINT),
];

/** Multiply-adds count as 2; those with the zeros of the padding are counted as everyone does. The same for every pass. */
export function flopsOf({ batch, output, kernel, inChannels, outChannels }: ConvGeometry): number {
  return 2 * batch * product(output) * product(kernel) * inChannels * outChannels;
}

export function shapeText({ name, geometry }: Layer): string {
  const { input, kernel, strides, inChannels, outChannels } = geometry;
  const stride = product(strides) === 1 ? '' : ` /${strides.join('x')}`;
  return `${name} ${input.join('x')} ${inChannels}→${outChannels} ${kernel.join('x')}${stride}`;
}
