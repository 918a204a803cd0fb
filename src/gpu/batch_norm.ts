/** Batch norm with the residual and the ReLU behind it, as one differentiable operation. */
import * as tf from '@tensorflow/tfjs';
import {
  normEvalForward,
  normTrainForward,
  type NormAttributes,
  type NormInputs,
} from './batch_norm_forward';
import { normGradients } from './batch_norm_gradient';
import { webgpuBackend } from './program';

const TRAIN = 'FusedBatchNormTrain';
const EVAL = 'FusedBatchNormEval';

export interface NormOptions<T extends tf.Tensor> {
  readonly relu: boolean;
  /** Added before the ReLU; as x. */
  readonly residual?: T;
}

tf.registerKernel({
  kernelName: TRAIN,
  backendName: 'webgpu',
  kernelFunc: ({ inputs, attrs }) =>
    normTrainForward(
      webgpuBackend('batchNormTrain'),
      inputs as unknown as NormInputs,
      attrs as unknown as NormAttributes,
    ),
});

tf.registerKernel({
  kernelName: EVAL,
  backendName: 'webgpu',
  kernelFunc: ({ inputs, attrs }) =>
    normEvalForward(
      webgpuBackend('batchNormEval'),
      inputs as unknown as NormInputs,
      inputs.moments!,
      attrs as unknown as NormAttributes,
    ),
});

/** All of them at once, whichever are asked for: they share both passes. */
function gradients(
  dy: tf.Tensor,
  [x, gamma, moments, y]: [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor],
  attributes: NormAttributes,
  training: boolean,
): Record<string, () => tf.Tensor> {
  const backend = webgpuBackend('the gradient of batch norm');
  const found = normGradients(backend, dy, { x, gamma, y, moments }, attributes, training);
  const asTensor = (info: tf.TensorInfo) => tf.engine().makeTensorFromTensorInfo(info);
  const [dx, dGamma, dBeta] = [asTensor(found.dx), asTensor(found.dGamma), asTensor(found.dBeta)];
  const masked = attributes.relu ? asTensor(found.masked) : dy;
  // As large as x, and of use to a residual only.
  if (attributes.relu && !attributes.added) masked.dispose();
  return { x: () => dx, gamma: () => dGamma, beta: () => dBeta, residual: () => masked.clone() };
}

tf.registerGradient({
  kernelName: TRAIN,
  inputsToSave: ['x', 'gamma'],
  outputsToSave: [true, true],
  gradFunc: (dys, saved, attrs) => {
    const [x, gamma, y, moments] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const [dy] = dys as tf.Tensor[];
    return gradients(dy!, [x, gamma, moments, y], attrs as unknown as NormAttributes, true);
  },
});

tf.registerGradient({
  kernelName: EVAL,
  inputsToSave: ['x', 'gamma', 'moments'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) =>
    gradients(
      dy as tf.Tensor,
      saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor],
      attrs as unknown as NormAttributes,
      false,
    ),
});

function checked(asking: string, x: tf.Tensor, channels: readonly tf.Tensor[], residual?: tf.Tensor): void {
  const wanted = x.shape[x.shape.length - 1]!;
  const wrong = channels.find(({ shape }) => shape[shape.length - 1] !== wanted);
  if (wrong) {
    throw new RangeError(
      `${asking}(x): x has ${wanted} channels, and the scale, shift or moments given have shape [${wrong.shape.join(', ')}].`,
    );
  }
  if (residual && residual.shape.join() !== x.shape.join()) {
    throw new RangeError(
      `${asking}(x): the residual must have x's shape [${x.shape.join(', ')}], got [${residual.shape.join(', ')}].`,
    );
  }
}

/**
 * y = [relu]((x − mean) / √(variance + ε) · γ + β [+ residual]), by the moments of x itself over all but the last axis.
 * Differentiable in x, γ, β and the residual (Ioffe & Szegedy 2015).
 *
 * @param x – [..., C].
 * @param gamma – [C], and β likewise.
 * @returns y as x, and the moments [2,C]: mean and biased variance. The caller (or its tidy) disposes both.
 * @throws RangeError when shapes do not match. Needs the WebGPU backend.
 */
export function batchNormTrain<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
  { relu, residual }: NormOptions<T>,
): { y: T; moments: tf.Tensor2D } {
  checked('batchNormTrain', x, [gamma, beta], residual);
  const inputs = { x, gamma, beta, ...(residual ? { residual } : {}) };
  const [y, moments] = tf
    .engine()
    .runKernel(TRAIN, inputs, { epsilon, relu, added: residual !== undefined }) as unknown as tf.Tensor[];
  return { y: y as T, moments: moments as tf.Tensor2D };
}

/** The same by given moments [2,C], mean and variance, through which no gradient goes. */
export function batchNormEval<T extends tf.Tensor>(
  x: T,
  moments: tf.Tensor2D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
  { relu, residual }: NormOptions<T>,
): T {
  checked('batchNormEval', x, [gamma, beta, moments], residual);
  const inputs = { x, gamma, beta, moments, ...(residual ? { residual } : {}) };
  return tf.engine().runKernel(EVAL, inputs, { epsilon, relu, added: residual !== undefined });
}
