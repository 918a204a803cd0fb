/**
 * Gradient of a 3D convolution to its input: dx[i] = Σ over taps k with i + padding − k = stride · o of filter[k] · dy[o].
 * Input positions whose index leaves the same remainder by the stride meet the same taps; a thread's positions are all
 * of one such class, so that it never steps on a tap that does not meet them.
 */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  axes,
  chunksOf,
  FLOOR_DIVISION,
  LANES,
  product,
  type ConvGeometry,
  type Tiling,
  type Triple,
} from './conv3d_geometry';
import { runProgram, unrolled, widthOf, type Width } from './program';

interface Tile extends Tiling {
  /** Of dy and the filter (by Cout), and of dx (by Cin). */
  readonly yWidth: Width;
  readonly xWidth: Width;
}

/** First and end of the steps j along one axis whose tap k = remainder + stride · j meets dy at any position of the class. */
function stepsCode(axis: 'T' | 'H' | 'W'): string {
  const lower = axis.toLowerCase();
  return `
      let shift${axis} = (${lower}Class + uniforms.padding${axis}) / uniforms.stride${axis};
      let tap${axis} = ${lower}Class + uniforms.padding${axis} - shift${axis} * uniforms.stride${axis};
      let first${axis} = max(0, shift${axis} - out${axis} + 1);
      let end${axis} = min(
        floorDivide(uniforms.kernel${axis} - tap${axis} + uniforms.stride${axis} - 1, uniforms.stride${axis}),
        class${axis} + shift${axis});
      let steps${axis} = max(0, end${axis} - first${axis});`;
}

function inputGradientCode({ positions, vectors, chunks, yWidth, xWidth }: Tile): string {
  const each = (piece: (i: number) => string) => unrolled(positions, piece);
  const channels = vectors * 4;
  const eachChannel = (piece: (j: number) => string) => unrolled(channels, piece);
  const zero = yWidth === 4 ? 'vec4<f32>()' : '0.0';
  const times = (a: string, b: string) => (yWidth === 4 ? `dot(${a}, ${b})` : `${a} * ${b}`);
  const written = (i: number) =>
    xWidth === 4
      ? unrolled(
          vectors,
          (v) => `if (n + ${v * 4} < inChannels) {
            result[(to${i} * inChannels + n) / 4 + ${v}] =
              vec4<f32>(${unrolled(4, (q) => `sum${i}_${v * 4 + q}`, ', ')});
          }`,
        )
      : eachChannel(
          (j) => `if (n + ${j} < inChannels) { result[to${i} * inChannels + n + ${j}] = sum${i}_${j}; }`,
        );
  return `
    ${FLOOR_DIVISION}
    fn run(index : i32) {
      let outT = uniforms.outT; let outH = uniforms.outH; let outW = uniforms.outW;
      let classT = uniforms.classT; let classH = uniforms.classH; let classW = uniforms.classW;
      let strideT = uniforms.strideT; let strideH = uniforms.strideH; let strideW = uniforms.strideW;
      let kernelH = uniforms.kernelH; let kernelW = uniforms.kernelW;
      let channels = uniforms.channels;
      let inChannels = uniforms.inChannels;
      let positions = uniforms.positions;

      let classIndex = index / uniforms.classThreads;
      let inClass = index % uniforms.classThreads;
      let n = (inClass / uniforms.positionTiles) * ${channels};
      let tile = inClass % uniforms.positionTiles;
      let wClass = classIndex % strideW;
      let hClass = (classIndex / strideW) % strideH;
      let tClass = classIndex / (strideW * strideH);
      ${stepsCode('T')}
      ${stepsCode('H')}
      ${stepsCode('W')}
      let turns = stepsT * stepsH * stepsW * channels / ${chunks};

      let base = (tile / ${LANES}) * ${LANES * positions} + tile % ${LANES};
      ${each(
        (i) => `
      let p${i} = min(base + ${i * LANES}, positions - 1);
      let row${i} = p${i} / classW;
      let plane${i} = row${i} / classH;
      let clip${i} = plane${i} / classT;
      let w${i} = p${i} - row${i} * classW + shiftW;
      let h${i} = row${i} - plane${i} * classH + shiftH;
      let t${i} = plane${i} - clip${i} * classT + shiftT;
      let corner${i} = (((clip${i} * outT + t${i}) * outH + h${i}) * outW + w${i}) * channels;
      ${eachChannel((j) => `var sum${i}_${j} = 0.0;`)}`,
      )}

      var jt = firstT; var jh = firstH; var jw = firstW; var c = 0;
      var step = ((jt * outH + jh) * outW + jw) * channels;
      var f = ((((tapT + jt * strideT) * kernelH + tapH + jh * strideH) * kernelW + tapW + jw * strideW)
        * inChannels + n) * channels;
      for (var turn = 0; turn < turns; turn++) {
        ${each(
          (i) => `
        let inside${i} = (u32(t${i} - jt) < u32(outT)) & (u32(h${i} - jh) < u32(outH)) & (u32(w${i} - jw) < u32(outW));`,
        )}
        ${unrolled(
          chunks,
          (u) => `{
          ${each((i) => `let dy${i} = select(${zero}, dy[select(0, corner${i} - step + c + ${u}, inside${i})], inside${i});`)}
          ${eachChannel(
            (j) => `{
            let weights = filter4[f + ${u} + ${j} * channels];
            ${each((i) => `sum${i}_${j} += ${times(`dy${i}`, 'weights')};`)}
          }`,
          )}
        }`,
        )}
        c += ${chunks};
        f += ${chunks};
        if (c == channels) {
          c = 0;
          jw++;
          let rowDone = jw == endW;
          jw = select(jw, firstW, rowDone);
          jh += select(0, 1, rowDone);
          let planeDone = jh == endH;
          jh = select(jh, firstH, planeDone);
          jt += select(0, 1, planeDone);
          step = ((jt * outH + jh) * outW + jw) * channels;
          f = ((((tapT + jt * strideT) * kernelH + tapH + jh * strideH) * kernelW + tapW + jw * strideW)
            * inChannels + n) * channels;
        }
      }
      ${each(
        (i) => `{
        let atW = (w${i} - shiftW) * strideW + wClass;
        let atH = (h${i} - shiftH) * strideH + hClass;
        let atT = (t${i} - shiftT) * strideT + tClass;
        if (base + ${i * LANES} < positions && atT < uniforms.inT && atH < uniforms.inH && atW < uniforms.inW) {
          let to${i} = ((clip${i} * uniforms.inT + atT) * uniforms.inH + atH) * uniforms.inW + atW;
          ${written(i)}
        }
      }`,
      )}
    }`;
}

