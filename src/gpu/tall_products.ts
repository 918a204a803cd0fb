/** Products of tall matrices [D,M] with each other and with small ones [M,M], tiled 8 x 8 in registers. */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { COMPONENTS, runProgram, unrolled, widthOf, type Width } from './program';

/** Rows and columns of the result that a thread computes: a read costs a software adapter as much as several multiply-adds. */
const TILE = 8;
/** Neighbours that are read, multiplied and written together. */
const LANES = 4;
const HALVES = TILE / LANES;
/** Rows that a thread adds up. */
const STRETCH = 128;

/** Neighbours of array `name` from element `at` on. Beyond a row they are its successors: computed, never written. */
function fourAt(name: string, at: string, width: Width): string {
  return width === 4
    ? `${name}[(${at}) / 4]`
    : `vec4<f32>(${unrolled(LANES, (q) => `${name}[${at} + ${q}]`, ', ')})`;
}

/** Writes row `q` of a thread's tile to `result`, whose row starts at element `row`, from column `j` on. */
function rowWritten(q: number, width: Width): string {
  return unrolled(HALVES, (h) =>
    width === 4
      ? `if (j + ${h * LANES} < M) { result[(row + j) / 4 + ${h}] = sum${q}_${h}; }`
      : unrolled(
          LANES,
          (c) => `if (j + ${h * LANES + c} < M) {
            result[row + j + ${h * LANES + c}] = sum${q}_${h}.${COMPONENTS[c]!};
          }`,
        ),
  );
}

const eachHalf = (piece: (h: number) => string) => unrolled(HALVES, piece);
const eachRow = (piece: (q: number) => string) => unrolled(TILE, piece);
const SUMS = eachRow((q) => eachHalf((h) => `var sum${q}_${h} = vec4<f32>();`));

/** Parts that the rows are split into. */
export function partsOf(rows: number): number {
  return Math.ceil(rows / STRETCH);
}

/**
 * The upper triangle of aᵀ b of two [D,M] matrices, in parts that are yet to be added: [parts,M,M].
 * What is below the triangle's tiles is not written. The caller disposes it.
 */
export function upperProducts(
  backend: WebGPUBackend,
  [a, b]: readonly [a: tf.TensorInfo, b: tf.TensorInfo],
): tf.TensorInfo {
  const [rows, size] = a.shape as [number, number];
  const width = widthOf(size);
  const tiles = Math.ceil(size / TILE);
  const triangle = (tiles * (tiles + 1)) / 2;
  const parts = partsOf(rows);
  return runProgram(backend, {
    key: 'upperProducts',
    inputs: [
      { name: 'a', tensor: a, width },
      { name: 'b', tensor: b, width },
    ],
    output: { shape: [parts, size, size], width },
    threads: triangle * parts,
    flopsPerThread: 2 * TILE * TILE * STRETCH,
    integers: { rows, size, tiles, triangle },
    code: () => `
    fn run(index : i32) {
      let M = uniforms.size;
      let part = index / uniforms.triangle;
      // Tiles of the triangle row by row, so that no thread is idle: row r has tiles − r of them.
      var row = 0;
      var column = index % uniforms.triangle;
      while (column >= uniforms.tiles - row) {
        column -= uniforms.tiles - row;
        row++;
      }
      let i = row * ${TILE};
      let j = (row + column) * ${TILE};
      let begin = part * ${STRETCH};
      let end = min(begin + ${STRETCH}, uniforms.rows);
      ${SUMS}
      for (var d = begin; d < end; d++) {
        ${eachHalf((h) => `let left${h} = ${fourAt('a', `d * M + i + ${h * LANES}`, width)};`)}
        ${eachHalf((h) => `let right${h} = ${fourAt('b', `d * M + j + ${h * LANES}`, width)};`)}
        ${eachRow((q) =>
          eachHalf(
            (h) => `sum${q}_${h} += left${Math.floor(q / LANES)}.${COMPONENTS[q % LANES]!} * right${h};`,
          ),
        )}
      }
      ${eachRow(
        (q) => `if (i + ${q} < M) {
          let row = (part * M + i + ${q}) * M;
          ${rowWritten(q, width)}
        }`,
      )}
    }`,
  });
}

interface TallTimesSmall {
  readonly a: tf.TensorInfo;
  readonly x: tf.TensorInfo;
  /** Where x is not 0. */
  readonly triangle: 'upper' | 'lower' | 'both';
}

/** Σ of a x over pairs of a tall a [D,M] and a small x [M,M]: [D,M]. The caller disposes it. */
export function tallTimesSmall(backend: WebGPUBackend, pairs: readonly TallTimesSmall[]): tf.TensorInfo {
  const [rows, size] = pairs[0]!.a.shape as [number, number];
  const width = widthOf(size);
  const tiles = Math.ceil(size / TILE);
  const rowTiles = Math.ceil(rows / TILE);
  /** One row of x, by one column of the tile of a. */
  const outer = (pair: number, k: string, value: (q: number) => string) => `{
        ${eachHalf((h) => `let right${h} = ${fourAt(`x${pair}`, `(${k}) * M + j + ${h * LANES}`, width)};`)}
        ${eachRow((q) => eachHalf((h) => `sum${q}_${h} += ${value(q)} * right${h};`))}
      }`;
  const step = (pair: number) =>
    width === 4
      ? `
        ${eachRow((q) => `let left${q} = a${pair}[(at${q} + k) / 4];`)}
        ${unrolled(LANES, (r) => outer(pair, `k + ${r}`, (q) => `left${q}.${COMPONENTS[r]!}`))}`
      : outer(pair, 'k', (q) => `a${pair}[at${q} + k]`);
  return runProgram(backend, {
    key: `tallTimesSmall_${pairs.map(({ triangle }) => triangle).join('_')}`,
    inputs: pairs.flatMap(({ a, x }, pair) => [
      { name: `a${pair}`, tensor: a, width },
      { name: `x${pair}`, tensor: x, width },
    ]),
    output: { shape: [rows, size], width },
    threads: tiles * Math.ceil(rowTiles / LANES) * LANES,
    flopsPerThread: 2 * TILE * TILE * size * pairs.length,
    integers: { rows, size, tiles },
    code: () => `
    fn run(index : i32) {
      let M = uniforms.size;
      // Neighbouring threads have the same columns, so that their loops over a triangle are equally long.
      let j = index / ${LANES} % uniforms.tiles * ${TILE};
      let d = (index / (${LANES} * uniforms.tiles) * ${LANES} + index % ${LANES}) * ${TILE};
      ${eachRow((q) => `let at${q} = min(d + ${q}, uniforms.rows - 1) * M;`)}
      ${SUMS}
      ${pairs
        .map(({ triangle }, pair) => {
          const [first, end] = [
            triangle === 'lower' ? 'j' : '0',
            triangle === 'upper' ? `min(M, j + ${TILE})` : 'M',
          ];
          return `for (var k = ${first}; k < ${end}; k += ${width}) { ${step(pair)} }`;
        })
        .join('\n')}
      ${eachRow(
        (q) => `if (d + ${q} < uniforms.rows) {
          let row = (d + ${q}) * M;
          ${rowWritten(q, width)}
        }`,
      )}
    }`,
  });
}
