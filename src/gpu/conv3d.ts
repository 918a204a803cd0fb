/** 3D convolution with PyTorch's symmetric padding, differentiable in both its inputs. */
import * as tf from '@tensorflow/tfjs';
import { convFilterGradient } from './conv3d_filter_gradient';
import { convForward } from './conv3d_forward';
import { positionsAlong, type ConvGeometry, type Triple } from './conv3d_geometry';
import { convInputGradient } from './conv3d_input_gradient';
import { tilingsOf } from './conv3d_tuner';
import { webgpuBackend } from './program';

const KERNEL = 'SymmetricConv3D';

interface Attributes {
  readonly strides: Triple;
  readonly padding: Triple;
}

function geometryOf(x: tf.TensorInfo, filter: tf.TensorInfo, { strides, padding }: Attributes): ConvGeometry {
  const [batch, t, h, w, inChannels] = x.shape as [number, number, number, number, number];
  const [kt, kh, kw, , outChannels] = filter.shape as [number, number, number, number, number];
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

tf.registerKernel({
  kernelName: KERNEL,
  backendName: 'webgpu',
  kernelFunc: ({ inputs, attrs }) => {
    const { x, filter } = inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
    const geometry = geometryOf(x, filter, attrs as unknown as Attributes);
    const backend = webgpuBackend('conv3d');
    return convForward(backend, x, filter, geometry, tilingsOf(backend, geometry).forward);
  },
});

tf.registerGradient({
  kernelName: KERNEL,
  inputsToSave: ['x', 'filter'],
  gradFunc: (dy, saved, attrs) => {
    const [x, filter] = saved as [tf.Tensor5D, tf.Tensor5D];
    const geometry = geometryOf(x, filter, attrs as unknown as Attributes);
    const backend = webgpuBackend('the gradient of conv3d');
    const tilings = tilingsOf(backend, geometry);
    const asTensor = (info: tf.TensorInfo) => tf.engine().makeTensorFromTensorInfo(info);
    // Each is computed only where it is asked for: nothing asks for the gradient to the pixels.
    return {
      x: () => asTensor(convInputGradient(backend, dy as tf.Tensor5D, filter, geometry, tilings.input)),
      filter: () => asTensor(convFilterGradient(backend, x, dy as tf.Tensor5D, geometry, tilings.filter)),
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
 * @throws RangeError when the shapes do not fit. Needs the WebGPU backend.
 */
export function conv3d(x: tf.Tensor5D, filter: tf.Tensor5D, strides: Triple, padding: Triple): tf.Tensor5D {
  if (x.shape[4] !== filter.shape[3]) {
    throw new RangeError(
      `conv3d(x, filter): x has ${x.shape[4]} channels and the filter takes ${filter.shape[3]}; they must be as many.`,
    );
  }
  const { output } = geometryOf(x, filter, { strides, padding });
  if (Math.min(...output) < 1) {
    throw new RangeError(
      `conv3d(x, filter): a kernel of ${filter.shape.slice(0, 3).join('x')} does not fit into ${x.shape.slice(1, 4).join('x')} with padding ${padding.join(', ')}.`,
    );
  }
  const attributes = { strides: [...strides], padding: [...padding] };
  return tf.engine().runKernel(KERNEL, { x, filter }, attributes);
}
