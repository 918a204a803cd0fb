/** 3D convolution and both its gradients on the CPU, as matrix products with the windows of the input (implicit im2col). */
import type * as tf from '@tensorflow/tfjs';
import {
  geometryOf,
  type ConvAttributes,
  type FilterGradientAttributes,
  type InputGradientAttributes,
} from '../gpu/conv3d';
import { product as volume, type ConvGeometry } from '../gpu/conv3d_geometry';
import { OPERATION } from '../gpu/operations';
import { eachLine, windows, withoutPadding } from './conv3d_windows';
import { emptyTensor, numbersOf, onCpu, zeros, type BackendWasm } from './heap';
import { addProduct, matrix, transposed } from './matrix_product';

/** The filter as [taps · Cin, Cout]. */
function weightsOf(filter: tf.TensorInfo, { kernel, inChannels, outChannels }: ConvGeometry) {
  return matrix(filter, volume(kernel) * inChannels, outChannels);
}

/** y or dy as [positions, Cout]. */
function featuresOf(y: tf.TensorInfo, { batch, output, outChannels }: ConvGeometry) {
  return matrix(y, batch * volume(output), outChannels);
}

function hasPadding({ padding }: ConvGeometry): boolean {
  return padding.some((around) => around !== 0);
}

/** Calls `work` with x as it is with its padding around it, and the geometry of that. */
function padded(
  backend: BackendWasm,
  x: tf.TensorInfo,
  geometry: ConvGeometry,
  work: (x: tf.TensorInfo, geometry: ConvGeometry) => void,
): void {
  if (!hasPadding(geometry)) return work(x, geometry);
  const whole = withoutPadding(geometry);
  const around = zeros(backend, [whole.batch, ...whole.input, whole.inChannels]);
  const [from, to] = [numbersOf(backend, x), numbersOf(backend, around)];
  eachLine(geometry, (inside, at, length) => to.set(from.subarray(inside, inside + length), at));
  work(around, whole);
  backend.disposeData(around.dataId);
}

/** y = windows · W. */
function forward(
  backend: BackendWasm,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  geometry: ConvGeometry,
): tf.TensorInfo {
  const { batch, output, outChannels } = geometry;
  const y = zeros(backend, [batch, ...output, outChannels]);
  padded(backend, x, geometry, (around, whole) =>
    addProduct(backend, windows(around, whole), weightsOf(filter, whole), featuresOf(y, whole)),
  );
  return y;
}

/** dx = Σ over the windows that hold a position of dy Wᵀ: windows overlap, and what falls on a number is added to it. */
function inputGradient(
  backend: BackendWasm,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  geometry: ConvGeometry,
): tf.TensorInfo {
  const { batch, input, inChannels } = geometry;
  const whole = withoutPadding(geometry);
  const around = zeros(backend, [batch, ...whole.input, inChannels]);
  const weights = transposed(weightsOf(filter, whole));
  addProduct(backend, featuresOf(dy, whole), weights, windows(around, whole));
  if (!hasPadding(geometry)) return around;
  const dx = emptyTensor(backend, [batch, ...input, inChannels]);
  const [from, to] = [numbersOf(backend, around), numbersOf(backend, dx)];
  eachLine(geometry, (inside, at, length) => to.set(from.subarray(at, at + length), inside));
  backend.disposeData(around.dataId);
  return dx;
}

/** dW = windowsᵀ · dy. */
function filterGradient(
  backend: BackendWasm,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  geometry: ConvGeometry,
): tf.TensorInfo {
  const { kernel, inChannels, outChannels } = geometry;
  const gradient = zeros(backend, [...kernel, inChannels, outChannels]);
  padded(backend, x, geometry, (around, whole) =>
    addProduct(
      backend,
      transposed(windows(around, whole)),
      featuresOf(dy, whole),
      weightsOf(gradient, whole),
    ),
  );
  return gradient;
}

onCpu<ConvAttributes>(OPERATION.conv3d, ({ backend, inputs: { x, filter }, attrs }) =>
  forward(backend, x!, filter!, geometryOf(x!.shape, filter!.shape, attrs)),
);

onCpu<InputGradientAttributes>(OPERATION.conv3dInputGradient, ({ backend, inputs: { dy, filter }, attrs }) =>
  inputGradient(backend, dy!, filter!, geometryOf(attrs.inputShape, filter!.shape, attrs)),
);

onCpu<FilterGradientAttributes>(OPERATION.conv3dFilterGradient, ({ backend, inputs: { x, dy }, attrs }) =>
  filterGradient(backend, x!, dy!, geometryOf(x!.shape, attrs.filterShape, attrs)),
);
