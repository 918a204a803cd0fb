/** tfjs's own convolution kernels on whichever backend is in use, without what autograd adds. */
import * as tf from '@tensorflow/tfjs';
import type { Layer } from './layers';
import { padded } from './padded';
import type { Pass } from './report';

export interface Tensors {
  readonly x: tf.Tensor5D;
  readonly filter: tf.Tensor5D;
  readonly dy: tf.Tensor5D;
}

export function tensorsOf({ geometry }: Layer): Tensors {
  const { batch, input, output, kernel, inChannels, outChannels } = geometry;
  return {
    x: tf.randomNormal<tf.Rank.R5>([batch, ...input, inChannels]),
    filter: tf.randomNormal<tf.Rank.R5>([...kernel, inChannels, outChannels]),
    dy: tf.randomNormal<tf.Rank.R5>([batch, ...output, outChannels]),
  };
}

/** They pad as TensorFlow does: the zeros are put around x beforehand, and not timed. */
export function stockConvolutions(
  { geometry }: Layer,
  { x, filter, dy }: Tensors,
): Record<Pass, () => tf.Tensor> {
  const ringed = padded(x, geometry.padding);
  const attributes = { strides: [...geometry.strides], pad: 'valid', dataFormat: 'NDHWC', dilations: 1 };
  const run = (kernel: string, inputs: Record<string, tf.Tensor>, more: tf.NamedAttrMap = {}) =>
    tf.engine().runKernel(kernel, inputs, { ...attributes, ...more }) as tf.Tensor;
  return {
    forward: () => run(tf.Conv3D, { x: ringed, filter }),
    input: () => run(tf.Conv3DBackpropInputV2, { dy, filter }, { inputShape: ringed.shape }),
    filter: () => run(tf.Conv3DBackpropFilterV2, { x: ringed, dy }, { filterShape: filter.shape }),
  };
}
