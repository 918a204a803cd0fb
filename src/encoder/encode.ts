/** The encoder's forward pass: f = average over T, H, W of the last stage; no classifier. */
import type * as tf from '@tensorflow/tfjs';
import { conv3d } from '../gpu/conv3d';
import { globalAveragePool, maxPool3d } from '../gpu/pool';
import { named, type NamedTensors } from '../weights/flat_parameters';
import { normalise, type Mode } from './normalise';
import type { ConvNorm, EncoderSpec } from './spec';

/**
 * x [B,T,H,W,3] normalised pixels -> f [B,D]. Differentiable in x and in the parameters.
 * Parameters are looked up under `prefix` + the names of the spec. Call it inside a tidy: intermediates are not disposed.
 */
export function encode(
  spec: EncoderSpec,
  parameters: NamedTensors,
  x: tf.Tensor5D,
  mode: Mode,
  prefix = '',
): tf.Tensor2D {
  const apply = (input: tf.Tensor5D, unit: ConvNorm, relu: boolean, residual?: tf.Tensor5D): tf.Tensor5D => {
    const filter = named(parameters, `${prefix}${unit.conv}.weight`) as tf.Tensor5D;
    const y = conv3d(input, filter, unit.stride, unit.padding);
    return normalise(y, prefix + unit.norm, parameters, mode, residual ? { relu, residual } : { relu });
  };
  let y = apply(x, spec.stem, true);
  if (spec.pool) y = maxPool3d(y, spec.pool.size, spec.pool.stride, spec.pool.padding);
  for (const { units, shortcut } of spec.blocks) {
    const residual = shortcut ? apply(y, shortcut, false) : y;
    units.forEach((unit, i) => {
      y = apply(y, unit, true, i === units.length - 1 ? residual : undefined);
    });
  }
  return globalAveragePool(y);
}
