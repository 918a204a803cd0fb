/** Batch norm as a branch uses it: in training it normalises by the batch and notes what it saw; in evaluation by the running statistics. */
import * as tf from '@tensorflow/tfjs';
import { batchNormEval, batchNormTrain } from '../gpu/batch_norm';
import { named, type NamedTensors } from '../weights/flat_parameters';
import type { NormMoments, NormStatistics } from '../weights/norm_statistics';

export const NORM_EPSILON = 1e-5;

/** `train`: moments are appended to `seen` (kept; hand them to NormStatistics.update). `eval`: by the running statistics. */
export type Mode =
  | { readonly kind: 'train'; readonly seen: NormMoments[] }
  | { readonly kind: 'eval'; readonly running: NormStatistics };

/** y = [relu](norm(x) [+ residual]); x [..., C]. Parameters `<name>.weight` and `<name>.bias`. */
export function normalise<T extends tf.Tensor>(
  x: T,
  name: string,
  parameters: NamedTensors,
  mode: Mode,
  options: { relu: boolean; residual?: T },
): T {
  const scale = named(parameters, `${name}.weight`) as tf.Tensor1D;
  const shift = named(parameters, `${name}.bias`) as tf.Tensor1D;
  if (mode.kind === 'eval') {
    return batchNormEval(x, mode.running.running(name), scale, shift, NORM_EPSILON, options);
  }
  const { y, moments } = batchNormTrain(x, scale, shift, NORM_EPSILON, options);
  const channels = x.shape[x.shape.length - 1]!;
  mode.seen.push({ name, moments: tf.keep(moments), count: x.size / channels });
  return y;
}
