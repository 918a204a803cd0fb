/**
 * Puts tfjs's own operators in the place of our kernels, so that the app's own training step can be timed on them:
 * convolutions, batch norms and pooling. Optimiser, copies and orthonormalisation stay ours, in tfjs's favour.
 */
import * as tf from '@tensorflow/tfjs';
import { padded } from './padded';

type Operator = Pick<tf.KernelConfig, 'kernelFunc'> & Omit<tf.GradConfig, 'kernelName'>;

interface ConvolutionAttributes {
  readonly strides: [number, number, number];
  readonly padding: number[];
}

function convolution(
  x: tf.Tensor,
  filter: tf.Tensor,
  { strides, padding }: ConvolutionAttributes,
): tf.Tensor {
  return tf.conv3d(padded(x as tf.Tensor5D, padding), filter as tf.Tensor5D, strides, 'valid');
}

interface NormAttributes {
  readonly epsilon: number;
  readonly relu: boolean;
}

/** Without what comes behind it. */
function normalised(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, epsilon: number) {
  const flat = x.reshape([-1, gamma.size]);
  const { mean, variance } = tf.moments(flat, 0);
  const y = flat.sub(mean).mul(variance.add(epsilon).rsqrt()).mul(gamma).add(beta).reshape(x.shape);
  return { y, moments: tf.stack([mean, variance]) };
}

/** The inputs of a kernel are tensors when the engine calls it. */
const tensorsOf = (inputs: object) => inputs as Record<string, tf.Tensor>;
const lazily = (tensors: Record<string, tf.Tensor>) =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, () => tensor]));

/** Gradients inside of a gradient: tfjs forgets the outer tape when an inner one ends. */
function nested<T>(work: () => T): T {
  const { state } = tf.engine();
  const tape = state.activeTape;
  try {
    return work();
  } finally {
    state.activeTape = tape;
  }
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  SymmetricConv3D: {
    kernelFunc: ({ inputs, attrs }) => {
      const { x, filter } = tensorsOf(inputs);
      return tf.tidy(() => convolution(x!, filter!, attrs as unknown as ConvolutionAttributes));
    },
    inputsToSave: ['x', 'filter'],
    gradFunc: (dy, saved, attrs) => {
      const attributes = attrs as unknown as ConvolutionAttributes;
      const [x, filter] = saved as [tf.Tensor, tf.Tensor];
      const cotangent = dy as tf.Tensor;
      return {
        x: () => nested(() => tf.grad((input) => convolution(input, filter, attributes))(x, cotangent)),
        filter: () =>
          nested(() => tf.grad((weights) => convolution(x, weights, attributes))(filter, cotangent)),
      };
    },
  },
  FusedBatchNormTrain: {
    kernelFunc: ({ inputs, attrs }) =>
      tf.tidy(() => {
        const { x, gamma, beta, residual } = tensorsOf(inputs);
        const { epsilon, relu } = attrs as unknown as NormAttributes;
        const { y, moments } = normalised(x!, gamma!, beta!, epsilon);
        const sum = residual ? y.add(residual) : y;
        return [relu ? tf.relu(sum) : sum, moments];
      }),
    inputsToSave: ['x', 'gamma'],
    outputsToSave: [true, false],
    gradFunc: (dys, saved, attrs) => {
      const { epsilon, relu } = attrs as unknown as NormAttributes;
      const [x, gamma, y] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      const dy = (dys as tf.Tensor[])[0]!;
      const residual = relu ? dy.mul(tf.step(y)) : dy.clone();
      const [dx, dGamma, dBeta] = nested(() =>
        tf.grads((a, b, c) => normalised(a!, b!, c!, epsilon).y)([x, gamma, tf.zerosLike(gamma)], residual),
      ) as [tf.Tensor, tf.Tensor, tf.Tensor];
      return lazily({ x: dx, gamma: dGamma, beta: dBeta, residual });
    },
  },
  GlobalAveragePool3D: {
    kernelFunc: ({ inputs }) => tf.tidy(() => tensorsOf(inputs).x!.mean([1, 2, 3])),
    inputsToSave: ['x'],
    gradFunc: (dy, saved) => {
      const [x] = saved as [tf.Tensor];
      return { x: () => nested(() => tf.grad((input) => input.mean([1, 2, 3]))(x, dy as tf.Tensor)) };
    },
  },
};

function install(kernelName: string, { kernelFunc, ...gradientConfig }: Operator): () => void {
  const kernel = tf.getKernel(kernelName, 'webgpu');
  const gradient = tf.getGradient(kernelName);
  const replace = (next: tf.KernelConfig, nextGradient: tf.GradConfig) => {
    tf.unregisterKernel(kernelName, 'webgpu');
    tf.unregisterGradient(kernelName);
    tf.registerKernel(next);
    tf.registerGradient(nextGradient);
  };
  replace({ kernelName, backendName: 'webgpu', kernelFunc }, { kernelName, ...gradientConfig });
  return () => replace(kernel, gradient);
}

/** Runs `work` on tfjs's operators; ours are back afterwards. */
export async function withStockOperators<T>(work: () => Promise<T>): Promise<T> {
  const undo = Object.entries(OPERATORS).map(([name, operator]) => install(name, operator));
  try {
    return await work();
  } finally {
    for (const restore of undo) restore();
  }
}
