/**
 * The sum of products by workgroups: 64 threads bring the operands of 8 channels into their memory, and each computes a
 * tile of them in its registers. Each value is read from the buffers once a workgroup, which pays on graphics cards.
 */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { product, type Tiling } from './conv3d_geometry';
import { FILTER_TAP, firstTap, nextTap, PLACES, type Walk } from './conv3d_walk';
import { COMPONENTS, runGroups, unrolled, widthOf, WORKGROUP, type Width } from './program';

/** Threads along the positions, and along the channels of the result. */
const SIDE = 8;
/** Channels summed over that the memory holds at a time. */
const DEPTH = 8;

/** Barriers stand in uniform control flow: a workgroup is of one class, and no thread leaves before the end. */
function workgroupsCode({ sign, classCode }: Walk, { positions, vectors }: Tiling, width: Width): string {
  const forward = sign === '+';
  const rows = SIDE * positions;
  const columns = SIDE * vectors;
  /** Array elements of a position's 8 channels, and how many of all positions' a thread brings. */
  const elements = DEPTH / width;
  const brought = (rows * elements) / WORKGROUP;
  const each = (piece: (i: number) => string) => unrolled(positions, piece);
  const eachVector = (piece: (v: number) => string) => unrolled(vectors, piece);
  const eachBrought = (piece: (k: number) => string) => unrolled(brought, piece);
  const kept = (k: number) => `memoryX[(element * ${width}) * ${rows} + row${k}]`;
  const store = (k: number) =>
    width === 4
      ? unrolled(4, (q) => `memoryX[(element * 4 + ${q}) * ${rows} + row${k}] = value.${COMPONENTS[q]!};`)
      : `${kept(k)} = value;`;
  const moved = `
          step = ((jt * sourceH + jh) * sourceW + jw) * channels;
          f = ${FILTER_TAP} * tapLength;`;
  return `
    ${PLACES}
    var<workgroup> memoryX : array<f32, ${DEPTH * rows}>;
    var<workgroup> memoryF : array<vec4<f32>, ${DEPTH * columns}>;
    fn run(group : i32, lane : i32) {
      let sourceT = uniforms.sourceT; let sourceH = uniforms.sourceH; let sourceW = uniforms.sourceW;
      let channels = uniforms.channels; let given = uniforms.given;
      let tapLength = uniforms.tapLength;
      let channelStep = uniforms.channelStep; let givenStep = uniforms.givenStep;

      let classIndex = group / uniforms.classGroups;
      let tile = group % uniforms.classGroups;
      let firstN = (tile / uniforms.positionTiles) * ${4 * columns};
      let base = (tile % uniforms.positionTiles) * ${rows};
      ${classCode}
      let loopFirstW = firstW; let loopEndW = endW;
      let tapTurns = (channels + ${elements - 1}) / ${elements};
      let turns = (endT - firstT) * (endH - firstH) * (endW - firstW) * tapTurns;

      let element = lane % ${elements};
      ${eachBrought(
        (k) => `
      let row${k} = lane / ${elements} + ${(k * WORKGROUP) / elements};
      let place${k} = placeOf(min(base + row${k}, uniforms.positions - 1), uniforms.gridW);
      let t${k} = place${k}.y * uniforms.scaleT + offsetT;
      let h${k} = place${k}.z * uniforms.scaleH + offsetH;
      let w${k} = place${k}.w * uniforms.scaleW + offsetW;
      let corner${k} = (((place${k}.x * sourceT + t${k}) * sourceH + h${k}) * sourceW + w${k}) * channels + element;`,
      )}
      // Neighbours read neighbours: rows of the filter run over the result's channels, or over those summed.
      let deep = lane ${forward ? '/' : '%'} ${SIDE};
      let column = lane ${forward ? '%' : '/'} ${SIDE};
      let across = lane % ${SIDE};
      let along = lane / ${SIDE};
      ${each((i) => eachVector((v) => `var sum${i}_${v} = vec4<f32>();`))}
      var step = 0; var f = 0;
      ${firstTap(moved)}
      for (var turn = 0; turn < turns; turn++) {
        ${eachBrought(
          (k) => `{
          let inside = (c + element < channels) & (u32(t${k} ${sign} jt) < u32(sourceT))
            & (u32(h${k} ${sign} jh) < u32(sourceH)) & (u32(w${k} ${sign} jw) < u32(sourceW));
          let read = source[select(0, corner${k} ${sign} step + c, inside)];
          let value = select(${width === 4 ? 'vec4<f32>()' : '0.0'}, read, inside);
          ${store(k)}
        }`,
        )}
        ${eachVector(
          (v) => `{
          let channel = c * ${width} + deep;
          let inside = channel < channels * ${width};
          let n = firstN + (column + ${v * SIDE}) * 4;
          ${unrolled(
            4,
            (q) => `
          let inside${q} = inside & (n + ${q} < given);
          let weight${q} = select(0.0, filter1[select(0, f + channel * channelStep + (n + ${q}) * givenStep, inside${q})], inside${q});`,
          )}
          memoryF[deep * ${columns} + column + ${v * SIDE}] = vec4<f32>(${unrolled(4, (q) => `weight${q}`, ', ')});
        }`,
        )}
        workgroupBarrier();
        ${unrolled(
          DEPTH,
          (d) => `{
          ${eachVector((v) => `let weights${v} = memoryF[${d * columns} + across + ${v * SIDE}];`)}
          ${each(
            (i) => `{
            let value = memoryX[${d * rows} + along + ${i * SIDE}];
            ${eachVector((v) => `sum${i}_${v} += value * weights${v};`)}
          }`,
          )}
        }`,
        )}
        workgroupBarrier();
        ${nextTap(elements, moved)}
      }
      ${each(
        (i) => `{
        let p = base + along + ${i * SIDE};
        let to = targetOf(placeOf(p, uniforms.gridW), startT, startH, startW);
        if (p < uniforms.positions && to >= 0) {
          ${eachVector((v) =>
            unrolled(
              4,
              (q) => `if (firstN + (across + ${v * SIDE}) * 4 + ${q} < given) {
              result[to * given + firstN + (across + ${v * SIDE}) * 4 + ${q}] = sum${i}_${v}.${COMPONENTS[q]!};
            }`,
            ),
          )}
        }
      }`,
      )}
    }`;
}

