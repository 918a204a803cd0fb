/**
 * Puts tfjs's own operators in the place of our kernels, so that the app's own training step can be timed on them:
 * convolutions, batch norms and pooling. Optimiser, copies and orthonormalisation stay ours, in tfjs's favour.
 */
import * as tf from '@tensorflow/tfjs';

type Attributes = Readonly<Record<string, unknown>>;
type Inputs = Readonly<Record<string, tf.Tensor>>;

interface Operator {
  readonly names: readonly string[];
  compute(inputs: Inputs, attributes: Attributes): tf.Tensor | tf.Tensor[];
}

/** y of a batch norm, and its moments [2,C]. */
function batchNorm(
  { x, gamma, beta, residual, moments }: Inputs,
  { epsilon, relu }: Attributes,
): tf.Tensor[] {
  const flat = x!.reshape([-1, gamma!.size]);
  const own = moments ? undefined : tf.moments(flat, 0);
  const [mean, variance] = moments
    ? (tf.unstack(moments) as [tf.Tensor, tf.Tensor])
    : [own!.mean, own!.variance];
  const normal = flat
    .sub(mean)
    .mul(variance.add(epsilon as number).rsqrt())
    .mul(gamma!)
    .add(beta!);
  const sum = residual ? normal.reshape(x!.shape).add(residual) : normal.reshape(x!.shape);
  return [relu ? tf.relu(sum) : sum, tf.stack([mean, variance])];
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  SymmetricConv3D: {
    names: ['x', 'filter'],
    compute({ x, filter }, { strides, padding }) {
      const around = (padding as number[]).map((zeros): [number, number] => [zeros, zeros]);
      const padded = tf.pad(x as tf.Tensor5D, [[0, 0], ...around, [0, 0]]);
      return tf.conv3d(padded, filter as tf.Tensor5D, strides as [number, number, number], 'valid');
    },
  },
  FusedBatchNormTrain: { names: ['x', 'gamma', 'beta', 'residual'], compute: batchNorm },
  GlobalAveragePool3D: { names: ['x'], compute: ({ x }) => x!.mean([1, 2, 3]) },
};

function install(kernelName: string, { names, compute }: Operator): () => void {
  const kernel = tf.getKernel(kernelName, 'webgpu');
  const gradient = tf.getGradient(kernelName);
  tf.unregisterKernel(kernelName, 'webgpu');
  tf.unregisterGradient(kernelName);
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs }) =>
      tf.tidy(() => compute(inputs as unknown as Inputs, attrs as Attributes)),
  });
  tf.registerGradient({
    kernelName,
    saveAllInputs: true,
    inputsToSave: [],
    gradFunc: (dys, saved, attrs) => {
      const [dy] = Array.isArray(dys) ? dys : [dys];
      const given = saved as tf.Tensor[];
      const present = names.slice(0, given.length);
      const asInputs = (tensors: tf.Tensor[]) =>
        Object.fromEntries(present.map((name, i) => [name, tensors[i]!]));
      const found = tf.grads((...tensors: tf.Tensor[]) => {
        const output = compute(asInputs(tensors), attrs as Attributes);
        return Array.isArray(output) ? output[0]! : output;
      })(given, dy);
      return Object.fromEntries(present.map((name, i) => [name, () => found[i]!]));
    },
  });
  return () => {
    tf.unregisterKernel(kernelName, 'webgpu');
    tf.unregisterGradient(kernelName);
    tf.registerKernel(kernel);
    tf.registerGradient(gradient);
  };
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
