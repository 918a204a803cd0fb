/**
 * The filter gradient by quads: four neighbouring threads compute one tile of it. The rows of the filter, (kw, ci), lie
 * side by side in memory as the values of x that they meet do; each thread reads every fourth of them, which then goes
 * round the quad, and every fourth channel of dy.
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
import { runGroups, unrolled } from './program';

function filterQuadsCode({ rows, vectors, positions }: FilterTiling): string {
  const own = rows / QUAD;
  const each = (piece: (u: number) => string) => unrolled(positions, piece);
  const eachOwn = (piece: (a: number) => string) => unrolled(own, piece);
  const eachSlot = (piece: (slot: number) => string) => unrolled(QUAD, piece);
  const eachVector = (piece: (v: number) => string) => unrolled(vectors, piece);
  return `
    ${FLOOR_DIVISION}
    fn run(group : i32, lane : i32) {
      let inT = uniforms.inT; let inH = uniforms.inH; let outT = uniforms.outT; let outH = uniforms.outH;
      let outW = uniforms.outW; let strideT = uniforms.strideT; let strideH = uniforms.strideH;
      let lineX = uniforms.inW * uniforms.inChannels;
      let outChannels = uniforms.outChannels;
      let stepX = uniforms.strideW * uniforms.inChannels;

      let part = group / uniforms.tiles;
      var rest = group % uniforms.tiles;
      let n = (rest % uniforms.vectorTiles) * ${QUAD * vectors} + lane;
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
      let columnX = m + lane - uniforms.paddingW * uniforms.inChannels;
      ${eachOwn((a) => eachSlot((slot) => eachVector((v) => `var sum${a}_${slot}_${v} = 0.0;`)))}
      for (var turn = 0; turn < turns; turn++) {
        let column0 = columnX + w * stepX;
        let fromX0 = ((b * inT + t * strideT + fromT) * inH + h * strideH + fromH) * lineX + column0;
        let fromY0 = (((b * outT + t) * outH + h) * outW + w) * outChannels + n;
        ${unrolled(
          positions - 1,
          (u) => `
        let column${u + 1} = column${u} + stepX;
        let fromX${u + 1} = fromX${u} + stepX;
        let fromY${u + 1} = fromY${u} + outChannels;`,
        )}
        ${each(
          (u) => `{
          let there = w + ${u} < outW;
          ${eachVector((v) => `let dy${v} = select(0.0, dy[fromY${u} + ${v * QUAD}], there);`)}
          ${eachOwn(
            (a) => `{
            let own = select(0.0, x[fromX${u} + ${a * QUAD}], u32(column${u} + ${a * QUAD}) < u32(lineX));
            ${eachSlot(
              (slot) => `{
              let value = ${swapped('own', slot)};
              ${eachVector((v) => `sum${a}_${slot}_${v} += value * dy${v};`)}
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
        let theirs = ${swapped('lane', slot)};
        ${eachOwn(
          (a) => `if (m + ${a * QUAD} + theirs < uniforms.filterRows) {
          let at = (firstRow + ${a * QUAD} + theirs) * outChannels + n;
          ${eachVector((v) => `if (n + ${v * QUAD} < outChannels) { result[at + ${v * QUAD}] = sum${a}_${slot}_${v}; }`)}
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
  const { taps, filterRows, rowTiles, vectorTiles, tiles } = tilesOf(geometry, tiling);
  const parts = partsOf(geometry, tiling);
  const [inParts] = runGroups(backend, {
    key: `conv3dFilterGradientQuads_${rows}_${vectors}_${positions}`,
    extensions: ['subgroups'],
    inputs: [
      { name: 'x', tensor: x, width: 1 },
      { name: 'dy', tensor: dy, width: 1 },
    ],
    outputs: [{ name: 'result', shape: [parts, ...kernel, inChannels, outChannels], width: 1 }],
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
      inChannels,
      outChannels,
      filterRows,
      vectorTiles,
      rowTiles,
      tiles,
      taps,
      parts,
    },
    code: () => filterQuadsCode(tiling),
  });
  return { inParts: inParts!, parts };
}
