/**
 * The input gradient of a strided convolution as a sub-pixel convolution (Shi et al., CVPR 2016): a plain convolution of
 * dy, whose result has a channel for each position of a cell of as many as the strides, and then depth to space. It pays
 * where the input has so few channels that those of one position leave threads of a quad without work, as pixels have.
 */
import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { axes, product, type ConvGeometry, type Tiling, type Triple } from './conv3d_geometry';
import { productsByQuads, QUAD, quadTilings, READ, type Costed } from './conv3d_quads';
import { forwardWalk, type Walk } from './conv3d_walk';
import { runProgram } from './program';

/** From ⌈(padding − kernel + 1) / stride⌉ to ⌊(padding + stride − 1) / stride⌋: where taps lead from a cell, in positions of dy. */
function reach({ kernel, strides, padding }: ConvGeometry): { first: Triple; taps: Triple } {
  const first = kernel.map((k, axis) => Math.ceil((padding[axis]! - k + 1) / strides[axis]!));
  const last = strides.map((stride, axis) => Math.floor((padding[axis]! + stride - 1) / stride));
  return {
    first: first as unknown as Triple,
    taps: last.map((to, axis) => to - first[axis]! + 1) as unknown as Triple,
  };
}

/** dy [B,T',H',W',Cout] -> [B, …cells, st·sh·sw·Cin]. */
function cellGeometry(geometry: ConvGeometry): ConvGeometry {
  const { batch, input, output, strides, inChannels, outChannels } = geometry;
  const { first, taps } = reach(geometry);
  return {
    batch,
    input: output,
    output: input.map((size, axis) => Math.ceil(size / strides[axis]!)) as unknown as Triple,
    kernel: taps,
    strides: [1, 1, 1],
    padding: first.map((from) => -from) as unknown as Triple,
    inChannels: outChannels,
    outChannels: product(strides) * inChannels,
  };
}

/** Positions of a cell along T, H and W, in the order of its channels. */
function placesOf([t, h, w]: Triple): Triple[] {
  return Array.from({ length: t * h * w }, (_, i) => [Math.floor(i / (h * w)), Math.floor(i / w) % h, i % w]);
}

/** filter [kt,kh,kw,Cin,Cout] -> [taps of the cells, Cout, channels of a cell]; zeros where a place has fewer taps. */
function filterOfCells(
  backend: WebGPUBackend,
  filter: tf.TensorInfo,
  geometry: ConvGeometry,
  cells: ConvGeometry,
): tf.TensorInfo {
  const { kernel, strides, padding, inChannels, outChannels } = geometry;
  const shape = [...cells.kernel, outChannels, cells.outChannels];
  const tapOf = (axis: 'T' | 'H' | 'W', place: string) =>
    `let k${axis} = ${place} + uniforms.padding${axis} - uniforms.stride${axis} * (j${axis} - uniforms.cellPadding${axis});`;
  return runProgram(backend, {
    key: 'conv3dFilterOfCells',
    inputs: [{ name: 'filter1', tensor: filter, width: 1 }],
    output: { shape, width: 1 },
    threads: tf.util.sizeFromShape(shape),
    integers: {
      ...axes('kernel', kernel),
      ...axes('stride', strides),
      ...axes('padding', padding),
      ...axes('taps', cells.kernel),
      ...axes('cellPadding', cells.padding),
      channels: inChannels,
      outChannels,
    },
    code: () => `
    fn run(index : i32) {
      let places = uniforms.strideT * uniforms.strideH * uniforms.strideW;
      let channel = index % uniforms.channels;
      let place = (index / uniforms.channels) % places;
      let rest = index / (uniforms.channels * places);
      let outChannel = rest % uniforms.outChannels;
      let tap = rest / uniforms.outChannels;
      let jW = tap % uniforms.tapsW;
      let jH = (tap / uniforms.tapsW) % uniforms.tapsH;
      let jT = tap / (uniforms.tapsW * uniforms.tapsH);
      ${tapOf('T', 'place / (uniforms.strideH * uniforms.strideW)')}
      ${tapOf('H', '(place / uniforms.strideW) % uniforms.strideH')}
      ${tapOf('W', 'place % uniforms.strideW')}
      let there = (u32(kT) < u32(uniforms.kernelT)) & (u32(kH) < u32(uniforms.kernelH)) & (u32(kW) < u32(uniforms.kernelW));
      let at = (((kT * uniforms.kernelH + kH) * uniforms.kernelW + kW) * uniforms.channels + channel)
        * uniforms.outChannels + outChannel;
      result[index] = select(0.0, filter1[select(0, at, there)], there);
    }`,
  });
}

