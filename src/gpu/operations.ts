/**
 * The names of our operations in tfjs's kernel registry, which is the one table of who computes what: the files beside
 * this one register them for WebGPU, those of src/cpu for tfjs's wasm backend.
 */
import * as tf from '@tensorflow/tfjs';

export const OPERATION = {
  conv3d: 'SymmetricConv3D',
  conv3dInputGradient: 'SymmetricConv3DInputGradient',
  conv3dFilterGradient: 'SymmetricConv3DFilterGradient',
  maxPool: 'SymmetricMaxPool3D',
  maxPoolGradient: 'SymmetricMaxPool3DGradient',
  averagePool: 'GlobalAveragePool3D',
  averagePoolGradient: 'GlobalAveragePool3DGradient',
  normTrain: 'FusedBatchNormTrain',
  normEval: 'FusedBatchNormEval',
  normGradient: 'FusedBatchNormGradient',
  linear: 'Linear',
  linearSums: 'LinearSums',
  unitRows: 'UnitRows',
  unitRowsGradient: 'UnitRowsGradient',
  infoNce: 'InfoNce',
  infoNceGradient: 'InfoNceGradient',
  positivesWin: 'PositivesWin',
  orthonormalise: 'Orthonormalise',
  orthonormaliseGradient: 'OrthonormaliseGradient',
  solveUpperTransposed: 'SolveUpperTransposed',
  split: 'SplitFlat',
  join: 'JoinFlat',
  joinColumns: 'JoinColumns',
  columnsOf: 'ColumnsOf',
  sgdStep: 'SgdStep',
  adamwStep: 'AdamwStep',
  movingAverage: 'MovingAverage',
  trustScaled: 'TrustScaled',
  movedStatistics: 'MovedStatistics',
} as const;
export type Operation = (typeof OPERATION)[keyof typeof OPERATION];

/**
 * Runs an operation on the backend in use; the caller (or its tidy) disposes what it gives. Attributes are whatever the
 * operation reads: tfjs types them more narrowly than it treats them.
 */
export function run(
  operation: Operation,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attributes: object = {},
): tf.Tensor[] {
  const given = attributes as tf.NamedAttrMap;
  const found: tf.Tensor | tf.Tensor[] = tf.engine().runKernel(operation, { ...inputs }, given);
  return Array.isArray(found) ? found : [found];
}

/** Tensors of a list under the names 0, 1, …, as the registry wants them, and back. */
export function listed<T>(tensors: readonly T[]): Record<string, T> {
  return Object.fromEntries(tensors.map((tensor, i) => [String(i), tensor]));
}

interface Call<Attributes> {
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>;
  readonly attrs: Attributes;
}

/** Registers what computes an operation on WebGPU. */
export function onWebGpu<Attributes>(
  kernelName: Operation,
  compute: (call: Call<Attributes>) => tf.TensorInfo | tf.TensorInfo[],
): void {
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc: (call) => compute(call as unknown as Call<Attributes>),
  });
}