/** Tilings of a workgroup; those whose channels would mostly be beyond the result's are left out. */
export function workgroupTilings({ given }: Walk): Tiling[] {
  return [1, 2]
    .filter((vectors) => vectors === 1 || given > 4 * SIDE)
    .flatMap((vectors) =>
      [4, 8].map((positions): Tiling => ({ kind: 'workgroup', positions, vectors, chunks: 1 })),
    );
}

export function productsByWorkgroups(
  backend: WebGPUBackend,
  walk: Walk,
  source: tf.TensorInfo,
  filter: tf.TensorInfo,
  tiling: Tiling,
): tf.TensorInfo {
  const { key, sign, shape, summed, given, classes, batch, grid } = walk;
  const width = widthOf(summed);
  const positions = batch * product(grid);
  const positionTiles = Math.ceil(positions / (SIDE * tiling.positions));
  const classGroups = positionTiles * Math.ceil(given / (4 * SIDE * tiling.vectors));
  return runGroups(backend, {
    key: `${key}Workgroups_${tiling.positions}_${tiling.vectors}`,
    inputs: [
      { name: 'source', tensor: source, width },
      { name: 'filter1', tensor: filter, width: 1 },
    ],
    outputs: [{ name: 'result', shape, width: 1, cleared: walk.leavesZeros }],
    groups: classGroups * classes,
    flopsPerThread: 2 * tiling.positions * tiling.vectors * 4 * walk.mostTaps * summed,
    integers: {
      ...walk.integers,
      channels: summed / width,
      given,
      channelStep: sign === '+' ? given : 1,
      givenStep: sign === '+' ? 1 : summed,
      tapLength: summed * given,
      positions,
      positionTiles,
      classGroups,
    },
    code: () => workgroupsCode(walk, tiling, width),
  })[0]!;
}
