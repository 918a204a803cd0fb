/**
 * The filter gradient by quads: four neighbouring threads compute one tile of it. The rows of the filter, (kw, ci), lie
 * side by side in memory as the values of x that they meet do; each thread reads every fourth of them, which then goes
 * round the quad, and every fourth channel of dy: vectors of 4, where channels fill them.
 */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  axes,
  boxCode,
  flattened,
  FLOOR_DIVISION,
  product,
  type ConvGeometry,
  type FilterTiling,
  NEXT_ROW_OF_BOX,
} from './conv3d_geometry';
import { CARRY, mostPromising, QUAD, READ, swapped, TURN } from './conv3d_quads';
import { COMPONENTS, runGroups, unrolled, widthOf, type Width } from './program';

interface Tile extends FilterTiling {
  /** Of x; of dy and the result. */
  readonly xWidth: Width;
  readonly yWidth: Width;
}

function tileOf({ inChannels, outChannels }: ConvGeometry, tiling: FilterTiling): Tile {
  const xWidth = tiling.rows % (4 * QUAD) === 0 ? widthOf(inChannels) : 1;
  return { ...tiling, xWidth, yWidth: tiling.vectors % 4 === 0 ? widthOf(outChannels) : 1 };
}

function filterQuadsCode({ rows, vectors, positions, xWidth, yWidth }: Tile): string {
  const own = rows / QUAD;
  const zero = (width: Width) => (width === 4 ? 'vec4<f32>()' : '0.0');
  const value = (a: number) => (xWidth === 4 ? `value.${COMPONENTS[a]!}` : 'value');
  const each = (piece: (u: number) => string) => unrolled(positions, piece);
  const eachOwn = (piece: (a: number) => string) => unrolled(own, piece);
  const eachElement = (piece: (e: number) => string) => unrolled(own / xWidth, piece);
  const eachOfElement = (piece: (q: number) => string) => unrolled(xWidth, piece);
  const eachSlot = (piece: (slot: number) => string) => unrolled(QUAD, piece);
  const eachVector = (piece: (v: number) => string) => unrolled(vectors / yWidth, piece);
  return `
    ${FLOOR_DIVISION}
    fn run(group : i32, lane : i32) {
      let inT = uniforms.inT; let inH = uniforms.inH; let outT = uniforms.outT; let outH = uniforms.outH;
      let outW = uniforms.outW; let strideT = uniforms.strideT; let strideH = uniforms.strideH;
      let lineX = uniforms.inW * uniforms.channels;
      let rowLength = uniforms.rowLength;
      let stepX = uniforms.strideW * uniforms.channels;

      let part = group / uniforms.tiles;
      var rest = group % uniforms.tiles;
      let n = (rest % uniforms.vectorTiles) * ${(QUAD * vectors) / yWidth} + lane;
      rest /= uniforms.vectorTiles;
      let m = (rest % uniforms.rowTiles) * ${rows};
      let tap = rest / uniforms.rowTiles;
      let kh = tap % uniforms.kernelH;
      let kt = tap / uniforms.kernelH;
      ${boxCode('T', 'kt')}
      ${boxCode('H', 'kh')}

      let lineTurns = (outW + ${positions - 1}) / ${positions};
      let count = uniforms.batch * sizeT * sizeH * lineTurns;
      let length = (count + uniforms.parts - 1) / uniforms.parts;
      let first = part * length;
      let turns = min(length, count - first);
      let line = first / lineTurns;
      // An empty box has no positions to be decoded; its count of 0 is what matters.
      let plane = line / max(1, sizeH);
      var b = plane / max(1, sizeT);
      var t = firstT + plane - b * sizeT;
      var h = firstH + line - plane * sizeH;
      var w = (first - line * lineTurns) * ${positions};
      let columnX = m / ${xWidth} + lane - uniforms.paddingW * uniforms.channels;
      ${eachOwn((a) => eachSlot((slot) => eachVector((v) => `var sum${a}_${slot}_${v} = ${zero(yWidth)};`)))}
      for (var turn = 0; turn < turns; turn++) {
        let column0 = columnX + w * stepX;
        let fromX0 = ((b * inT + t * strideT + fromT) * inH + h * strideH + fromH) * lineX + column0;
        let fromY0 = (((b * outT + t) * outH + h) * outW + w) * rowLength + n;
        ${unrolled(
          positions - 1,
          (u) => `
        let column${u + 1} = column${u} + stepX;
        let fromX${u + 1} = fromX${u} + stepX;
        let fromY${u + 1} = fromY${u} + rowLength;`,
        )}
        ${each(
          (u) => `{
          let there = w + ${u} < outW;
          ${eachVector((v) => `let dy${v} = select(${zero(yWidth)}, dy[fromY${u} + ${v * QUAD}], there);`)}
          ${eachElement(
            (e) => `{
            let own = select(${zero(xWidth)}, x[fromX${u} + ${e * QUAD}], u32(column${u} + ${e * QUAD}) < u32(lineX));
            ${eachSlot(
              (slot) => `{
              let value = ${swapped('own', slot)};
              ${eachOfElement((q) => eachVector((v) => `sum${e * xWidth + q}_${slot}_${v} += ${value(q)} * dy${v};`))}
            }`,
            )}
          }`,
          )}
        }`,
        )}
        w += ${positions};
        if (w >= outW) {
          w = 0;${NEXT_ROW_OF_BOX}
        }
      }
      let firstRow = (part * uniforms.taps + tap) * uniforms.filterRows + m;
      ${eachSlot(
        (slot) => `{
        let theirs = ${swapped('lane', slot)} * ${xWidth};
        ${eachElement(
          (e) => `if (m + ${e * xWidth * QUAD} + theirs < uniforms.filterRows) {
          ${eachOfElement(
            (q) => `{
            let at = (firstRow + ${e * xWidth * QUAD + q} + theirs) * rowLength + n;
            ${eachVector((v) => `if (n + ${v * QUAD} < rowLength) { result[at + ${v * QUAD}] = sum${e * xWidth + q}_${slot}_${v}; }`)}
          }`,
          )}
        }`,
        )}
      }`,
      )}
    }`;
}

