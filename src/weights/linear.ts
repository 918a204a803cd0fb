/** A linear map in PyTorch's layout: weight [out,in], bias [out]. */
import type * as tf from '@tensorflow/tfjs';
import { linearMap } from '../gpu/linear';
import { named, type NamedTensors } from './flat_parameters';
import type { ParameterSpec } from './parameters';

export function linearParameters(name: string, inputs: number, outputs: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [outputs, inputs], kind: 'linear' },
    { name: `${name}.bias`, shape: [outputs], kind: 'linear-bias', fanIn: inputs },
  ];
}

/** x [B,in] -> [relu](x Wᵀ + b) [B,out]. */
export function linear(parameters: NamedTensors, name: string, x: tf.Tensor2D, relu = false): tf.Tensor2D {
  const weight = named(parameters, `${name}.weight`) as tf.Tensor2D;
  return linearMap(x, weight, named(parameters, `${name}.bias`) as tf.Tensor1D, relu);
}
