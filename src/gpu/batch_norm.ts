/** Batch norm with the residual and the ReLU behind it, as one differentiable operation. */
import * as tf from '@tensorflow/tfjs';
import {
  normEvalForward,
  normTrainForward,
  type NormAttributes,
  type NormInputs,
} from './batch_norm_forward';
import { normGradients } from './batch_norm_gradient';
import { onWebGpu, OPERATION, run } from './operations';
import { webgpuBackend } from './program';

export interface NormOptions<T extends tf.Tensor> {
  readonly relu: boolean;
  /** Added before the ReLU; as x. */
  readonly residual?: T;
}

/** What the gradient is told: `training`: the moments were the batch's own and change with x. */
export interface NormGradientAttributes extends NormAttributes {
  readonly training: boolean;
}

onWebGpu<NormAttributes>(OPERATION.normTrain, ({ inputs, attrs }) =>
  normTrainForward(webgpuBackend('batchNormTrain'), inputs as unknown as NormInputs, attrs),
);

onWebGpu<NormAttributes>(OPERATION.normEval, ({ inputs, attrs }) =>
  normEvalForward(webgpuBackend('batchNormEval'), inputs as unknown as NormInputs, inputs.moments!, attrs),
);

/** dx, dγ, dβ, and dy where the ReLU let it through: that only where there are a ReLU and a residual. */
onWebGpu<NormGradientAttributes>(OPERATION.normGradient, ({ inputs, attrs }) => {
  const backend = webgpuBackend('the gradient of batch norm');
  const { dy, x, gamma, moments, y } = inputs as Record<
    'dy' | 'x' | 'gamma' | 'moments' | 'y',
    tf.TensorInfo
  >;
  const found = normGradients(backend, dy, { x, gamma, y, moments }, attrs, attrs.training);
  const { dx, dGamma, dBeta, masked } = found;
  if (attrs.relu && attrs.added) return [dx, dGamma, dBeta, masked];
  // As large as x, and of use to a residual only.
  if (attrs.relu) backend.disposeData(masked.dataId);
  return [dx, dGamma, dBeta];
});

/** All of them at once, whichever are asked for: they share both passes. */
function gradients(
  dy: tf.Tensor,
  [x, gamma, moments, y]: [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor],
  attrs: tf.NamedAttrMap,
  training: boolean,
): Record<string, () => tf.Tensor> {
  const found = run(OPERATION.normGradient, { dy, x, gamma, moments, y }, { ...attrs, training });
  const [dx, dGamma, dBeta, masked = dy] = found as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor?];
  return { x: () => dx, gamma: () => dGamma, beta: () => dBeta, residual: () => masked.clone() };
}

tf.registerGradient({
  kernelName: OPERATION.normTrain,
  inputsToSave: ['x', 'gamma'],
  outputsToSave: [true, true],
  gradFunc: (dys, saved, attrs) => {
    const [x, gamma, y, moments] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const [dy] = dys as tf.Tensor[];
    return gradients(dy!, [x, gamma, moments, y], attrs, true);
  },
});

tf.registerGradient({
  kernelName: OPERATION.normEval,
  inputsToSave: ['x', 'gamma', 'moments'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) =>
    gradients(dy as tf.Tensor, saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor], attrs, false),
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
 * @throws RangeError when shapes do not match. Needs WebGPU, or the kernels of src/cpu.
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
  const attributes: NormAttributes = { epsilon, relu, added: residual !== undefined };
  const [y, moments] = run(OPERATION.normTrain, inputs, attributes);
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
  const attributes: NormAttributes = { epsilon, relu, added: residual !== undefined };
  return run(OPERATION.normEval, inputs, attributes)[0] as T;
}
