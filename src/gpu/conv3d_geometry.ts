/** Sizes of one 3D convolution, and the tile of it that one thread computes. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { isSoftware } from './adapter';

/** [t, h, w]. */
export type Triple = readonly [number, number, number];

/** x [B, …input, Cin] * filter [...kernel, Cin, Cout] -> y [B, …output, Cout]. */
export interface ConvGeometry {
  readonly batch: number;
  readonly input: Triple;
  readonly output: Triple;
  readonly kernel: Triple;
  readonly strides: Triple;
  /** Zeros in front of the first position; those behind the last follow from the output. */
  readonly padding: Triple;
  readonly inChannels: number;
  readonly outChannels: number;
}

/** Positions along one axis of a convolution with symmetric padding; zero or less: the kernel does not fit. */
export function positionsAlong(size: number, kernel: number, stride: number, padding: number): number {
  return Math.floor((size + 2 * padding - kernel) / stride) + 1;
}

/** floor(a / b) of integers in the code, for b > 0 and any a: WGSL's division truncates. */
export const FLOOR_DIVISION = `
  fn floorDivide(a : i32, b : i32) -> i32 { return (a - select(0, b - 1, a < 0)) / b; }`;

/** Neighbouring threads take neighbouring positions in groups of this many. */
export const LANES = 8;

/**
 * Positions that one thread computes, each for up to 8 channels. More of them save loads and cost registers. Reading
 * memory costs a software adapter as much as six multiply-adds; a graphics card has fewer registers and more threads.
 */
export function positionsPerThread(backend: WebGPUBackend): number {
  // Typed as private, and left out where the browser tells nothing.
  const { vendor, architecture } = backend.adapterInfo as unknown as Partial<GPUAdapterInfo>;
  return isSoftware(`${vendor ?? ''} ${architecture ?? ''}`) ? 8 : 4;
}

/** Vectors of 4 output channels a thread. */
export function vectorsPerThread(channels: number): 1 | 2 {
  return channels > 4 ? 2 : 1;
}

const AXES = ['T', 'H', 'W'] as const;

/** `{ <prefix>T, <prefix>H, <prefix>W }`, as uniforms. */
export function axes(prefix: string, [t, h, w]: Triple): Record<string, number> {
  return Object.fromEntries([t, h, w].map((value, i) => [`${prefix}${AXES[i]!}`, value]));
}

export function product([t, h, w]: Triple): number {
  return t * h * w;
}
