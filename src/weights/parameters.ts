/** The parameters of a network as one flat list of numbers, and where each named tensor lies in it. */
import { PURPOSE, randomStream } from '../random/stream';
import type { StoredTensor } from './safetensors';

/**
 * How a parameter starts, which also tells its layout here and in PyTorch:
 * conv [kt,kh,kw,in,out] here, [out,in,kt,kh,kw] there; every other shape is the same in both (linear: [out,in]).
 */
export type ParameterKind = 'conv' | 'linear' | 'linear-bias' | 'norm-scale' | 'norm-shift' | 'directions';

export interface ParameterSpec {
  /** PyTorch's state-dict name. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly kind: ParameterKind;
  /** Inputs of the linear map that a linear bias belongs to. */
  readonly fanIn?: number;
}

/** Running statistics of one batch norm: [C] mean and variance under `<name>.running_mean`, `<name>.running_var`. */
export interface NormSpec {
  readonly name: string;
  readonly channels: number;
}

export interface ParameterLayout {
  readonly specs: readonly ParameterSpec[];
  /** First element of each spec in the flat buffer. */
  readonly offsets: readonly number[];
  readonly size: number;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

export function layOut(specs: readonly ParameterSpec[]): ParameterLayout {
  const offsets: number[] = [];
  let size = 0;
  for (const spec of specs) {
    offsets.push(size);
    size += sizeOf(spec.shape);
  }
  return { specs, offsets, size };
}

/** 1 where weight decay applies (weights, directions), 0 on batch norm and biases: [size]. */
export function decayMask(layout: ParameterLayout, everything: boolean): Float32Array {
  const mask = new Float32Array(layout.size);
  layout.specs.forEach((spec, i) => {
    const decays = everything || spec.kind === 'conv' || spec.kind === 'linear' || spec.kind === 'directions';
    if (decays) mask.fill(1, layout.offsets[i], layout.offsets[i]! + sizeOf(spec.shape));
  });
  return mask;
}

/** Standard deviation or bound of the initial values; PyTorch's defaults for each kind. */
function fill(spec: ParameterSpec, out: Float32Array, stream: ReturnType<typeof randomStream>): void {
  switch (spec.kind) {
    case 'norm-scale':
      out.fill(1);
      return;
    case 'norm-shift':
      return;
    case 'conv': {
      // Kaiming normal, fan out, ReLU: what torchvision's and pytorchvideo's ResNets start from.
      const [kt, kh, kw, , outChannels] = spec.shape as [number, number, number, number, number];
      const deviation = Math.sqrt(2 / (kt * kh * kw * outChannels));
      for (let i = 0; i < out.length; i++) out[i] = deviation * stream.normal();
      return;
    }
    case 'directions':
      for (let i = 0; i < out.length; i++) out[i] = stream.normal();
      return;
    case 'linear':
    case 'linear-bias': {
      // PyTorch's Linear: uniform ± 1/√fan_in, weight and bias alike.
      const bound = 1 / Math.sqrt(spec.fanIn ?? spec.shape[1]!);
      for (let i = 0; i < out.length; i++) out[i] = stream.between(-bound, bound);
    }
  }
}

/** Initial values, flat [size]. Each tensor has a stream of its own, so that a tensor starts alike whatever else the network holds. */
export function initialParameters(layout: ParameterLayout, seed: number): Float32Array {
  const flat = new Float32Array(layout.size);
  layout.specs.forEach((spec, i) => {
    const out = flat.subarray(layout.offsets[i], layout.offsets[i]! + sizeOf(spec.shape));
    fill(spec, out, randomStream(PURPOSE.weights, seed, nameHash(spec.name)));
  });
  return flat;
}

function nameHash(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  return hash;
}

/** PyTorch's [out,in,kt,kh,kw] -> [kt,kh,kw,in,out]. */
export function convFromPyTorch(
  data: Float32Array,
  [kt, kh, kw, cin, cout]: readonly number[],
): Float32Array {
  return permuteConv(data, kt! * kh! * kw!, cin!, cout!, true);
}

/** [kt,kh,kw,in,out] -> PyTorch's [out,in,kt,kh,kw]. */
export function convToPyTorch(data: Float32Array, [kt, kh, kw, cin, cout]: readonly number[]): Float32Array {
  return permuteConv(data, kt! * kh! * kw!, cin!, cout!, false);
}

function permuteConv(
  data: Float32Array,
  taps: number,
  cin: number,
  cout: number,
  from: boolean,
): Float32Array {
  const result = new Float32Array(data.length);
  for (let o = 0; o < cout; o++) {
    for (let i = 0; i < cin; i++) {
      for (let k = 0; k < taps; k++) {
        const there = (o * cin + i) * taps + k;
        const here = (k * cin + i) * cout + o;
        if (from) result[here] = data[there]!;
        else result[there] = data[here]!;
      }
    }
  }
  return result;
}

/** The shape PyTorch stores a parameter with. */
export function pyTorchShape({ kind, shape }: ParameterSpec): readonly number[] {
  return kind === 'conv' ? [shape[4]!, shape[3]!, shape[0]!, shape[1]!, shape[2]!] : shape;
}

export class WeightsMismatchError extends Error {
  override name = 'WeightsMismatchError';
}

/**
 * Flat parameters from tensors in PyTorch's names and layouts.
 * @throws WeightsMismatchError naming the first tensor that is missing or of another shape, with both shapes.
 */
export function parametersFromPyTorch(
  layout: ParameterLayout,
  tensors: ReadonlyMap<string, StoredTensor>,
): Float32Array {
  const flat = new Float32Array(layout.size);
  layout.specs.forEach((spec, i) => {
    const want = pyTorchShape(spec);
    const tensor = tensors.get(spec.name);
    if (!tensor) throw new WeightsMismatchError(`Tensor "${spec.name}" [${want.join(', ')}] is missing.`);
    if (tensor.shape.join() !== want.join() || !(tensor.data instanceof Float32Array)) {
      throw new WeightsMismatchError(
        `Tensor "${spec.name}" is ${tensor.dtype} [${tensor.shape.join(', ')}], expected F32 [${want.join(', ')}].`,
      );
    }
    flat.set(
      spec.kind === 'conv' ? convFromPyTorch(tensor.data, spec.shape) : tensor.data,
      layout.offsets[i],
    );
  });
  return flat;
}
