/** Forward pass of a 3D convolution: an implicit GEMM of positions x (taps · Cin) x Cout, tiled in registers. */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  axes,
  chunksOf,
  LANES,
  product,
  type ConvGeometry,
  type Tiling,
  type Triple,
} from './conv3d_geometry';
import { runProgram, unrolled, widthOf, type Width } from './program';

interface Tile extends Tiling {
  /** Of x, and of the filter and the output. */
  readonly xWidth: Width;
  readonly yWidth: Width;
  /** Input channels that one turn of the loop takes. */
  readonly depth: number;
}

const COMPONENTS = ['x', 'y', 'z', 'w'];

/**
 * One loop over taps and channels together: what a loop carries is copied at each of its turns, so the fewer loops the
 * better. Channels beyond Cout are read from the next row (or clamped by the device), computed, and not written.
 */
function forwardCode({ positions, vectors, xWidth, yWidth, depth }: Tile): string {
  const each = (piece: (i: number) => string) => unrolled(positions, piece);
  const eachVector = (piece: (j: number) => string) => unrolled(vectors, piece);
  /** Array elements of x that one turn takes. */
  const turns = depth / xWidth;
  const zero = xWidth === 4 ? 'vec4<f32>()' : '0.0';
  const filterAt = (row: number, j: number) => {
    const at = `f + ${row} * rowLength + ${j * (4 / yWidth)}`;
    return yWidth === 4
      ? `filter4[${at}]`
      : `vec4<f32>(filter4[${at}], filter4[${at} + 1], filter4[${at} + 2], filter4[${at} + 3])`;
  };
  const multiplied = (row: number, value: (i: number) => string) => `{
    ${eachVector((j) => `let weights${j} = ${filterAt(row, j)};`)}
    ${each((i) => eachVector((j) => `sum${i}_${j} += ${value(i)} * weights${j};`))}
  }`;
  const body =
    xWidth === 4
      ? unrolled(
          depth / 4,
          (u) => `{
            ${each((i) => `let x${i} = select(${zero}, x[at${i} + c + ${u}], inside${i});`)}
            ${unrolled(4, (q) => multiplied(u * 4 + q, (i) => `x${i}.${COMPONENTS[q]!}`))}
          }`,
        )
      : unrolled(
          turns,
          (q) => `{
            ${each((i) => `let x${i} = select(${zero}, x[at${i} + c + ${q}], inside${i});`)}
            ${multiplied(q, (i) => `x${i}`)}
          }`,
        );
  const written = (i: number, j: number) =>
    yWidth === 4
      ? `if (n + ${j} < vectors) { result[p${i} * vectors + n + ${j}] = sum${i}_${j}; }`
      : unrolled(
          4,
          (q) => `if ((n + ${j}) * 4 + ${q} < rowLength) {
            result[p${i} * rowLength + (n + ${j}) * 4 + ${q}] = sum${i}_${j}.${COMPONENTS[q]!};
          }`,
        );
  return `
    fn run(index : i32) {
      let inT = uniforms.inT; let inH = uniforms.inH; let inW = uniforms.inW;
      let outT = uniforms.outT; let outH = uniforms.outH; let outW = uniforms.outW;
      let firstH = uniforms.firstH; let firstW = uniforms.firstW;
      let endH = uniforms.endH; let endW = uniforms.endW;
      let kernelH = uniforms.kernelH; let kernelW = uniforms.kernelW;
      let channels = uniforms.channels;
      let rowLength = uniforms.rowLength;
      let vectors = uniforms.vectors;
      let positions = uniforms.positions;
      let turns = uniforms.turns;

      let n = (index / uniforms.positionTiles) * ${vectors};
      let tile = index % uniforms.positionTiles;
      let base = (tile / ${LANES}) * ${LANES * positions} + tile % ${LANES};
      ${each(
        (i) => `
      let p${i} = min(base + ${i * LANES}, positions - 1);
      let row${i} = p${i} / outW;
      let plane${i} = row${i} / outH;
      let clip${i} = plane${i} / outT;
      let w${i} = (p${i} - row${i} * outW) * uniforms.strideW - uniforms.paddingW;
      let h${i} = (row${i} - plane${i} * outH) * uniforms.strideH - uniforms.paddingH;
      let t${i} = (plane${i} - clip${i} * outT) * uniforms.strideT - uniforms.paddingT;
      let corner${i} = (((clip${i} * inT + t${i}) * inH + h${i}) * inW + w${i}) * channels;
      ${eachVector((j) => `var sum${i}_${j} = vec4<f32>();`)}`,
      )}

      var kt = uniforms.firstT; var kh = firstH; var kw = firstW; var c = 0;
      let filterTap = channels * ${xWidth} * rowLength;
      let filterColumn = n * ${4 / yWidth};
      var tap = ((kt * inH + kh) * inW + kw) * channels;
      var f = ((kt * kernelH + kh) * kernelW + kw) * filterTap + filterColumn;
      for (var turn = 0; turn < turns; turn++) {
        ${each(
          (i) => `
        let inside${i} = (u32(t${i} + kt) < u32(inT)) & (u32(h${i} + kh) < u32(inH)) & (u32(w${i} + kw) < u32(inW));
        let at${i} = select(0, corner${i} + tap, inside${i});`,
        )}
        ${body}
        c += ${turns};
        f += ${depth} * rowLength;
        if (c == channels) {
          c = 0;
          kw++;
          let rowDone = kw == endW;
          kw = select(kw, firstW, rowDone);
          kh += select(0, 1, rowDone);
          let planeDone = kh == endH;
          kh = select(kh, firstH, planeDone);
          kt += select(0, 1, planeDone);
          tap = ((kt * inH + kh) * inW + kw) * channels;
          f = ((kt * kernelH + kh) * kernelW + kw) * filterTap + filterColumn;
        }
      }
      ${each((i) => `if (base + ${i * LANES} < positions) { ${eachVector((j) => written(i, j))} }`)}
    }`;
}

