/** What an encoder is made of, as data: the same description gives parameters, memory, FLOPs and the forward pass. */
import type { NormSpec, ParameterSpec } from '../weights/parameters';

type Triple = readonly [number, number, number];

/** Convolution (no bias) and batch norm. Kernel, stride and padding are [t, h, w]; padding is symmetric. */
export interface ConvNorm {
  /** State-dict names of the convolution and of its batch norm. */
  readonly conv: string;
  readonly norm: string;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly padding: Triple;
}

export interface Pool {
  readonly size: Triple;
  readonly stride: Triple;
  readonly padding: Triple;
}

/** y = relu(last(… relu(first(x))) + shortcut(x)); the shortcut is x itself where there is no downsampling. */
export interface ResidualBlock {
  readonly units: readonly ConvNorm[];
  readonly shortcut?: ConvNorm;
}

export interface EncoderSpec {
  readonly stem: ConvNorm;
  readonly pool?: Pool;
  readonly blocks: readonly ResidualBlock[];
  /** D, channels after the last block. */
  readonly dim: number;
  /** Pixels are given as (x/255 − mean) / deviation, per RGB channel. */
  readonly mean: Triple;
  readonly deviation: Triple;
}

/** Channels at a width: max(4, round(c · width)). */
export function scaled(channels: number, width: number): number {
  return Math.max(4, Math.round(channels * width));
}

export function convNorm(
  conv: string,
  norm: string,
  inChannels: number,
  outChannels: number,
  kernel: Triple,
  stride: Triple = [1, 1, 1],
): ConvNorm {
  const padding: Triple = [kernel[0] >> 1, kernel[1] >> 1, kernel[2] >> 1];
  return { conv, norm, inChannels, outChannels, kernel, stride, padding };
}

export function convNorms(spec: EncoderSpec): ConvNorm[] {
  return [
    spec.stem,
    ...spec.blocks.flatMap((block) => [...block.units, ...(block.shortcut ? [block.shortcut] : [])]),
  ];
}

export function encoderParameters(spec: EncoderSpec, prefix = ''): ParameterSpec[] {
  return convNorms(spec).flatMap((unit) => [
    {
      name: `${prefix}${unit.conv}.weight`,
      shape: [...unit.kernel, unit.inChannels, unit.outChannels],
      kind: 'conv' as const,
    },
    { name: `${prefix}${unit.norm}.weight`, shape: [unit.outChannels], kind: 'norm-scale' as const },
    { name: `${prefix}${unit.norm}.bias`, shape: [unit.outChannels], kind: 'norm-shift' as const },
  ]);
}

export function encoderNorms(spec: EncoderSpec, prefix = ''): NormSpec[] {
  return convNorms(spec).map((unit) => ({ name: `${prefix}${unit.norm}`, channels: unit.outChannels }));
}

function reduced(
  size: Triple,
  unit: { kernel?: Triple; size?: Triple; stride: Triple; padding: Triple },
): Triple {
  const kernel = (unit.kernel ?? unit.size)!;
  const along = (axis: 0 | 1 | 2) =>
    Math.floor((size[axis] + 2 * unit.padding[axis] - kernel[axis]) / unit.stride[axis]) + 1;
  return [along(0), along(1), along(2)];
}

export interface EncoderCost {
  /** Multiply-adds count as 2, one clip, forward. */
  readonly flops: number;
  /** Elements of all convolution outputs of one clip: what the backward pass has to keep. */
  readonly activations: number;
  /** Elements of the largest tensor of one clip: its pixels or the output of a convolution. */
  readonly largest: number;
}

/** Arithmetic of one clip [T, size, size, 3]. */
export function encoderCost(spec: EncoderSpec, frames: number, size: number): EncoderCost {
  let flops = 0;
  let activations = 0;
  let largest = frames * size * size * 3;
  const through = (input: Triple, unit: ConvNorm): Triple => {
    const output = reduced(input, unit);
    const positions = output[0] * output[1] * output[2];
    flops +=
      2 * positions * unit.kernel[0] * unit.kernel[1] * unit.kernel[2] * unit.inChannels * unit.outChannels;
    activations += positions * unit.outChannels;
    largest = Math.max(largest, positions * unit.outChannels);
    return output;
  };
  let at = through([frames, size, size], spec.stem);
  if (spec.pool) at = reduced(at, spec.pool);
  for (const block of spec.blocks) {
    if (block.shortcut) through(at, block.shortcut);
    at = block.units.reduce(through, at);
  }
  return { flops, activations, largest };
}
