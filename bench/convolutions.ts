/** One layer's convolution and both its gradients: ours, and the competitors on the same adapter. */
import * as tf from '@tensorflow/tfjs';
import { convFilterGradient } from '../src/gpu/conv3d_filter_gradient';
import { convForward } from '../src/gpu/conv3d_forward';
import { convInputGradient } from '../src/gpu/conv3d_input_gradient';
import { tilingsOf, tuneConvolutions } from '../src/gpu/conv3d_tuner';
import { webgpuBackend } from '../src/gpu/program';
import { jaxMilliseconds } from './jax';
import { flopsOf, shapeText, type Layer } from './layers';
import { onnxMilliseconds } from './onnx';
import { padded } from './padded';
import type { ConvolutionRow, Pass } from './report';
import { orRemark, tfjsMilliseconds } from './timing';

interface Tensors {
  readonly x: tf.Tensor5D;
  readonly filter: tf.Tensor5D;
  readonly dy: tf.Tensor5D;
}

function tensorsOf({ geometry }: Layer): Tensors {
  const { batch, input, output, kernel, inChannels, outChannels } = geometry;
  return {
    x: tf.randomNormal<tf.Rank.R5>([batch, ...input, inChannels]),
    filter: tf.randomNormal<tf.Rank.R5>([...kernel, inChannels, outChannels]),
    dy: tf.randomNormal<tf.Rank.R5>([batch, ...output, outChannels]),
  };
}

function ours({ geometry }: Layer, { x, filter, dy }: Tensors): Record<Pass, () => tf.Tensor> {
  const backend = webgpuBackend('bench');
  const tilings = tilingsOf(backend, geometry);
  const asTensor = (info: tf.TensorInfo) => tf.engine().makeTensorFromTensorInfo(info);
  return {
    forward: () => asTensor(convForward(backend, x, filter, geometry, tilings.forward)),
    input: () => asTensor(convInputGradient(backend, dy, filter, geometry, tilings.input)),
    filter: () => asTensor(convFilterGradient(backend, x, dy, geometry, tilings.filter)),
  };
}

/** tfjs's own kernels, without what autograd adds. They pad as TensorFlow does: the zeros are put around x beforehand, and not timed. */
function stock({ geometry }: Layer, { x, filter, dy }: Tensors): Record<Pass, () => tf.Tensor> {
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

export async function convolutionRows(layer: Layer, remarks: string[]): Promise<ConvolutionRow[]> {
  const shape = shapeText(layer);
  const flops = flopsOf(layer.geometry);
  const rate = (ms: number) => flops / ms / 1e6;
  const rows: ConvolutionRow[] = [];
  tf.engine().startScope();
  const tensors = tensorsOf(layer);
  // Seen once, tuned, and then as training runs them.
  tilingsOf(webgpuBackend('bench'), layer.geometry);
  await tuneConvolutions();
  const chosen = tilingsOf(webgpuBackend('bench'), layer.geometry);
  const [own, theirs] = [ours(layer, tensors), stock(layer, tensors)];
  for (const pass of ['forward', 'input', 'filter'] as const) {
    const at = (who: string, measure: () => Promise<number>) =>
      orRemark(remarks, `${layer.network} ${shape}, ${pass}, ${who}`, async () => rate(await measure()));
    const rowOfOurs = rate(await tfjsMilliseconds(own[pass]));
    const tfjs = await at('tfjs', () => tfjsMilliseconds(theirs[pass]));
    const jaxjs = await at('jax-js', () => jaxMilliseconds(layer.geometry, pass));
    const ort =
      pass === 'forward' ? { ort: await at('onnxruntime', () => onnxMilliseconds(layer.geometry)) } : {};
    const tiling = Object.values(chosen[pass]).join(' x ');
    rows.push({ network: layer.network, shape, pass, tiling, ours: rowOfOurs, tfjs, jaxjs, ...ort });
  }
  tf.engine().endScope();
  return rows;
}
