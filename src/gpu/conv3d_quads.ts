/**
 * The sum of products by quads: four neighbouring threads compute one tile. Each reads a run of positions along W of
 * its own, and every fourth channel of the filter; positions go round the quad by swaps, so that a quad reads nothing
 * twice. It pays where reading costs as much as a dozen multiply-adds, and subgroups are four wide: on software.
 */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Tiling } from './conv3d_geometry';
import { FILTER_TAP, firstTap, nextTap, PLACES, type Walk } from './conv3d_walk';
import { COMPONENTS, runGroups, unrolled, widthOf, type Width } from './program';

/** A workgroup is one quad: its control flow is uniform, and any order of its threads is as good. */
export const QUAD = 4;
/** Sums of a thread: more take the compiler too long. */
const MOST_SUMS = 256;
/** What a quad has read, once it has gone round by `slot`: that of another thread of the quad. */
export const swapped = (value: string, slot: number) =>
  slot === 0 ? value : `${['', 'quadSwapX', 'quadSwapY', 'quadSwapDiagonal'][slot]!}(${value})`;

interface Tile extends Tiling {
  readonly width: Width;
  /** Channels of a turn, in array elements of the source. */
  readonly depth: number;
  /** Steps along W of a turn. */
  readonly steps: number;
}

function tileOf({ summed, stepsW, everyStepMeets, sign }: Walk, tiling: Tiling): Tile {
  const width = widthOf(summed);
  const depth = width === 4 ? tiling.chunks : [3, 2, 1].find((count) => summed % count === 0)!;
  // Steps together share what they read; those that meet nothing cost as much as the others.
  const together = stepsW > 1 && (everyStepMeets || (sign === '-' && stepsW > 3));
  return { ...tiling, width, depth, steps: together ? stepsW : 1 };
}

/** From the first of the source positions along W that a turn reads to behind its last. */
const spanOf = ({ positions, steps }: Tile, scaleW: number) => (positions - 1) * scaleW + steps;

/** Those of them that it reads: with longer strides than steps some lie between. */
function columnsOf(tile: Tile, scaleW: number): number[] {
  const all = Array.from({ length: spanOf(tile, scaleW) }, (_, k) => k);
  return all.filter((k) => k % scaleW < tile.steps);
}

