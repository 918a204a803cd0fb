/**
 * Batch norm forward. In training two passes: mean and centred squares of each part of the positions, then all parts put
 * together (Chan 1983) and applied. Nowhere are squares of uncentred values subtracted from each other.
 */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  laneCode,
  normElement,
  normGeometry,
  normKey,
  normUniforms,
  type NormGeometry,
} from './batch_norm_geometry';
import { runGroups, runProgram, WORKGROUP, type Input } from './program';

export interface NormInputs {
  /** [..., C]. */
  readonly x: tf.TensorInfo;
  /** [C]. */
  readonly gamma: tf.TensorInfo;
  readonly beta: tf.TensorInfo;
  /** As x. */
  readonly residual?: tf.TensorInfo | undefined;
}

export interface NormAttributes {
  readonly epsilon: number;
  readonly relu: boolean;
  /** Whether there is a residual: its gradient is kept only then. */
  readonly added: boolean;
}

/** Values of part p: the last parts may be short, or empty. */
const COUNT = `
    fn countOf(part : i32) -> f32 {
      return f32(max(0, min(uniforms.stretch, uniforms.positions - part * uniforms.stretch)));
    }`;

/** x -> [parts,2,C]: mean and sum of centred squares of each part. */
function momentsOfParts(backend: WebGPUBackend, x: tf.TensorInfo, geometry: NormGeometry): tf.TensorInfo {
  const { width, channels, columns, rows, parts, tiles } = geometry;
  const type = normElement(geometry);
  return runGroups(backend, {
    key: `batchNormParts_${normKey(geometry)}`,
    inputs: [{ name: 'x', tensor: x, width }],
    outputs: [{ name: 'result', shape: [parts, 2, channels], width }],
    groups: parts * tiles,
    integers: normUniforms(geometry, parts),
    code: () => `
    var<workgroup> means : array<${type}, ${WORKGROUP}>;
    var<workgroup> squares : array<${type}, ${WORKGROUP}>;
    var<workgroup> counts : array<f32, ${rows}>;
    fn run(group : i32, lane : i32) {
      ${laneCode(geometry)}
      // Around the lane's own first value: that keeps the loss of digits below the number of values a lane sees.
      let first = min(begin + row, uniforms.positions - 1) * uniforms.vectors + c;
      let origin = x[first];
      var sum = ${type}();
      var square = ${type}();
      var count = 0.0;
      for (var p = begin + row; p < end; p += ${rows}) {
        let value = x[p * uniforms.vectors + c] - origin;
        sum += value;
        square += value * value;
        count += 1.0;
      }
      let mean = sum / max(count, 1.0);
      means[lane] = origin + mean;
      squares[lane] = max(square - sum * mean, ${type}());
      if (column == 0) { counts[row] = count; }
      workgroupBarrier();
      if (row == 0 && exists) {
        var total = 0.0;
        var together = ${type}();
        var spread = ${type}();
        for (var i = 0; i < ${rows}; i++) {
          let n = counts[i];
          let grown = max(total + n, 1.0);
          let apart = means[i * ${columns} + column] - together;
          together += apart * (n / grown);
          spread += squares[i * ${columns} + column] + apart * apart * (total * n / grown);
          total += n;
        }
        result[part * 2 * uniforms.vectors + c] = together;
        result[(part * 2 + 1) * uniforms.vectors + c] = spread;
      }
    }`,
  })[0]!;
}

function inputsOf({ x, gamma, beta, residual }: NormInputs, { width }: NormGeometry): Input[] {
  const inputs = { x, gamma, beta, ...(residual ? { residual } : {}) };
  return Object.entries(inputs).map(([name, tensor]) => ({ name, tensor, width }));
}

/** (x − mean) · scale + shift [+ residual], [cut at 0]: of element `at`. */
function normalisedCode(attributes: NormAttributes, hasResidual: boolean, type: string): string {
  const sum = `(x[at] - mean) * scale + shift${hasResidual ? ' + residual[at]' : ''}`;
  return attributes.relu ? `max(${sum}, ${type}())` : sum;
}

