/** The projection head φ (Eq. 7): f' [B,D] -> z [B,C]. */
import type * as tf from '@tensorflow/tfjs';
import { normalise, type Mode } from '../encoder/normalise';
import { linear, linearParameters } from '../weights/linear';
import type { NamedTensors } from '../weights/flat_parameters';
import type { NormSpec, ParameterSpec } from '../weights/parameters';

export interface HeadSpec {
  /** Outputs of each linear map, the last one being C. */
  readonly sizes: readonly number[];
  /** Batch norm after each hidden layer. */
  readonly batchNorm: boolean;
}

export function headSpec(config: {
  headHidden: number;
  headLayers: number;
  headOut: number;
  headBatchNorm: boolean;
}): HeadSpec {
  const hidden = Array.from({ length: config.headLayers - 1 }, () => config.headHidden);
  return { sizes: [...hidden, config.headOut], batchNorm: config.headBatchNorm };
}

export function headParameters({ sizes, batchNorm }: HeadSpec, inputs: number, prefix = ''): ParameterSpec[] {
  return sizes.flatMap((size, i) => [
    ...linearParameters(`${prefix}layers.${i}`, i === 0 ? inputs : sizes[i - 1]!, size),
    ...(batchNorm && i < sizes.length - 1
      ? [
          { name: `${prefix}norms.${i}.weight`, shape: [size], kind: 'norm-scale' as const },
          { name: `${prefix}norms.${i}.bias`, shape: [size], kind: 'norm-shift' as const },
        ]
      : []),
  ]);
}

export function headNorms({ sizes, batchNorm }: HeadSpec, prefix = ''): NormSpec[] {
  return batchNorm
    ? sizes.slice(0, -1).map((channels, i) => ({ name: `${prefix}norms.${i}`, channels }))
    : [];
}

/** ReLU after every layer but the last. Call it inside a tidy. */
export function project(
  spec: HeadSpec,
  parameters: NamedTensors,
  fPrime: tf.Tensor2D,
  mode: Mode,
  prefix = '',
): tf.Tensor2D {
  return spec.sizes.reduce((x, _, i) => {
    const last = i === spec.sizes.length - 1;
    const y = linear(parameters, `${prefix}layers.${i}`, x, !last && !spec.batchNorm);
    if (last || !spec.batchNorm) return y;
    return normalise(y, `${prefix}norms.${i}`, parameters, mode, { relu: true });
  }, fPrime);
}