function tilesOf({ kernel, inChannels, outChannels }: ConvGeometry, { rows, vectors }: FilterTiling) {
  const taps = kernel[0] * kernel[1];
  const filterRows = kernel[2] * inChannels;
  const rowTiles = Math.ceil(filterRows / rows);
  const vectorTiles = Math.ceil(outChannels / (QUAD * vectors));
  return { taps, filterRows, rowTiles, vectorTiles, tiles: taps * rowTiles * vectorTiles };
}

/** Fewer quads would leave a core idle. */
const FEWEST_QUADS = 12;
/** Of one quad: more would be a long dispatch. */
const MOST_FLOPS = 1e8;

function partsOf(geometry: ConvGeometry, tiling: FilterTiling): number {
  const positions = geometry.batch * product(geometry.output);
  const flops = 2 * tiling.rows * tiling.vectors * QUAD * positions;
  return Math.ceil(Math.max(FEWEST_QUADS / tilesOf(geometry, tiling).tiles, flops / MOST_FLOPS, 1));
}

/** Multiply-adds that a tiling costs; and what has to be compiled. */
function costOf(geometry: ConvGeometry, tiling: FilterTiling) {
  const { rows, vectors, positions } = tiling;
  const { batch, output } = geometry;
  const sums = rows * vectors;
  const turns = batch * output[0] * output[1] * Math.ceil(output[2] / positions);
  const products = positions * sums;
  const perTurn = positions * READ * (rows / QUAD + vectors) + products + CARRY * sums + TURN;
  const { tiles, taps, filterRows } = tilesOf(geometry, tiling);
  const parts = partsOf(geometry, tiling);
  const second = parts > 1 ? (READ * parts * taps * filterRows * geometry.outChannels) / QUAD : 0;
  const quads = 2 * Math.ceil((tiles * parts) / 2);
  return { tiling, cost: quads * ((turns / parts) * perTurn + 20 * sums) + second, sums, products };
}

/** Tilings of a quad, the most promising for this many `runs` first. */
export function filterQuadTilings(given: ConvGeometry, runs?: number): FilterTiling[] {
  const geometry = flattened(given);
  const all = [4, 8, 12, 16, 24, 32, 48, 64].flatMap((rows) =>
    [1, 2, 4, 8].flatMap((vectors) =>
      [1, 2, 4].map((positions): FilterTiling => ({ kind: 'quads', rows, vectors, positions })),
    ),
  );
  return mostPromising(
    all.map((tiling) => costOf(geometry, tiling)),
    runs,
  );
}

/** The gradient in parts, [parts, kt, kh, kw, Cin, Cout]: the caller adds them up, and disposes them. */
export function filterGradientByQuads(
  backend: WebGPUBackend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  given: ConvGeometry,
  tiling: FilterTiling,
): { inParts: tf.TensorInfo; parts: number } {
  const geometry = flattened(given);
  const { batch, input, output, kernel, strides, padding, inChannels, outChannels } = geometry;
  const { rows, vectors, positions } = tiling;
  const tile = tileOf(geometry, tiling);
  const { xWidth, yWidth } = tile;
  const { taps, filterRows, rowTiles, vectorTiles, tiles } = tilesOf(geometry, tiling);
  const parts = partsOf(geometry, tiling);
  const [inParts] = runGroups(backend, {
    key: `conv3dFilterGradientQuads_${rows}_${vectors}_${positions}`,
    extensions: ['subgroups'],
    inputs: [
      { name: 'x', tensor: x, width: xWidth },
      { name: 'dy', tensor: dy, width: yWidth },
    ],
    outputs: [{ name: 'result', shape: [parts, ...kernel, inChannels, outChannels], width: yWidth }],
    groups: tiles * parts,
    lanes: QUAD,
    flopsPerThread: (2 * rows * vectors * batch * product(output)) / parts,
    integers: {
      ...axes('in', input),
      ...axes('out', output),
      ...axes('stride', strides),
      ...axes('padding', padding),
      ...axes('kernel', kernel),
      batch,
      channels: inChannels / xWidth,
      rowLength: outChannels / yWidth,
      filterRows,
      vectorTiles,
      rowTiles,
      tiles,
      taps,
      parts,
    },
    code: () => filterQuadsCode(tile),
  });
  return { inParts: inParts!, parts };
}