function quadsCode(walk: Walk, tile: Tile): string {
  const { positions, vectors, width, depth, steps } = tile;
  const { sign, scaleW, everyStepMeets } = walk;
  const forward = sign === '+';
  const span = spanOf(tile, scaleW);
  const columns = columnsOf(tile, scaleW);
  const eachColumn = (piece: (k: number) => string) => columns.map(piece).join('\n');
  const columnOf = (i: number, j: number) => (forward ? i * scaleW + j : i - j + steps - 1);
  const each = (piece: (i: number) => string) => unrolled(positions, piece);
  const eachSlot = (piece: (slot: number) => string) => unrolled(QUAD, piece);
  const eachVector = (piece: (v: number) => string) => unrolled(vectors, piece);
  const weightAt = (j: number, channel: number, v: number) => {
    const read = `filter1[at + ${j} * hopLength + ${channel} * channelStep + ${v * QUAD} * givenStep]`;
    return everyStepMeets || steps === 1
      ? read
      : `select(0.0, ${read}, tapW + ${j} * hopW < uniforms.kernelW)`;
  };
  const channelCode = (channel: number, value: (k: number) => string) => `{
          ${eachColumn((k) => eachSlot((slot) => `let x${k}_${slot} = ${swapped(value(k), slot)};`))}
          ${unrolled(
            steps,
            (j) => `{
            ${eachVector((v) => `let weight${v} = ${weightAt(j, channel, v)};`)}
            ${each((i) =>
              eachSlot((slot) =>
                eachVector((v) => `sum${i}_${slot}_${v} += x${columnOf(i, j)}_${slot} * weight${v};`),
              ),
            )}
          }`,
          )}
        }`;
  const moved = `f = ${FILTER_TAP} * tapLength + n * givenStep;`;
  return `
    ${PLACES}
    fn run(group : i32, lane : i32) {
      let sourceT = uniforms.sourceT; let sourceH = uniforms.sourceH; let sourceW = uniforms.sourceW;
      let channels = uniforms.channels; let given = uniforms.given;
      let channelStep = uniforms.channelStep; let givenStep = uniforms.givenStep;
      let tapLength = uniforms.tapLength;

      let classIndex = group / uniforms.classGroups;
      let tile = group % uniforms.classGroups;
      let n = (tile / uniforms.runTiles) * ${QUAD * vectors} + lane;
      let ownRun = (tile % uniforms.runTiles) * ${QUAD} + lane;
      ${walk.classCode}
      let loopFirstW = ${steps > 1 ? '0' : 'firstW'}; let loopEndW = ${steps > 1 ? '1' : 'endW'};
      let turns = (endT - firstT) * (endH - firstH) * (loopEndW - loopFirstW) * channels / ${depth};
      let hopLength = hopW * tapLength;

      var place = placeOf(min(ownRun, uniforms.runs - 1), uniforms.rowRuns);
      place.w *= ${positions};
      let t = place.y * uniforms.scaleT + offsetT;
      let h = place.z * uniforms.scaleH + offsetH;
      let w = place.w * ${scaleW} + offsetW${forward ? '' : ` - ${steps - 1}`};
      ${each((i) => eachSlot((slot) => eachVector((v) => `var sum${i}_${slot}_${v} = 0.0;`)))}
      var f = 0;
      ${firstTap(moved)}
      for (var turn = 0; turn < turns; turn++) {
        let inRow = (u32(t ${sign} jt) < u32(sourceT)) & (u32(h ${sign} jh) < u32(sourceH));
        let column = w ${sign} jw;
        let from0 = (((place.x * sourceT + t ${sign} jt) * sourceH + h ${sign} jh) * sourceW + column) * channels + c;
        ${unrolled(span - 1, (k) => `let from${k + 1} = from${k} + channels;`)}
        ${eachColumn((k) => `let inside${k} = inRow & (u32(column + ${k}) < u32(sourceW));`)}
        ${unrolled(
          depth,
          (u) => `{
        let at = f${width === 4 ? ` + ${u * 4} * channelStep` : ` + ${u} * channelStep`};
        ${eachColumn((k) => `let x${k} = select(${width === 4 ? 'vec4<f32>()' : '0.0'}, source[from${k} + ${u}], inside${k});`)}
        ${width === 4 ? unrolled(4, (q) => channelCode(q, (k) => `x${k}.${COMPONENTS[q]!}`)) : channelCode(0, (k) => `x${k}`)}
        }`,
        )}
        ${nextTap(depth, moved, `f += ${depth * width} * channelStep;`)}
      }

      let rowTarget = targetOf(vec4<i32>(place.xyz, 0), startT, startH, 0);
      let ends = select((uniforms.resultW - startW + uniforms.spreadW - 1) / uniforms.spreadW - place.w, 0,
        (ownRun >= uniforms.runs) | (rowTarget < 0));
      let ownTarget = rowTarget + place.w * uniforms.spreadW + startW;
      ${eachSlot(
        (slot) => `{
        let to = ${swapped('ownTarget', slot)};
        let count = ${swapped('ends', slot)};
        ${each(
          (i) => `if (${i} < count) {
          let first = (to + ${i} * uniforms.spreadW) * given + n;
          ${eachVector((v) => `if (n + ${v * QUAD} < given) { result[first + ${v * QUAD}] = sum${i}_${slot}_${v}; }`)}
        }`,
        )}
      }`,
      )}
    }`;
}

/** What reading a scalar costs on the software adapter, and carrying a sum to the next turn, in multiply-adds. */
export const READ = 12;
export const CARRY = 2.5;
export const TURN = 60;
/** A tiling is compiled once; how often it is run afterwards, in a short training and in one worth measuring for. */
const RUNS = 1000;
export const MANY_RUNS = 20_000;
/** What compiling costs of each sum of a thread and of each multiply-add of a turn, in multiply-adds. */
const COMPILE_SUM = 3e6;
const COMPILE_PRODUCT = 7e5;

