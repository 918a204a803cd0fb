/** The time encoder ε(t, f) = MLP([MLP(t), f]) (Eq. 2). */
import * as tf from '@tensorflow/tfjs';
import { linear, linearParameters } from '../weights/linear';
import type { ParameterSpec } from '../weights/parameters';
import type { NavigateInput, TimeSizes } from './variant';

/** L linear maps 1→h→…→h. None at L = 0: t is then its own encoding, one number wide. */
export function timeMlpParameters({ layers, hidden }: TimeSizes, prefix: string): ParameterSpec[] {
  return Array.from({ length: layers }, (_, i) =>
    linearParameters(`${prefix}time_mlp.layers.${i}`, i === 0 ? 1 : hidden, hidden),
  ).flat();
}

export function timeMlpWidth({ layers, hidden }: TimeSizes): number {
  return layers === 0 ? 1 : hidden;
}

/** t [B] -> [B,h] (L = 0: [B,1], t itself); ReLU after each map. */
export function encodeSecond({ t, layers, parameters, prefix }: NavigateInput): tf.Tensor2D {
  let time = t.reshape([-1, 1]) as tf.Tensor2D;
  for (let i = 0; i < layers; i++) time = linear(parameters, `${prefix}time_mlp.layers.${i}`, time, true);
  return time;
}

/** Maps of the fusion MLP: L, and one where there is no time encoder to speak of (L = 0): ε is then linear in t and f. */
function fusionLayers(layers: number): number {
  return Math.max(1, layers);
}

/** Time MLP, and the fusion MLP (h+D)→h→…→out. */
export function timeEncoderParameters(
  sizes: TimeSizes,
  dim: number,
  out: number,
  prefix: string,
): ParameterSpec[] {
  const maps = fusionLayers(sizes.layers);
  const fusion = Array.from({ length: maps }, (_, i) =>
    linearParameters(
      `${prefix}fusion_mlp.layers.${i}`,
      i === 0 ? timeMlpWidth(sizes) + dim : sizes.hidden,
      i === maps - 1 ? out : sizes.hidden,
    ),
  );
  return [...timeMlpParameters(sizes, prefix), ...fusion.flat()];
}

/** ε [B,out]; ReLU between the maps of the fusion MLP, none after the last. */
export function encodeTime(input: NavigateInput): tf.Tensor2D {
  const { f, layers, parameters, prefix } = input;
  const maps = fusionLayers(layers);
  let fused = tf.concat2d([encodeSecond(input), f], 1);
  for (let i = 0; i < maps; i++) {
    fused = linear(parameters, `${prefix}fusion_mlp.layers.${i}`, fused, i < maps - 1);
  }
  return fused;
}
