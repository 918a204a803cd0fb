/** A network's parameters and running statistics on the host, and their way to and from PyTorch's names and layouts. */
import {
  convToPyTorch,
  layOut,
  parametersFromPyTorch,
  pyTorchShape,
  sizeOf,
  WeightsMismatchError,
  type NormSpec,
  type ParameterSpec,
} from './parameters';
import type { StoredTensor } from './safetensors';

export interface NetworkSpec {
  readonly parameters: readonly ParameterSpec[];
  readonly norms: readonly NormSpec[];
}

/** Flat, in the order of the specification. */
export interface NetworkValues {
  readonly parameters: Float32Array;
  /** Running mean and variance of all batch norms. */
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

export type NamedStored = ReadonlyMap<string, StoredTensor>;

const scalar = (value: number): StoredTensor => ({
  dtype: 'I64',
  shape: [],
  data: BigInt64Array.of(BigInt(value)),
});

/** Parameters alone (or what has their layout, such as an optimiser's moments), by PyTorch's names behind `prefix`. */
export function parametersToPyTorch(
  specs: readonly ParameterSpec[],
  flat: Float32Array,
  prefix = '',
): Map<string, StoredTensor> {
  const { offsets } = layOut(specs);
  return new Map(
    specs.map((spec, i) => {
      const values = flat.subarray(offsets[i], offsets[i]! + sizeOf(spec.shape));
      const data = spec.kind === 'conv' ? convToPyTorch(values, spec.shape) : values;
      return [prefix + spec.name, { dtype: 'F32', shape: pyTorchShape(spec), data }];
    }),
  );
}

/** Everything that `load_state_dict(strict=True)` asks for. @param steps training passes the batch norms have seen. */
export function networkToPyTorch(
  network: NetworkSpec,
  values: NetworkValues,
  steps: number,
  prefix = '',
): Map<string, StoredTensor> {
  const tensors = parametersToPyTorch(network.parameters, values.parameters, prefix);
  let at = 0;
  for (const { name, channels } of network.norms) {
    const of = (all: Float32Array): StoredTensor => ({
      dtype: 'F32',
      shape: [channels],
      data: all.subarray(at, at + channels),
    });
    tensors.set(`${prefix}${name}.running_mean`, of(values.mean));
    tensors.set(`${prefix}${name}.running_var`, of(values.variance));
    tensors.set(`${prefix}${name}.num_batches_tracked`, scalar(steps));
    at += channels;
  }
  return tensors;
}

/** @throws WeightsMismatchError naming the first tensor that is missing or of another shape or type, with both shapes. */
export function networkFromPyTorch(network: NetworkSpec, tensors: NamedStored, prefix = ''): NetworkValues {
  const prefixed = network.parameters.map((spec) => ({ ...spec, name: prefix + spec.name }));
  const statistic = (what: string) => {
    const all = new Float32Array(network.norms.reduce((sum, { channels }) => sum + channels, 0));
    let at = 0;
    for (const { name, channels } of network.norms) {
      all.set(floatsOf(tensors, `${prefix}${name}.${what}`, [channels]), at);
      at += channels;
    }
    return all;
  };
  return {
    parameters: parametersFromPyTorch(layOut(prefixed), tensors),
    mean: statistic('running_mean'),
    variance: statistic('running_var'),
  };
}

/** @throws WeightsMismatchError when there is no such float32 tensor of this shape. */
export function floatsOf(tensors: NamedStored, name: string, shape: readonly number[]): Float32Array {
  const tensor = tensors.get(name);
  if (!(tensor?.data instanceof Float32Array) || tensor.shape.join() !== shape.join()) {
    const got = tensor ? `${tensor.dtype} [${tensor.shape.join(', ')}]` : 'missing';
    throw new WeightsMismatchError(`Tensor "${name}" is ${got}, expected F32 [${shape.join(', ')}].`);
  }
  return tensor.data;
}
