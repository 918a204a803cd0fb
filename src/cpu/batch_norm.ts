/** Batch norm with the residual and the ReLU behind it, on the CPU, by src/cpu/assembly; sums are float64. */
import type * as tf from '@tensorflow/tfjs';
import type { NormGradientAttributes } from '../gpu/batch_norm';
import type { NormAttributes } from '../gpu/batch_norm_forward';
import { OPERATION } from '../gpu/operations';
import bytes from './assembly/batch_norm.ts?assembly';
import { functionsOf } from './compiled';
import { emptyTensor, onCpu, sizeOf, written, type BackendWasm } from './heap';

const LANES = 4;
/** Words of 4 bytes that each channel takes: two sums and five tables. */
const WORDS = 2 * 2 + 5;
const functions = functionsOf<'addRows' | 'addSquares' | 'normalise' | 'addGradients' | 'inputGradient'>(
  bytes,
);

/** Sums and tables over channels, with room for a whole last vector. */
interface Tables {
  /** float64. */
  readonly sums: readonly [Float64Array, Float64Array];
  readonly mean: Float32Array;
  readonly inverse: Float32Array;
  readonly scale: Float32Array;
  readonly shift: Float32Array;
  readonly along: Float32Array;
}

/** The tables in their room: sums and what lies behind the last channel are zeros. */
function tablesIn(room: Float32Array): Tables {
  room.fill(0);
  const length = (room.length - 1) / WORDS;
  const { buffer } = room;
  const begin = Math.ceil(room.byteOffset / 8) * 8;
  const doubles = (row: number) => new Float64Array(buffer, begin + row * length * 8, length);
  const singles = (row: number) => new Float32Array(buffer, begin + (16 + row * 4) * length, length);
  return {
    sums: [doubles(0), doubles(1)],
    mean: singles(0),
    inverse: singles(1),
    scale: singles(2),
    shift: singles(3),
    along: singles(4),
  };
}

/** Like `written`, with tables of so many channels at hand. */
function writtenBy(
  backend: BackendWasm,
  channels: number,
  inputs: readonly tf.TensorInfo[],
  shapes: readonly (readonly number[])[],
  compute: (tables: Tables, inputs: readonly Float32Array[], outputs: readonly Float32Array[]) => void,
): tf.TensorInfo[] {
  // One word more, to begin at a multiple of 8 bytes.
  const room = emptyTensor(backend, [WORDS * LANES * Math.ceil(channels / LANES) + 1]);
  const results = written(backend, [room, ...inputs], shapes, ([space, ...given], outputs) =>
    compute(tablesIn(space!), given, outputs),
  );
  backend.disposeData(room.dataId);
  return results;
}

/** Addresses in the heap; what is not there is at 0. */
function at(...arrays: readonly (Float32Array | Float64Array | undefined)[]): number[] {
  return arrays.map((array) => array?.byteOffset ?? 0);
}

/** x [N,C] -> mean and biased variance of each channel [2,C], in two passes: no squares of uncentred values are subtracted. */
function momentsInto(backend: BackendWasm, x: Float32Array, moments: Float32Array, tables: Tables): void {
  const { addRows, addSquares } = functions(backend);
  const channels = moments.length / 2;
  const rows = x.length / channels;
  const { sums, mean } = tables;
  addRows(x.byteOffset, rows, channels, sums[0].byteOffset);
  for (let c = 0; c < channels; c++) mean[c] = moments[c] = sums[0][c]! / rows;
  addSquares(x.byteOffset, rows, channels, mean.byteOffset, sums[1].byteOffset);
  for (let c = 0; c < channels; c++) moments[channels + c] = sums[1][c]! / rows;
}

/** y = [relu]((x − mean) / √(variance + ε) · γ + β [+ residual]). */
function applied(
  backend: BackendWasm,
  x: Float32Array,
  moments: Float32Array,
  [gamma, beta, residual]: readonly (Float32Array | undefined)[],
  y: Float32Array,
  { mean, scale, shift }: Tables,
  { epsilon, relu }: NormAttributes,
): void {
  const channels = moments.length / 2;
  mean.set(moments.subarray(0, channels));
  shift.set(beta!);
  for (let c = 0; c < channels; c++) scale[c] = gamma![c]! / Math.sqrt(moments[channels + c]! + epsilon);
  const [from, ...rest] = at(x, mean, scale, shift, residual, y);
  functions(backend).normalise(from!, x.length / channels, channels, ...rest, relu ? 1 : 0);
}

onCpu<NormAttributes>(OPERATION.normTrain, ({ backend, inputs, attrs }) => {
  const { x, gamma, beta, residual } = inputs;
  const channels = gamma!.shape[0]!;
  const given = [x!, gamma!, beta!, ...(residual ? [residual] : [])];
  const shapes = [x!.shape, [2, channels]];
  return writtenBy(backend, channels, given, shapes, (tables, [values, ...rest], [y, moments]) => {
    momentsInto(backend, values!, moments!, tables);
    applied(backend, values!, moments!, rest, y!, tables, attrs);
  });
});

onCpu<NormAttributes>(OPERATION.normEval, ({ backend, inputs, attrs }) => {
  const { x, moments, gamma, beta, residual } = inputs;
  const given = [x!, moments!, gamma!, beta!, ...(residual ? [residual] : [])];
  return writtenBy(backend, gamma!.shape[0]!, given, [x!.shape], (tables, [values, by, ...rest], [y]) =>
    applied(backend, values!, by!, rest, y!, tables, attrs),
  );
});

/** With m = dy where the ReLU let it through and x̂ = (x − mean) / σ: dβ = Σ m, dγ = Σ m·x̂, and dx of them as on WebGPU. */
onCpu<NormGradientAttributes>(OPERATION.normGradient, ({ backend, inputs, attrs }) => {
  const { dy, x, gamma, moments, y } = inputs;
  const { epsilon, added, training } = attrs;
  const relu = attrs.relu ? 1 : 0;
  const channels = gamma!.shape[0]!;
  const rows = sizeOf(x!) / channels;
  const shapes = [x!.shape, [channels], [channels], ...(relu && added ? [x!.shape] : [])];
  const given = [dy!, x!, y!, gamma!, moments!];
  return writtenBy(backend, channels, given, shapes, (tables, arrays, [dx, dGamma, dBeta, masked]) => {
    const [dyOf, xOf, yOf, gammaOf, momentsOf] = arrays;
    const { sums, mean, inverse, scale, shift, along } = tables;
    const passes = functions(backend);
    mean.set(momentsOf!.subarray(0, channels));
    for (let c = 0; c < channels; c++) inverse[c] = 1 / Math.sqrt(momentsOf![channels + c]! + epsilon);
    const features = [...at(dyOf, xOf, yOf), rows, channels, ...at(mean, inverse)];
    passes.addGradients(...features, ...at(...sums), relu);
    dBeta!.set(sums[0].subarray(0, channels));
    dGamma!.set(sums[1].subarray(0, channels));
    // The moments that were given do not move with x.
    const share = training ? 1 / rows : 0;
    for (let c = 0; c < channels; c++) {
      shift[c] = sums[0][c]! * share;
      along[c] = sums[1][c]! * share;
      scale[c] = gammaOf![c]! * inverse[c]!;
    }
    passes.inputGradient(...features, ...at(scale, shift, along, dx, masked), relu);
  });
});
