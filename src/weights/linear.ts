/** A linear map in PyTorch's layout: weight [out,in], bias [out]. */
import * as tf from '@tensorflow/tfjs';
import { named, type NamedTensors } from './flat_parameters';
import type { ParameterSpec } from './parameters';

export function linearParameters(name: string, inputs: number, outputs: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [outputs, inputs], kind: 'linear' },
    { name: `${name}.bias`, shape: [outputs], kind: 'linear-bias', fanIn: inputs },
  ];
}

/** x [B,in] -> x Wᵀ + b [B,out]. */
export function linear(parameters: NamedTensors, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return tf
    .matMul(x, named(parameters, `${name}.weight`) as tf.Tensor2D, false, true)
    .add(named(parameters, `${name}.bias`));
}
