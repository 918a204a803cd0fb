/**
 * The sum of products of a pointwise convolution by threads that keep the filter: each reads it once, then goes through
 * its share of the positions one by one. It pays where reading costs as much as a dozen multiply-adds, and few channels
 * are summed: there, a tile of any size reads its operands and writes its sums for next to no arithmetic.
 */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { NEXT_ROW_OF_BOX, product, type Tiling } from './conv3d_geometry';
import { QUAD, READ, TURN, type Costed } from './conv3d_quads';
import { PLACES, type Walk } from './conv3d_walk';
import { COMPONENTS, runGroups, unrolled } from './program';

/** Of a thread, in the code: more take the compiler too long, and the filter out of the nearest memory. */
const MOST_PRODUCTS = 512;

function pointsCode({ sign, summed }: Walk, { vectors }: Tiling): string {
  const quarters = summed / 4;
  const eachVector = (piece: (v: number) => string) => unrolled(vectors, piece);
  const eachChannel = (piece: (c: number) => string, separator?: string) =>
    unrolled(summed, piece, separator);
  // Rows of the filter run over the channels of the result, or over those summed.
  const element = (index: string) =>
    sign === '+'
      ? `(${index}) / ${vectors} * uniforms.vectors + n + (${index}) % ${vectors}`
      : `n * ${summed} + ${index}`;
  const weight = (c: number, v: number) =>
    sign === '+'
      ? `part${c * vectors + v}`
      : `vec4<f32>(${unrolled(4, (q) => `part${(v * 4 + q) * quarters + (c >> 2)}.${COMPONENTS[c & 3]!}`, ', ')})`;
  const row = (declared: string) => `
          ${declared}at = ((b * uniforms.sourceT + t * uniforms.scaleT) * uniforms.sourceH + h * uniforms.scaleH)
            * uniforms.sourceW * ${quarters};
          ${declared}to = targetOf(vec4<i32>(b, t, h, 0), 0, 0, 0) * uniforms.vectors + n;`;
  return `
    ${PLACES}
    fn run(group : i32, lane : i32) {
      let n = (group % uniforms.vectorTiles) * ${vectors};
      let share = (group / uniforms.vectorTiles) * ${QUAD} + lane;
      // Neighbours read neighbours, and tell each other.
      ${unrolled(
        quarters * vectors,
        (k) => `let own${k} = filter4[${element(`${k * QUAD} + lane`)}];
        ${unrolled(QUAD, (from) => `let part${k * QUAD + from} = quadBroadcast(own${k}, ${from});`)}`,
      )}
      ${eachChannel((c) => eachVector((v) => `let weight${c}_${v} = ${weight(c, v)};`))}
      // The last shares begin early, and write some of what others write: the same.
      let first = min(share * uniforms.turns, uniforms.positions - uniforms.turns);
      let place = placeOf(first, uniforms.gridW);
      let firstT = 0; let endT = uniforms.gridT; let firstH = 0; let endH = uniforms.gridH;
      var b = place.x; var t = place.y; var h = place.z; var w = place.w;
      let stepX = uniforms.scaleW * ${quarters}; let stepTo = uniforms.spreadW * uniforms.vectors;
      ${row('var ')}
      at += w * stepX;
      to += w * stepTo;
      for (var turn = 0; turn < uniforms.turns; turn++) {
        ${unrolled(quarters, (k) => `let x${k} = source[at + ${k}];`)}
        ${eachVector(
          (v) =>
            `result[to + ${v}] = ${eachChannel((c) => `x${c >> 2}.${COMPONENTS[c & 3]!} * weight${c}_${v}`, ' + ')};`,
        )}
        w++;
        at += stepX;
        to += stepTo;
        if (w == uniforms.gridW) {
          w = 0;${NEXT_ROW_OF_BOX}
          ${row('')}
        }
      }
    }`;
}

/** Fewer quads would leave a core idle; each of them reads the filter. */
const FEWEST_QUADS = 8;
/** Of one quad: more would be a long dispatch. */
const MOST_FLOPS = 1e8;
/** What writing a vector costs, in multiply-adds. */
const WRITE = 20;

function sharesOf({ batch, grid, summed, given }: Walk, { vectors }: Tiling) {
  const positions = batch * product(grid);
  const vectorTiles = given / (4 * vectors);
  const quads = Math.ceil(
    Math.max(FEWEST_QUADS / vectorTiles, (2 * positions * summed * 4 * vectors) / MOST_FLOPS),
  );
  const turns = Math.ceil(positions / (QUAD * quads));
  return { positions, vectorTiles, turns, quads: Math.ceil(positions / (QUAD * turns)) * vectorTiles };
}

/** Multiply-adds that the pass costs, in all; and what has to be compiled. */
function costOf(walk: Walk, tiling: Tiling): Costed<Tiling> {
  const { summed } = walk;
  const { turns, quads } = sharesOf(walk, tiling);
  const products = summed * 4 * tiling.vectors;
  const perTurn = READ * summed + products + WRITE * tiling.vectors + TURN;
  return {
    tiling,
    cost: quads * (turns * perTurn + (READ * products) / QUAD),
    sums: 4 * tiling.vectors,
    products,
  };
}

/** Tilings of a pointwise convolution whose channels fill vectors, and what they cost; none of any other. */
export function pointTilings(walk: Walk): Costed<Tiling>[] {
  const { pointwise, summed, given } = walk;
  if (!pointwise || summed % 4 !== 0) return [];
  return [1, 2, 3, 4, 5, 6, 7, 8]
    .filter((vectors) => given % (4 * vectors) === 0 && summed * 4 * vectors <= MOST_PRODUCTS)
    .map((vectors) => costOf(walk, { kind: 'points', positions: 1, vectors, chunks: 1 }));
}

export function productsByPoints(
  backend: WebGPUBackend,
  walk: Walk,
  source: tf.TensorInfo,
  filter: tf.TensorInfo,
  tiling: Tiling,
): tf.TensorInfo {
  const { key, shape, summed, given } = walk;
  const { positions, vectorTiles, turns, quads } = sharesOf(walk, tiling);
  return runGroups(backend, {
    key: `${key}Points_${summed}_${tiling.vectors}`,
    extensions: ['subgroups'],
    inputs: [
      { name: 'source', tensor: source, width: 4 },
      { name: 'filter4', tensor: filter, width: 4 },
    ],
    outputs: [{ name: 'result', shape, width: 4, cleared: walk.leavesZeros }],
    groups: quads,
    lanes: QUAD,
    flopsPerThread: 2 * turns * summed * 4 * tiling.vectors,
    integers: { ...walk.integers, vectors: given / 4, vectorTiles, positions, turns },
    code: () => pointsCode(walk, tiling),
  })[0]!;
}