/** In training: [y, moments [2,C]], the batch's mean and biased variance. */
export function normTrainForward(
  backend: WebGPUBackend,
  inputs: NormInputs,
  attributes: NormAttributes,
): tf.TensorInfo[] {
  const geometry = normGeometry(inputs.x);
  const { width, channels, columns, rows, tiles, strips } = geometry;
  const type = normElement(geometry);
  const inParts = momentsOfParts(backend, inputs.x, geometry);
  const outputs = runGroups(backend, {
    key: `batchNormApply_${normKey(geometry)}_${attributes.relu}_${inputs.residual !== undefined}`,
    inputs: [...inputsOf(inputs, geometry), { name: 'inParts', tensor: inParts, width }],
    outputs: [
      { name: 'result', shape: inputs.x.shape, width },
      { name: 'moments', shape: [2, channels], width },
    ],
    groups: strips * tiles,
    // `stretch` is that of the parts, whose counts are needed here; the strip has its own.
    integers: {
      ...normUniforms(geometry, geometry.parts),
      strip: rows * Math.ceil(geometry.positions / (strips * rows)),
    },
    floats: { epsilon: attributes.epsilon },
    code: () => `
    ${COUNT}
    var<workgroup> means : array<${type}, ${columns}>;
    var<workgroup> scales : array<${type}, ${columns}>;
    fn run(group : i32, lane : i32) {
      ${laneCode(geometry)}
      if (row == 0) {
        // Differences from the first part: a channel that does not vary keeps its value to the last bit.
        let origin = inParts[c];
        var sum = ${type}();
        for (var i = 1; i < uniforms.parts; i++) {
          sum += (inParts[i * 2 * uniforms.vectors + c] - origin) * countOf(i);
        }
        let n = f32(uniforms.positions);
        let average = origin + sum / n;
        var spread = ${type}();
        for (var i = 0; i < uniforms.parts; i++) {
          let apart = inParts[i * 2 * uniforms.vectors + c] - average;
          spread += inParts[(i * 2 + 1) * uniforms.vectors + c] + apart * apart * countOf(i);
        }
        let variance = spread / n;
        means[column] = average;
        scales[column] = gamma[c] / sqrt(variance + uniforms.epsilon);
        if (part == 0 && exists) {
          moments[c] = average;
          moments[uniforms.vectors + c] = variance;
        }
      }
      workgroupBarrier();
      if (exists) {
        let mean = means[column];
        let scale = scales[column];
        let shift = beta[c];
        let last = min((part + 1) * uniforms.strip, uniforms.positions);
        for (var p = part * uniforms.strip + row; p < last; p += ${rows}) {
          let at = p * uniforms.vectors + c;
          result[at] = ${normalisedCode(attributes, inputs.residual !== undefined, type)};
        }
      }
    }`,
  });
  backend.disposeData(inParts.dataId);
  return outputs;
}

/** By given moments [2,C]. */
export function normEvalForward(
  backend: WebGPUBackend,
  inputs: NormInputs,
  moments: tf.TensorInfo,
  attributes: NormAttributes,
): tf.TensorInfo {
  const geometry = normGeometry(inputs.x);
  const { width, vectors, positions } = geometry;
  return runProgram(backend, {
    key: `batchNormEval_${attributes.relu}_${inputs.residual !== undefined}`,
    inputs: [...inputsOf(inputs, geometry), { name: 'moments', tensor: moments, width }],
    output: { shape: inputs.x.shape, width },
    threads: positions * vectors,
    integers: { vectors },
    floats: { epsilon: attributes.epsilon },
    code: () => `
    fn run(at : i32) {
      let c = at % uniforms.vectors;
      let mean = moments[c];
      let scale = gamma[c] / sqrt(moments[uniforms.vectors + c] + uniforms.epsilon);
      let shift = beta[c];
      result[at] = ${normalisedCode(attributes, inputs.residual !== undefined, normElement(geometry))};
    }`,
  });
}