/** [B, …cells, st·sh·sw·Cin] -> dx [B,T,H,W,Cin]; the last cells may reach beyond it. */
function depthToSpace(
  backend: WebGPUBackend,
  depth: tf.TensorInfo,
  { batch, input, strides, inChannels }: ConvGeometry,
  cells: ConvGeometry,
): tf.TensorInfo {
  const channels = Array.from({ length: inChannels }, (_, c) => c);
  return runProgram(backend, {
    key: `conv3dDepthToSpace_${strides.join('_')}_${inChannels}`,
    inputs: [{ name: 'depth', tensor: depth, width: 1 }],
    output: { shape: [batch, ...input, inChannels], width: 1 },
    threads: batch * product(cells.output),
    integers: { ...axes('in', input), ...axes('cells', cells.output) },
    code: () => `
    fn run(index : i32) {
      let row = index / uniforms.cellsW;
      let plane = row / uniforms.cellsH;
      let clip = plane / uniforms.cellsT;
      let t = (plane - clip * uniforms.cellsT) * ${strides[0]};
      let h = (row - plane * uniforms.cellsH) * ${strides[1]};
      let w = (index - row * uniforms.cellsW) * ${strides[2]};
      let at = index * ${product(strides) * inChannels};
      let to = (((clip * uniforms.inT + t) * uniforms.inH + h) * uniforms.inW + w) * ${inChannels};
      ${placesOf(strides)
        .map(
          ([dt, dh, dw], place) => `
      if (t + ${dt} < uniforms.inT && h + ${dh} < uniforms.inH && w + ${dw} < uniforms.inW) {
        let first = to + ((${dt} * uniforms.inH + ${dh}) * uniforms.inW + ${dw}) * ${inChannels};
        ${channels.map((c) => `result[first + ${c}] = depth[at + ${place * inChannels + c}];`).join(' ')}
      }`,
        )
        .join('')}
    }`,
  });
}

/** Of the quads that compute the cells, and what they cost; none where a position's own channels fill a quad, or no stride makes cells. */
export function subpixelTilings({ gradientOf, given }: Walk): Costed<Tiling>[] {
  if (!gradientOf || given >= QUAD || product(gradientOf.strides) === 1) return [];
  const cells = cellGeometry(gradientOf);
  const moved = (cells.batch * product(cells.output) * cells.outChannels * 2 * READ) / QUAD;
  return quadTilings(forwardWalk(cells)).map(({ tiling, cost, ...rest }) => ({
    ...rest,
    tiling: { ...tiling, kind: 'subpixels' },
    cost: cost + moved,
  }));
}

export function productsBySubpixels(
  backend: WebGPUBackend,
  { gradientOf }: Walk,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  tiling: Tiling,
): tf.TensorInfo {
  if (!gradientOf)
    throw new RangeError(
      'productsBySubpixels(walk): expected the walk of an input gradient, got that of a convolution.',
    );
  const cells = cellGeometry(gradientOf);
  const ofCells = filterOfCells(backend, filter, gradientOf, cells);
  const depth = productsByQuads(backend, forwardWalk(cells), dy, ofCells, { ...tiling, kind: 'quads' });
  const dx = depthToSpace(backend, depth, gradientOf, cells);
  backend.disposeData(ofCells.dataId);
  backend.disposeData(depth.dataId);
  return dx;
}
