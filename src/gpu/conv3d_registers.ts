/** The sum of products by threads on their own: each computes a tile of positions and channels in its registers. */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { product, type Tiling } from './conv3d_geometry';
import { FILTER_TAP, firstTap, nextTap, PLACES, type Walk } from './conv3d_walk';
import { COMPONENTS, runProgram, unrolled, widthOf, type Width } from './program';

/** Neighbouring threads take neighbouring positions in groups of this many. */
const LANES = 8;

interface Tile extends Tiling {
  /** Of the source, the filter and the result. */
  readonly width: Width;
  readonly filterWidth: Width;
  readonly resultWidth: Width;
  /** Array elements of the source that a turn takes. */
  readonly depth: number;
}

function tileOf({ sign, summed, given }: Walk, tiling: Tiling): Tile {
  const width = widthOf(summed);
  const elements = summed / width;
  const depths = width === 4 ? [tiling.chunks, 1] : [3, 2, 1];
  return {
    ...tiling,
    width,
    // The filter's rows run over the channels of the result of a forward pass, and over those summed of a gradient.
    filterWidth: sign === '+' ? widthOf(given) : width,
    resultWidth: widthOf(given),
    depth: depths.find((count) => elements % count === 0)!,
  };
}

/** What one element of the source gives: its channels in their order, each by a vector of channels of the result. */
function forwardProducts({ positions, vectors, width, filterWidth }: Tile, u: number): string {
  const at = (channel: number, v: number) => `f + ${channel} * uniforms.rowLength + ${v * (4 / filterWidth)}`;
  const weights = (channel: number, v: number) =>
    filterWidth === 4
      ? `filter4[${at(channel, v)}]`
      : `vec4<f32>(${unrolled(4, (q) => `filter4[${at(channel, v)} + ${q}]`, ', ')})`;
  return unrolled(
    width,
    (q) => `{
            ${unrolled(vectors, (v) => `let weights${v} = ${weights(u * width + q, v)};`)}
            ${unrolled(positions, (i) =>
              unrolled(
                vectors,
                (v) => `sum${i}_${v} += ${width === 4 ? `x${i}.${COMPONENTS[q]!}` : `x${i}`} * weights${v};`,
              ),
            )}
          }`,
  );
}

/** The same where the rows of the filter run over the channels that are summed over. */
function gradientProducts({ positions, vectors, width }: Tile, u: number): string {
  return unrolled(
    4 * vectors,
    (j) => `{
            let weights = filter4[f + ${u} + ${j} * channels];
            ${unrolled(positions, (i) => {
              const sum = `sum${i}_${j >> 2}.${COMPONENTS[j & 3]!}`;
              return width === 4
                ? unrolled(4, (q) => `${sum} += x${i}.${COMPONENTS[q]!} * weights.${COMPONENTS[q]!};`, ' ')
                : `${sum} += x${i} * weights;`;
            })}
          }`,
  );
}

