/**
 * Gradient of a 3D convolution to its filter: dfilter[k, ci, co] = Σ over positions of x[o · stride + k − padding, ci] · dy[o, co].
 * The positions are split into parts; a second pass adds the parts in their order, so that the bits are the same every time.
 */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { filterGradientByQuads, filterQuadTilings } from './conv3d_filter_quads';
import { MANY_RUNS } from './conv3d_quads';
import {
  axes,
  boxCode,
  FLOOR_DIVISION,
  hasQuads,
  isSlowToRead,
  product,
  vectorsPerThread,
  type ConvGeometry,
  type FilterTiling,
  NEXT_ROW_OF_BOX,
} from './conv3d_geometry';
import { COMPONENTS, runProgram, unrolled, widthOf, type Width } from './program';
import { sumOfParts } from './sum_of_parts';

interface Tile extends FilterTiling {
  readonly xWidth: Width;
  readonly yWidth: Width;
}

/** Threads that keep a graphics card busy. */
const ENOUGH_THREADS = 16384;
/** Positions of a part: fewer cost more in the second pass than they gain. */
const LEAST_POSITIONS = 64;
/** Fewer parts are not worth a second pass. */
const FEWEST_PARTS = 5;

function filterGradientCode({ rows, vectors, xWidth, yWidth }: Tile): string {
  const eachRow = (piece: (m: number) => string) => unrolled(rows, piece);
  const eachVector = (piece: (j: number) => string) => unrolled(vectors, piece);
  const value = (m: number) => (xWidth === 4 ? `x${m >> 2}.${COMPONENTS[m & 3]!}` : `x${m}`);
  const dyAt = (j: number) =>
    yWidth === 4 ? `dy[atY + ${j}]` : `vec4<f32>(${unrolled(4, (q) => `dy[atY + ${j * 4 + q}]`, ', ')})`;
  const written = (m: number, j: number) =>
    yWidth === 4
      ? `if (n + ${j} < vectors) { result[row * rowLength + n + ${j}] = sum${m}_${j}; }`
      : unrolled(
          4,
          (q) => `if ((n + ${j}) * 4 + ${q} < rowLength) {
            result[row * rowLength + (n + ${j}) * 4 + ${q}] = sum${m}_${j}.${COMPONENTS[q]!};
          }`,
        );
  return `
    ${FLOOR_DIVISION}
    fn run(index : i32) {
      let strideH = uniforms.strideH; let strideT = uniforms.strideT;
      let inT = uniforms.inT; let inH = uniforms.inH; let inW = uniforms.inW;
      let outT = uniforms.outT; let outH = uniforms.outH; let outW = uniforms.outW;
      let channels = uniforms.channels;
      let rowLength = uniforms.rowLength;
      let vectors = uniforms.vectors;

      let part = index / uniforms.tiles;
      var rest = index % uniforms.tiles;
      let n = (rest % uniforms.vectorTiles) * ${vectors};
      rest /= uniforms.vectorTiles;
      let m = (rest % uniforms.rowTiles) * ${rows};
      let tap = rest / uniforms.rowTiles;
      let kw = tap % uniforms.kernelW;
      let kh = (tap / uniforms.kernelW) % uniforms.kernelH;
      let kt = tap / (uniforms.kernelW * uniforms.kernelH);
      ${boxCode('T', 'kt')}
      ${boxCode('H', 'kh')}
      ${boxCode('W', 'kw')}

      let count = uniforms.batch * sizeT * sizeH * sizeW;
      let length = (count + uniforms.parts - 1) / uniforms.parts;
      let first = part * length;
      let turns = min(length, count - first);
      // An empty box has no positions to be decoded; its count of 0 is what matters.
      let row = first / max(1, sizeW);
      let plane = row / max(1, sizeH);
      var b = plane / max(1, sizeT);
      var t = firstT + plane - b * sizeT;
      var h = firstH + row - plane * sizeH;
      var w = first - row * sizeW;
      let columnX = (fromW + firstW * uniforms.strideW) * channels + m / ${xWidth};
      let columnY = firstW * rowLength + n * ${4 / yWidth};
      let stepX = uniforms.strideW * channels;
      var atX = ((b * inT + t * strideT + fromT) * inH + h * strideH + fromH) * inW * channels + columnX + w * stepX;
      var atY = ((b * outT + t) * outH + h) * outW * rowLength + columnY + w * rowLength;
      ${eachRow((i) => eachVector((j) => `var sum${i}_${j} = vec4<f32>();`))}
      for (var turn = 0; turn < turns; turn++) {
        ${unrolled(rows / xWidth, (i) => `let x${i} = x[atX + ${i}];`)}
        ${eachVector((j) => `let dy${j} = ${dyAt(j)};`)}
        ${eachRow((i) => eachVector((j) => `sum${i}_${j} += ${value(i)} * dy${j};`))}
        w++;
        atX += stepX;
        atY += rowLength;
        if (w == sizeW) {
          w = 0;${NEXT_ROW_OF_BOX}
          atX = ((b * inT + t * strideT + fromT) * inH + h * strideH + fromH) * inW * channels + columnX;
          atY = ((b * outT + t) * outH + h) * outW * rowLength + columnY;
        }
      }
      let firstRow = (part * uniforms.taps + tap) * uniforms.inChannels + m;
      ${eachRow(
        (i) => `if (m + ${i} < uniforms.inChannels) {
          let row = firstRow + ${i};
          ${eachVector((j) => written(i, j))}
        }`,
      )}
    }`;
}