/** Taps of one axis that meet the input at any position: the others only ever see zeros. */
function usefulTaps(
  { input, output, kernel, strides, padding }: ConvGeometry,
  axis: 0 | 1 | 2,
): [number, number] {
  const first = Math.max(0, padding[axis] - (output[axis] - 1) * strides[axis]);
  const end = Math.min(kernel[axis], input[axis] + padding[axis]);
  return [Math.min(first, end), end];
}

/** x [B,T,H,W,Cin] * filter [kt,kh,kw,Cin,Cout] -> [B,T',H',W',Cout]. */
export function convForward(
  backend: WebGPUBackend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  geometry: ConvGeometry,
  tiling: Tiling,
): tf.TensorInfo {
  const { batch, input, output, kernel, strides, padding, inChannels, outChannels } = geometry;
  const xWidth = widthOf(inChannels);
  const yWidth = widthOf(outChannels);
  const depth =
    xWidth === 4
      ? 4 * chunksOf(tiling, inChannels, xWidth)
      : inChannels % 3 === 0
        ? 3
        : inChannels % 2 === 0
          ? 2
          : 1;
  const tile: Tile = { ...tiling, xWidth, yWidth, depth };
  const positions = batch * product(output);
  const vectors = Math.ceil(outChannels / 4);
  const positionTiles = Math.ceil(positions / (LANES * tile.positions)) * LANES;
  const taps = ([0, 1, 2] as const).map((axis) => usefulTaps(geometry, axis));
  const first = taps.map(([from]) => from) as unknown as Triple;
  const end = taps.map(([, to]) => to) as unknown as Triple;
  const useful = product(end.map((to, axis) => to - first[axis]!) as unknown as Triple);
  return runProgram(backend, {
    key: `conv3dForward_${tile.positions}_${tile.vectors}_${depth}`,
    inputs: [
      { name: 'x', tensor: x, width: xWidth },
      { name: 'filter4', tensor: filter, width: yWidth },
    ],
    output: { shape: [batch, ...output, outChannels], width: yWidth },
    threads: positionTiles * Math.ceil(vectors / tile.vectors),
    flopsPerThread: 2 * tile.positions * tile.vectors * 4 * useful * inChannels,
    integers: {
      ...axes('in', input),
      ...axes('out', output),
      ...axes('stride', strides),
      ...axes('padding', padding),
      ...axes('kernel', kernel),
      ...axes('first', first),
      ...axes('end', end),
      channels: inChannels / xWidth,
      rowLength: outChannels / yWidth,
      vectors,
      positions,
      positionTiles,
      turns: (useful * inChannels) / depth,
    },
    code: () => forwardCode(tile),
  });
}
