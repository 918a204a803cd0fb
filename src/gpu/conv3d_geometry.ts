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

/** What one thread computes of a convolution or of its input gradient: positions times vectors of 4 channels. */
export interface Tiling {
  readonly positions: number;
  readonly vectors: number;
  /** Vectors of the channels summed over that one turn of the loop takes, where they are read by vectors and this divides them. */
  readonly chunks: number;
}

/** What the tiling takes at a turn of the loop when `channels` are summed over, `width` at a read. */
export function chunksOf({ chunks }: Tiling, channels: number, width: number): number {
  return width === 4 && (channels / width) % chunks === 0 ? chunks : 1;
}

/** True where reading memory costs as much as several multiply-adds, and registers are memory anyway. */
export function isSlowToRead(backend: WebGPUBackend): boolean {
  // Typed as private, and left out where the browser tells nothing.
  const { vendor, architecture } = backend.adapterInfo as unknown as Partial<GPUAdapterInfo>;
  return isSoftware(`${vendor ?? ''} ${architecture ?? ''}`);
}

/**
 * More positions save reads of the filter, more channels save reads of the positions; both cost registers and threads.
 * A graphics card has fewer registers and more threads than a software adapter.
 */
export function defaultTiling(backend: WebGPUBackend, channels: number): Tiling {
  if (!isSlowToRead(backend)) return { positions: 4, vectors: vectorsPerThread(channels), chunks: 1 };
  return { positions: 8, vectors: channels >= 16 ? 4 : vectorsPerThread(channels), chunks: 2 };
}

/** Vectors of 4 channels a thread. */
export function vectorsPerThread(channels: number): number {
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