/** A tiling, the multiply-adds that one run of it costs, and what has to be compiled: sums of a thread, products of a turn. */
export interface Costed<T> {
  readonly tiling: T;
  readonly cost: number;
  readonly sums: number;
  readonly products: number;
}

/** The cheapest first: on one core compiled, on two run. */
export function mostPromising<T>(tilings: readonly Costed<T>[], runs = RUNS): T[] {
  const total = ({ cost, sums, products }: Costed<T>) =>
    (runs * cost) / 2 + COMPILE_SUM * sums + COMPILE_PRODUCT * products;
  return tilings
    .filter(({ sums }) => sums <= MOST_SUMS)
    .sort((a, b) => total(a) - total(b))
    .map(({ tiling }) => tiling);
}

function quadsOf({ batch, grid, given }: Walk, { positions, vectors }: Tiling) {
  const rowRuns = Math.ceil(grid[2] / positions);
  const runs = batch * grid[0] * grid[1] * rowRuns;
  const runTiles = Math.ceil(runs / QUAD);
  return { rowRuns, runs, runTiles, quads: runTiles * Math.ceil(given / (QUAD * vectors)) };
}

function costOf(walk: Walk, tiling: Tiling): Costed<Tiling> {
  const tile = tileOf(walk, tiling);
  const { positions, vectors, width, depth, steps } = tile;
  const sums = QUAD * positions * vectors;
  const channels = width * depth;
  const products = sums * channels * steps;
  const turns = (walk.taps * walk.summed) / (channels * (steps > 1 ? walk.stepsW : 1));
  const reads = channels * (columnsOf(tile, walk.scaleW).length + vectors * steps);
  const perTurn = READ * reads + products + CARRY * sums + TURN;
  // Quads are shared out among two cores at the least.
  const quads = 2 * Math.ceil((walk.classes * quadsOf(walk, tiling).quads) / 2);
  return { tiling, cost: quads * (turns * perTurn + 20 * sums), sums, products };
}

const LONGEST_RUN = 8;
/** Tilings of a quad, and what they cost. */
export function quadTilings(walk: Walk): Costed<Tiling>[] {
  const lengths = Array.from({ length: Math.min(LONGEST_RUN, walk.grid[2]) }, (_, i) => i + 1);
  const chunks = walk.summed % 8 === 0 ? [1, 2] : [1];
  const all = lengths.flatMap((positions) =>
    [1, 2, 3, 4, 8].flatMap((vectors) =>
      chunks.map((each): Tiling => ({ kind: 'quads', positions, vectors, chunks: each })),
    ),
  );
  return all.map((tiling) => costOf(walk, tiling));
}

export function productsByQuads(
  backend: WebGPUBackend,
  walk: Walk,
  source: tf.TensorInfo,
  filter: tf.TensorInfo,
  tiling: Tiling,
): tf.TensorInfo {
  const tile = tileOf(walk, tiling);
  const { rowRuns, runs, runTiles, quads } = quadsOf(walk, tiling);
  const { key, sign, shape, summed, given, classes, scaleW } = walk;
  const { positions, vectors, depth, steps, width } = tile;
  return runGroups(backend, {
    key: `${key}Quads_${positions}_${vectors}_${depth}_${steps}_${scaleW}_${walk.everyStepMeets}`,
    extensions: ['subgroups'],
    inputs: [
      { name: 'source', tensor: source, width },
      { name: 'filter1', tensor: filter, width: 1 },
    ],
    outputs: [{ name: 'result', shape, width: 1, cleared: walk.leavesZeros }],
    groups: quads * classes,
    lanes: QUAD,
    flopsPerThread: 2 * QUAD * positions * vectors * walk.mostTaps * summed,
    integers: {
      ...walk.integers,
      channels: summed / width,
      given,
      channelStep: sign === '+' ? given : 1,
      givenStep: sign === '+' ? 1 : summed,
      tapLength: summed * given,
      rowRuns,
      runs,
      runTiles,
      classGroups: quads,
    },
    code: () => quadsCode(walk, tile),
  })[0]!;
}