function rowsOf(channels: number): number {
  if (channels % 4 === 0) return channels > 4 ? 8 : 4;
  return channels % 3 === 0 ? 3 : channels % 2 === 0 ? 2 : 1;
}

function usualTiling({ inChannels, outChannels }: ConvGeometry): FilterTiling {
  return {
    kind: 'registers',
    rows: rowsOf(inChannels),
    vectors: vectorsPerThread(outChannels),
    positions: 1,
  };
}

export function defaultFilterTiling(backend: WebGPUBackend, geometry: ConvGeometry): FilterTiling {
  const { inChannels, outChannels } = geometry;
  if (hasQuads(backend)) return filterQuadTilings(geometry)[0]!;
  const usual = usualTiling(geometry);
  if (!isSlowToRead(backend) || inChannels % 16 !== 0) return usual;
  return { ...usual, rows: 16, vectors: outChannels >= 16 ? 4 : usual.vectors };
}

/** Those of quads are too many to be measured: only the most promising are. */
const QUADS_MEASURED = 4;

/** What is worth measuring on this adapter. */
export function filterTilingsFor(backend: WebGPUBackend, geometry: ConvGeometry): FilterTiling[] {
  if (hasQuads(backend)) return filterQuadTilings(geometry, MANY_RUNS).slice(0, QUADS_MEASURED);
  const { inChannels, outChannels } = geometry;
  const usual = usualTiling(geometry);
  const rows = inChannels % 4 === 0 ? [4, 8, 16].filter((count) => count <= inChannels) : [usual.rows];
  const vectors = [1, 2, 4].filter((count) => count === 1 || count * 4 <= outChannels);
  return rows.flatMap((count) => vectors.map((each) => ({ ...usual, rows: count, vectors: each })));
}

/** Into which the positions are split: by the usual tiling whatever is in force, so that none of this kind changes a bit. */
function partsOf(geometry: ConvGeometry): number {
  const { batch, output, kernel, inChannels, outChannels } = geometry;
  const { rows, vectors } = usualTiling(geometry);
  const tiles = product(kernel) * Math.ceil(inChannels / rows) * Math.ceil(outChannels / (4 * vectors));
  const most = Math.floor((batch * product(output)) / LEAST_POSITIONS);
  const parts = Math.min(most, Math.ceil(ENOUGH_THREADS / tiles));
  return parts < FEWEST_PARTS ? 1 : parts;
}

/** The gradient in parts, [parts, kt, kh, kw, Cin, Cout]. */
function inRegisters(
  backend: WebGPUBackend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  geometry: ConvGeometry,
  tiling: FilterTiling,
): { inParts: tf.TensorInfo; parts: number } {
  const { batch, input, output, kernel, strides, padding, inChannels, outChannels } = geometry;
  const tile: Tile = {
    ...tiling,
    xWidth: widthOf(inChannels),
    yWidth: widthOf(outChannels),
  };
  const taps = product(kernel);
  const vectors = Math.ceil(outChannels / 4);
  const vectorTiles = Math.ceil(vectors / tile.vectors);
  const rowTiles = Math.ceil(inChannels / tile.rows);
  const tiles = taps * rowTiles * vectorTiles;
  const positions = batch * product(output);
  const parts = partsOf(geometry);
  const inParts = runProgram(backend, {
    key: `conv3dFilterGradient_${tile.rows}_${tile.vectors}`,
    inputs: [
      { name: 'x', tensor: x, width: tile.xWidth },
      { name: 'dy', tensor: dy, width: tile.yWidth },
    ],
    output: { shape: [parts, ...kernel, inChannels, outChannels], width: tile.yWidth },
    threads: tiles * parts,
    flopsPerThread: (2 * tile.rows * tile.vectors * 4 * positions) / parts,
    integers: {
      ...axes('in', input),
      ...axes('out', output),
      ...axes('stride', strides),
      ...axes('padding', padding),
      ...axes('kernel', kernel),
      batch,
      channels: inChannels / tile.xWidth,
      inChannels,
      rowLength: outChannels / tile.yWidth,
      vectors,
      vectorTiles,
      rowTiles,
      tiles,
      taps,
      parts,
    },
    code: () => filterGradientCode(tile),
  });
  return { inParts, parts };
}

/** x [B,T,H,W,Cin], dy [B,T',H',W',Cout] -> dfilter [kt,kh,kw,Cin,Cout]. */
export function convFilterGradient(
  backend: WebGPUBackend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  geometry: ConvGeometry,
  tiling: FilterTiling,
): tf.TensorInfo {
  const { inParts, parts } = (tiling.kind === 'quads' ? filterGradientByQuads : inRegisters)(
    backend,
    x,
    dy,
    geometry,
    tiling,
  );
  const shape = [...geometry.kernel, geometry.inChannels, geometry.outChannels];
  if (parts === 1) return { ...inParts, shape };
  const sum = sumOfParts(backend, inParts, parts, shape);
  backend.disposeData(inParts.dataId);
  return sum;
}
