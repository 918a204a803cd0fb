/** 3D convolution with PyTorch's symmetric padding, differentiable in both its inputs. */
import * as tf from '@tensorflow/tfjs';
import { convFilterGradient } from './conv3d_filter_gradient';
import { convForward } from './conv3d_forward';
import { positionsAlong, type ConvGeometry, type Triple } from './conv3d_geometry';
import { convInputGradient } from './conv3d_input_gradient';
import { tilingsOf } from './conv3d_tuner';
import { onWebGpu, OPERATION, run } from './operations';
import { webgpuBackend } from './program';

/** What the kernels are told; a gradient also the shape of what it is the gradient to. */
export interface ConvAttributes {
  readonly strides: Triple;
  readonly padding: Triple;
}
export interface InputGradientAttributes extends ConvAttributes {
  readonly inputShape: readonly number[];
}
export interface FilterGradientAttributes extends ConvAttributes {
  readonly filterShape: readonly number[];
}

/** Of x [B,T,H,W,Cin] and a filter [kt,kh,kw,Cin,Cout]. */
export function geometryOf(
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, padding }: ConvAttributes,
): ConvGeometry {
  const [batch, t, h, w, inChannels] = inputShape as [number, number, number, number, number];
  const [kt, kh, kw, , outChannels] = filterShape as [number, number, number, number, number];
  return {
    batch,
    input: [t, h, w],
    output: [
      positionsAlong(t, kt, strides[0], padding[0]),
      positionsAlong(h, kh, strides[1], padding[1]),
      positionsAlong(w, kw, strides[2], padding[2]),
    ],
    kernel: [kt, kh, kw],
    strides,
    padding,
    inChannels,
    outChannels,
  };
}

onWebGpu<ConvAttributes>(OPERATION.conv3d, ({ inputs, attrs }) => {
  const { x, filter } = inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
  const geometry = geometryOf(x.shape, filter.shape, attrs);
  const backend = webgpuBackend('conv3d');
  return convForward(backend, x, filter, geometry, tilingsOf(backend, geometry).forward);
});

onWebGpu<InputGradientAttributes>(OPERATION.conv3dInputGradient, ({ inputs, attrs }) => {
  const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
  const geometry = geometryOf(attrs.inputShape, filter.shape, attrs);
  const backend = webgpuBackend('the gradient of conv3d');
  return convInputGradient(backend, dy, filter, geometry, tilingsOf(backend, geometry).input);
});

onWebGpu<FilterGradientAttributes>(OPERATION.conv3dFilterGradient, ({ inputs, attrs }) => {
  const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
  const geometry = geometryOf(x.shape, attrs.filterShape, attrs);
  const backend = webgpuBackend('the gradient of conv3d');
  return convFilterGradient(backend, x, dy, geometry, tilingsOf(backend, geometry).filter);
});

tf.registerGradient({
  kernelName: OPERATION.conv3d,
  inputsToSave: ['x', 'filter'],
  gradFunc: (dys, saved, attrs) => {
    const dy = dys as tf.Tensor;
    const [x, filter] = saved as [tf.Tensor5D, tf.Tensor5D];
    // Each is computed only where it is asked for: nothing asks for the gradient to the pixels.
    return {
      x: () => run(OPERATION.conv3dInputGradient, { dy, filter }, { ...attrs, inputShape: x.shape })[0]!,
      filter: () =>
        run(OPERATION.conv3dFilterGradient, { x, dy }, { ...attrs, filterShape: filter.shape })[0]!,
    };
  },
});

/**
 * y[b,o,co] = Σ over taps k and ci of x[b, o · strides + k − padding, ci] · filter[k,ci,co], zeros outside of x.
 *
 * @param x – [B,T,H,W,Cin].
 * @param filter – [kt,kh,kw,Cin,Cout].
 * @param strides – [t,h,w].
 * @param padding – zeros on either side, [t,h,w].
 * @returns [B,T',H',W',Cout] with T' = ⌊(T + 2·padding − kt) / stride⌋ + 1; the caller (or its tidy) disposes it.
 * @throws RangeError when the shapes do not fit. Needs WebGPU, or the kernels of src/cpu.
 */
export function conv3d(x: tf.Tensor5D, filter: tf.Tensor5D, strides: Triple, padding: Triple): tf.Tensor5D {
  if (x.shape[4] !== filter.shape[3]) {
    throw new RangeError(
      `conv3d(x, filter): x has ${x.shape[4]} channels and the filter takes ${filter.shape[3]}; they must be as many.`,
    );
  }
  const { output } = geometryOf(x.shape, filter.shape, { strides, padding });
  if (Math.min(...output) < 1) {
    throw new RangeError(
      `conv3d(x, filter): a kernel of ${filter.shape.slice(0, 3).join('x')} does not fit into ${x.shape.slice(1, 4).join('x')} with padding ${padding.join(', ')}.`,
    );
  }
  return run(OPERATION.conv3d, { x, filter }, { strides, padding })[0] as tf.Tensor5D;
}
