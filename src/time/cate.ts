/**
 * CATE (Sun et al., ICCV 2021), what LTN argues against: the whole representation is moved by an encoding of the
 * augmentation, here of t, through a small Transformer before the projection.
 *
 * Two tokens of width h: f W_f + b_f and MLP(t) W_t + b_t (the biases tell them apart). One pre-norm Transformer layer:
 * x ← x + Attention(LN(x)), x ← x + W₂ relu(W₁ LN(x)), with 4h inside. The token of f, normalised and brought back to D
 * dimensions, is what f is moved by: f' = f + LN(x_f) W_o + b_o.
 * Choices: t itself is encoded and not the shift between two views, as for LTN, so that the two differ in the module
 * alone; no dropout; ReLU in place of GELU.
 */
import * as tf from '@tensorflow/tfjs';
import { named, type NamedTensors } from '../weights/flat_parameters';
import { linear, linearParameters } from '../weights/linear';
import type { ParameterSpec } from '../weights/parameters';
import { encodeSecond, timeMlpParameters, timeMlpWidth } from './time_encoder';
import type { TimeModule } from './variant';

const TOKENS = 2;
const EXPANSION = 4;
const MOST_HEADS = 4;
const LAYER_NORM_EPSILON = 1e-5;

/** Four heads where h can be divided by four, else two or one. */
function headsOf(width: number): number {
  let heads = MOST_HEADS;
  while (width % heads !== 0) heads /= 2;
  return heads;
}

function layerNormParameters(name: string, width: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [width], kind: 'norm-scale' },
    { name: `${name}.bias`, shape: [width], kind: 'norm-shift' },
  ];
}

/** x [N,h], each row to mean 0 and variance 1, then scaled and shifted. */
function layerNorm(parameters: NamedTensors, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const centred = x.sub(x.mean(1, true));
  const deviation = centred.square().mean(1, true).add(LAYER_NORM_EPSILON).sqrt();
  return centred
    .div(deviation)
    .mul(named(parameters, `${name}.weight`))
    .add(named(parameters, `${name}.bias`));
}

/** x [B·2,h], the two tokens of each clip behind each other: softmax(q kᵀ / √(h/heads)) v between them. */
function attend(parameters: NamedTensors, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const [rows, width] = x.shape;
  const heads = headsOf(width);
  const each = width / heads;
  // [B·2,h] -> [B,heads,2,h/heads]
  const split = (part: string) =>
    linear(parameters, `${name}.${part}`, x)
      .reshape([rows / TOKENS, TOKENS, heads, each])
      .transpose([0, 2, 1, 3]);
  const weights = tf.softmax(tf.matMul(split('query'), split('key'), false, true).div(Math.sqrt(each)));
  const mixed = tf
    .matMul(weights, split('value'))
    .transpose([0, 2, 1, 3])
    .reshape<tf.Tensor2D>([rows, width]);
  return linear(parameters, `${name}.out`, mixed);
}

export const cate: TimeModule = {
  parameters(sizes, dim, prefix) {
    const width = sizes.hidden;
    return [
      ...timeMlpParameters(sizes, prefix),
      ...linearParameters(`${prefix}token_f`, dim, width),
      ...linearParameters(`${prefix}token_t`, timeMlpWidth(sizes), width),
      ...layerNormParameters(`${prefix}transformer.norm1`, width),
      ...['query', 'key', 'value', 'out'].flatMap((part) =>
        linearParameters(`${prefix}transformer.attention.${part}`, width, width),
      ),
      ...layerNormParameters(`${prefix}transformer.norm2`, width),
      ...linearParameters(`${prefix}transformer.mlp.layers.0`, width, EXPANSION * width),
      ...linearParameters(`${prefix}transformer.mlp.layers.1`, EXPANSION * width, width),
      ...layerNormParameters(`${prefix}norm`, width),
      ...linearParameters(`${prefix}out`, width, dim),
    ];
  },

  navigate(input) {
    const { f, parameters, prefix } = input;
    const [clips] = f.shape;
    const tokenF = linear(parameters, `${prefix}token_f`, f);
    const tokenT = linear(parameters, `${prefix}token_t`, encodeSecond(input));
    let x = tf.stack([tokenF, tokenT], 1).reshape<tf.Tensor2D>([clips * TOKENS, -1]);
    const layer = `${prefix}transformer`;
    x = x.add(attend(parameters, `${layer}.attention`, layerNorm(parameters, `${layer}.norm1`, x)));
    const inside = linear(parameters, `${layer}.mlp.layers.0`, layerNorm(parameters, `${layer}.norm2`, x));
    x = x.add(linear(parameters, `${layer}.mlp.layers.1`, tf.relu(inside)));
    const first = x
      .reshape<tf.Tensor3D>([clips, TOKENS, -1])
      .slice([0, 0, 0], [-1, 1, -1])
      .reshape<tf.Tensor2D>([clips, -1]);
    const coefficients = linear(parameters, `${prefix}out`, layerNorm(parameters, `${prefix}norm`, first));
    return { fPrime: f.add(coefficients), coefficients };
  },
};
