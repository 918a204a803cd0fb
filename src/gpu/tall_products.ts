/** Products of tall matrices [D,M] with each other and with small ones [M,M], tiled 4 x 4 in registers. */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { runProgram, unrolled, widthOf, type Width } from './program';

const TILE = 4;
/** Rows that a thread adds up. */
const STRETCH = 256;
const COMPONENTS = ['x', 'y', 'z', 'w'];

/** Four neighbours of array `name` from element `at` on. Beyond a row they are its successors: computed, never written. */
function fourAt(name: string, at: string, width: Width): string {
  return width === 4
    ? `${name}[(${at}) / 4]`
    : `vec4<f32>(${unrolled(TILE, (q) => `${name}[${at} + ${q}]`, ', ')})`;
}

function fourWritten(at: string, column: string, value: string, width: Width): string {
  return width === 4
    ? `result[(${at}) / 4] = ${value};`
    : unrolled(
        TILE,
        (q) => `if (${column} + ${q} < M) { result[${at} + ${q}] = ${value}.${COMPONENTS[q]!}; }`,
      );
}

/** Parts that the rows are split into. */
export function partsOf(rows: number): number {
  return Math.ceil(rows / STRETCH);
}

/**
 * The upper triangles of aᵀ b of every pair of [D,M] matrices, in parts that are yet to be added: [parts,pairs,M,M].
 * What is below the triangles' tiles is not written. The caller disposes it.
 */
export function upperProducts(
  backend: WebGPUBackend,
  pairs: readonly (readonly [a: tf.TensorInfo, b: tf.TensorInfo])[],
): tf.TensorInfo {
  const [rows, size] = pairs[0]![0].shape as [number, number];
  const width = widthOf(size);
  const tiles = Math.ceil(size / TILE);
  const parts = partsOf(rows);
  const loop = (pair: number) => `
      for (var d = begin; d < end; d++) {
        let a = ${fourAt(`a${pair}`, 'd * M + i', width)};
        let b = ${fourAt(`b${pair}`, 'd * M + j', width)};
        ${unrolled(TILE, (q) => `sum${q} += a.${COMPONENTS[q]!} * b;`)}
      }`;
  return runProgram(backend, {
    key: `upperProducts_${pairs.length}`,
    inputs: pairs.flatMap(([a, b], pair) => [
      { name: `a${pair}`, tensor: a, width },
      { name: `b${pair}`, tensor: b, width },
    ]),
    output: { shape: [parts, pairs.length, size, size], width },
    threads: tiles * tiles * pairs.length * parts,
    flopsPerThread: 2 * TILE * TILE * STRETCH,
    integers: { rows, size, tiles },
    code: () => `
    fn run(index : i32) {
      let M = uniforms.size;
      let tiles = uniforms.tiles;
      let j = index % tiles * ${TILE};
      let i = index / tiles % tiles * ${TILE};
      if (i > j) { return; }
      let rest = index / (tiles * tiles);
      let pair = rest % ${pairs.length};
      let begin = rest / ${pairs.length} * ${STRETCH};
      let end = min(begin + ${STRETCH}, uniforms.rows);
      ${unrolled(TILE, (q) => `var sum${q} = vec4<f32>();`)}
      ${pairs.map((_, pair) => `if (pair == ${pair}) { ${loop(pair)} }`).join('\n')}
      ${unrolled(
        TILE,
        (q) => `if (i + ${q} < M) {
          let at = (rest * M + i + ${q}) * M + j;
          ${fourWritten('at', 'j', `sum${q}`, width)}
        }`,
      )}
    }`,
  });
}

/** Σ of a x over pairs of a tall a [D,M] and a small x [M,M]: [D,M]. `upper`: every x is upper triangular. */
export function tallTimesSmall(
  backend: WebGPUBackend,
  pairs: readonly (readonly [a: tf.TensorInfo, x: tf.TensorInfo])[],
  upper: boolean,
): tf.TensorInfo {
  const [rows, size] = pairs[0]![0].shape as [number, number];
  const width = widthOf(size);
  const tiles = Math.ceil(size / TILE);
  const rowTiles = Math.ceil(rows / TILE);
  const step = (pair: number) =>
    width === 4
      ? `
        ${unrolled(TILE, (q) => `let left${q} = a${pair}[(at${q} + k) / 4];`)}
        ${unrolled(
          TILE,
          (r) => `{
          let row = x${pair}[((k + ${r}) * M + j) / 4];
          ${unrolled(TILE, (q) => `sum${q} += left${q}.${COMPONENTS[r]!} * row;`)}
        }`,
        )}`
      : `
        let row = ${fourAt(`x${pair}`, 'k * M + j', width)};
        ${unrolled(TILE, (q) => `sum${q} += a${pair}[at${q} + k] * row;`)}`;
  return runProgram(backend, {
    key: `tallTimesSmall_${pairs.length}_${upper}`,
    inputs: pairs.flatMap(([a, x], pair) => [
      { name: `a${pair}`, tensor: a, width },
      { name: `x${pair}`, tensor: x, width },
    ]),
    output: { shape: [rows, size], width },
    threads: tiles * rowTiles,
    flopsPerThread: 2 * TILE * TILE * size * pairs.length,
    integers: { rows, size, tiles },
    code: () => `
    fn run(index : i32) {
      let M = uniforms.size;
      let j = index % uniforms.tiles * ${TILE};
      let d = index / uniforms.tiles * ${TILE};
      let end = ${upper ? `min(M, j + ${TILE})` : 'M'};
      ${unrolled(TILE, (q) => `let at${q} = min(d + ${q}, uniforms.rows - 1) * M; var sum${q} = vec4<f32>();`)}
      ${pairs.map((_, pair) => `for (var k = 0; k < end; k += ${width}) { ${step(pair)} }`).join('\n')}
      ${unrolled(
        TILE,
        (q) => `if (d + ${q} < uniforms.rows) {
          let to = (d + ${q}) * M + j;
          ${fourWritten('to', 'j', `sum${q}`, width)}
        }`,
      )}
    }`,
  });
}