function registersCode({ sign, classCode }: Walk, tile: Tile): string {
  const { positions, vectors, width, filterWidth, resultWidth, depth } = tile;
  const forward = sign === '+';
  const each = (piece: (i: number) => string) => unrolled(positions, piece);
  const eachVector = (piece: (v: number) => string) => unrolled(vectors, piece);
  const written = (i: number, v: number) =>
    resultWidth === 4
      ? `if (n + ${v * 4} < given) { result[(to * given + n) / 4 + ${v}] = sum${i}_${v}; }`
      : unrolled(
          4,
          (q) => `if (n + ${v * 4 + q} < given) {
            result[to * given + n + ${v * 4 + q}] = sum${i}_${v}.${COMPONENTS[q]!};
          }`,
        );
  const moved = `
          step = ((jt * sourceH + jh) * sourceW + jw) * channels;
          f = ${FILTER_TAP} * tapLength + ${forward ? `n / ${filterWidth}` : 'n * channels'};`;
  return `
    ${PLACES}
    fn run(index : i32) {
      let sourceT = uniforms.sourceT; let sourceH = uniforms.sourceH; let sourceW = uniforms.sourceW;
      let channels = uniforms.channels; let given = uniforms.given;
      let tapLength = uniforms.tapLength;
      let positions = uniforms.positions;

      let classIndex = index / uniforms.classThreads;
      let inClass = index % uniforms.classThreads;
      let n = (inClass / uniforms.positionTiles) * ${4 * vectors};
      let tile = inClass % uniforms.positionTiles;
      let base = (tile / ${LANES}) * ${LANES * positions} + tile % ${LANES};
      ${classCode}
      let loopFirstW = firstW; let loopEndW = endW;
      let turns = (endT - firstT) * (endH - firstH) * (endW - firstW) * channels / ${depth};
      ${each(
        (i) => `
      let place${i} = placeOf(min(base + ${i * LANES}, positions - 1), uniforms.gridW);
      let t${i} = place${i}.y * uniforms.scaleT + offsetT;
      let h${i} = place${i}.z * uniforms.scaleH + offsetH;
      let w${i} = place${i}.w * uniforms.scaleW + offsetW;
      let corner${i} = (((place${i}.x * sourceT + t${i}) * sourceH + h${i}) * sourceW + w${i}) * channels;
      ${eachVector((v) => `var sum${i}_${v} = vec4<f32>();`)}`,
      )}
      var step = 0; var f = 0;
      ${firstTap(moved)}
      for (var turn = 0; turn < turns; turn++) {
        ${each(
          (i) => `
        let inside${i} = (u32(t${i} ${sign} jt) < u32(sourceT)) & (u32(h${i} ${sign} jh) < u32(sourceH))
          & (u32(w${i} ${sign} jw) < u32(sourceW));
        let at${i} = select(0, corner${i} ${sign} step + c, inside${i});`,
        )}
        ${unrolled(
          depth,
          (u) => `{
          ${each((i) => `let x${i} = select(${width === 4 ? 'vec4<f32>()' : '0.0'}, source[at${i} + ${u}], inside${i});`)}
          ${forward ? forwardProducts(tile, u) : gradientProducts(tile, u)}
        }`,
        )}
        ${nextTap(depth, moved, `f += ${depth}${forward ? ` * ${width} * uniforms.rowLength` : ''};`)}
      }
      ${each(
        (i) => `{
        let to = targetOf(place${i}, startT, startH, startW);
        if (base + ${i * LANES} < positions && to >= 0) { ${eachVector((v) => written(i, v))} }
      }`,
      )}
    }`;
}

/** Tilings of a thread; none is known to be better than another. */
export function registerTilings({ given, summed }: Walk): Tiling[] {
  const vectors = [1, 2, 4].filter((count) => count === 1 || count * 4 <= given);
  const chunks = summed % 8 === 0 ? [1, 2] : [1];
  return vectors.flatMap((count) =>
    [4, 8].flatMap((positions) =>
      chunks.map((each): Tiling => ({ kind: 'registers', positions, vectors: count, chunks: each })),
    ),
  );
}

export function productsInRegisters(
  backend: WebGPUBackend,
  walk: Walk,
  source: tf.TensorInfo,
  filter: tf.TensorInfo,
  tiling: Tiling,
): tf.TensorInfo {
  const tile = tileOf(walk, tiling);
  const { key, shape, summed, given, classes, batch, grid } = walk;
  const { positions: own, vectors, width, filterWidth, resultWidth, depth } = tile;
  const positions = batch * product(grid);
  const positionTiles = Math.ceil(positions / (LANES * own)) * LANES;
  const classThreads = positionTiles * Math.ceil(given / (4 * vectors));
  return runProgram(backend, {
    key: `${key}_${own}_${vectors}_${depth}`,
    inputs: [
      { name: 'source', tensor: source, width },
      { name: 'filter4', tensor: filter, width: filterWidth },
    ],
    output: { shape, width: resultWidth, cleared: walk.leavesZeros },
    threads: classThreads * classes,
    flopsPerThread: 2 * own * vectors * 4 * walk.mostTaps * summed,
    integers: {
      ...walk.integers,
      channels: summed / width,
      given,
      rowLength: given / filterWidth,
      tapLength: (summed * given) / filterWidth,
      positions,
      positionTiles,
      classThreads,
    },
    code: () => registersCode(walk, tile),
  });
}
