/** One layer's convolution and both its gradients: ours, and the competitors on the same adapter. */
import * as tf from '@tensorflow/tfjs';
import { convFilterGradient } from '../src/gpu/conv3d_filter_gradient';
import { convForward } from '../src/gpu/conv3d_forward';
import { convInputGradient } from '../src/gpu/conv3d_input_gradient';
import { tilingsOf, tuneConvolutions, adoptMeasuredTilings } from '../src/gpu/conv3d_tuner';
import { MOST_FLOPS, webgpuBackend } from '../src/gpu/program';
import { jaxMilliseconds } from './jax';
import { flopsOf, shapeText, type Layer } from './layers';
import { onnxMilliseconds } from './onnx';
import type { ConvolutionRow, Pass } from './report';
import { stockConvolutions, tensorsOf, type Tensors } from './stock_convolutions';
import { orRemark, tfjsMilliseconds } from './timing';

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
  adoptMeasuredTilings();
  const chosen = tilingsOf(webgpuBackend('bench'), layer.geometry);
  const [own, theirs] = [ours(layer, tensors), stockConvolutions(layer, tensors)];
  for (const pass of ['forward', 'input', 'filter'] as const) {
    const at = (who: string, measure: () => Promise<number>) =>
      orRemark(remarks, `${layer.network} ${shape}, ${pass}, ${who}`, async () => rate(await measure()));
    const rowOfOurs = rate(await tfjsMilliseconds(own[pass]));
    const tfjs = await at('tfjs', () => tfjsMilliseconds(theirs[pass]));
    const jaxjs = await at('jax-js', () => jaxMilliseconds(layer, pass, tensors, own[pass]));
    const ort =
      pass === 'forward' ? { ort: await at('onnxruntime', () => onnxMilliseconds(layer.geometry)) } : {};
    const tiling = Object.values(chosen[pass]).join(' x ');
    rows.push({
      network: layer.network,
      shape,
      pass,
      tiling,
      ours: rowOfOurs,
      longestDispatchMs: MOST_FLOPS / rowOfOurs / 1e6,
      tfjs,
      jaxjs,
      ...ort,
    });
  }
  tf.engine().endScope();
  return rows;
}
