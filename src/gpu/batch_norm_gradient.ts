/**
 * Batch norm backward, in closed form. With m = dy where the ReLU let it through, and x̂ = (x − mean) / σ:
 * dβ = Σ m, dγ = Σ m·x̂, dx = γ/σ · (m − dβ/N − x̂·dγ/N) in training and γ/σ · m in evaluation, dresidual = m.
 */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { NormAttributes } from './batch_norm_forward';
import { laneCode, normElement, normGeometry, normKey, normUniforms } from './batch_norm_geometry';
import { runGroups, WORKGROUP } from './program';

export interface NormSaved {
  readonly x: tf.TensorInfo;
  readonly gamma: tf.TensorInfo;
  /** What the forward pass gave: it is positive where the ReLU let through. */
  readonly y: tf.TensorInfo;
  /** Mean and variance it was normalised by, [2,C]. */
  readonly moments: tf.TensorInfo;
}

export interface NormGradients {
  readonly dx: tf.TensorInfo;
  readonly dGamma: tf.TensorInfo;
  readonly dBeta: tf.TensorInfo;
  /** dy itself where there is no ReLU. */
  readonly masked: tf.TensorInfo;
}

/** `training`: the moments were the batch's own and change with x. The caller disposes all four. */
export function normGradients(
  backend: WebGPUBackend,
  dy: tf.TensorInfo,
  { x, gamma, y, moments }: NormSaved,
  { epsilon, relu }: NormAttributes,
  training: boolean,
): NormGradients {
  const geometry = normGeometry(x);
  const { width, channels, columns, rows, tiles, parts, strips } = geometry;
  const type = normElement(geometry);
  const [inParts, cut] = runGroups(backend, {
    key: `batchNormGradientParts_${normKey(geometry)}_${relu}`,
    inputs: [
      { name: 'dy', tensor: dy, width },
      { name: 'x', tensor: x, width },
      { name: 'moments', tensor: moments, width },
      ...(relu ? [{ name: 'y', tensor: y, width }] : []),
    ],
    outputs: [
      { name: 'result', shape: [parts, 2, channels], width },
      ...(relu ? [{ name: 'masked', shape: x.shape, width }] : []),
    ],
    groups: parts * tiles,
    integers: normUniforms(geometry, parts),
    code: () => `
    var<workgroup> sums : array<${type}, ${WORKGROUP}>;
    var<workgroup> products : array<${type}, ${WORKGROUP}>;
    fn run(group : i32, lane : i32) {
      ${laneCode(geometry)}
      let mean = moments[c];
      var sum = ${type}();
      var product = ${type}();
      for (var p = begin + row; p < end; p += ${rows}) {
        let at = p * uniforms.vectors + c;
        ${
          relu
            ? `let m = select(${type}(), dy[at], y[at] > ${type}());
        if (exists) { masked[at] = m; }`
            : 'let m = dy[at];'
        }
        sum += m;
        product += m * (x[at] - mean);
      }
      sums[lane] = sum;
      products[lane] = product;
      workgroupBarrier();
      if (row == 0 && exists) {
        for (var i = 1; i < ${rows}; i++) {
          sum += sums[i * ${columns} + column];
          product += products[i * ${columns} + column];
        }
        result[part * 2 * uniforms.vectors + c] = sum;
        result[(part * 2 + 1) * uniforms.vectors + c] = product;
      }
    }`,
  }) as [tf.TensorInfo, tf.TensorInfo?];
  const masked = cut ?? dy;
  const [dx, dGamma, dBeta] = runGroups(backend, {
    key: `batchNormGradient_${normKey(geometry)}_${training}`,
    inputs: [
      { name: 'm', tensor: masked, width },
      { name: 'x', tensor: x, width },
      { name: 'gamma', tensor: gamma, width },
      { name: 'moments', tensor: moments, width },
      { name: 'inParts', tensor: inParts, width },
    ],
    outputs: [
      { name: 'result', shape: x.shape, width },
      { name: 'dGamma', shape: [channels], width },
      { name: 'dBeta', shape: [channels], width },
    ],
    groups: strips * tiles,
    integers: normUniforms(geometry, strips),
    floats: { epsilon },
    code: () => `
    var<workgroup> scales : array<${type}, ${columns}>;
    var<workgroup> shifts : array<${type}, ${columns}>;
    var<workgroup> slopes : array<${type}, ${columns}>;
    fn run(group : i32, lane : i32) {
      ${laneCode(geometry)}
      let mean = moments[c];
      if (row == 0) {
        var sum = ${type}();
        var product = ${type}();
        for (var i = 0; i < uniforms.parts; i++) {
          sum += inParts[i * 2 * uniforms.vectors + c];
          product += inParts[(i * 2 + 1) * uniforms.vectors + c];
        }
        let inverse = 1.0 / sqrt(moments[uniforms.vectors + c] + uniforms.epsilon);
        let n = f32(uniforms.positions);
        scales[column] = gamma[c] * inverse;
        shifts[column] = ${training ? 'sum / n' : `${type}()`};
        slopes[column] = ${training ? 'product * inverse * inverse / n' : `${type}()`};
        if (part == 0 && exists) {
          dBeta[c] = sum;
          dGamma[c] = product * inverse;
        }
      }
      workgroupBarrier();
      if (exists) {
        let scale = scales[column];
        let shift = shifts[column];
        let slope = slopes[column];
        for (var p = begin + row; p < end; p += ${rows}) {
          let at = p * uniforms.vectors + c;
          result[at] = scale * (m[at] - shift - (x[at] - mean) * slope);
        }
      }
    }`,
  }) as [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo];
  backend.disposeData(inParts.dataId);
  return { dx, dGamma, dBeta, masked };
}