/** dy [B,T',H',W',Cout], filter [kt,kh,kw,Cin,Cout] -> dx [B,T,H,W,Cin]. */
export function convInputGradient(
  backend: WebGPUBackend,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  geometry: ConvGeometry,
  tiling: Tiling,
): tf.TensorInfo {
  const { batch, input, output, kernel, strides, padding, inChannels, outChannels } = geometry;
  const yWidth = widthOf(outChannels);
  const tile: Tile = {
    ...tiling,
    chunks: chunksOf(tiling, outChannels, yWidth),
    yWidth,
    xWidth: widthOf(inChannels),
  };
  const ofClass = input.map((size, axis) => Math.ceil(size / strides[axis]!)) as unknown as Triple;
  const positions = batch * product(ofClass);
  const positionTiles = Math.ceil(positions / (LANES * tile.positions)) * LANES;
  const classThreads = positionTiles * Math.ceil(inChannels / (4 * tile.vectors));
  const classes = product(strides);
  const tapsOfClass = product(kernel) / classes;
  return runProgram(backend, {
    key: `conv3dInputGradient_${tile.positions}_${tile.vectors}_${tile.chunks}`,
    inputs: [
      { name: 'dy', tensor: dy, width: yWidth },
      { name: 'filter4', tensor: filter, width: yWidth },
    ],
    output: { shape: [batch, ...input, inChannels], width: tile.xWidth },
    threads: classThreads * classes,
    flopsPerThread: 2 * tile.positions * tile.vectors * 4 * tapsOfClass * outChannels,
    integers: {
      ...axes('in', input),
      ...axes('out', output),
      ...axes('class', ofClass),
      ...axes('stride', strides),
      ...axes('padding', padding),
      ...axes('kernel', kernel),
      channels: outChannels / yWidth,
      inChannels,
      positions,
      positionTiles,
      classThreads,
    },
    code: () => inputGradientCode(tile),
  });
}
