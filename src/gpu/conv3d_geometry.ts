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

/**
 * The same convolution with as long an axis W as there is: where the kernel is one position wide along H and W, and neither
 * strided nor padded, what lies behind each other in memory is one line. A tile then goes on over rows, planes and clips.
 */
export function flattened(geometry: ConvGeometry): ConvGeometry {
  const { batch, input, output, kernel, strides, padding } = geometry;
  const isPlain = (axis: 0 | 1 | 2) => kernel[axis] === 1 && strides[axis] === 1 && padding[axis] === 0;
  if (!isPlain(1) || !isPlain(2)) return geometry;
  const [t, h, w] = input;
  if (!isPlain(0)) return { ...geometry, input: [t, 1, h * w], output: [output[0], 1, h * w] };
  const line: Triple = [1, 1, batch * t * h * w];
  return { ...geometry, batch: 1, input: line, output: line };
}

/** floor(a / b) of integers in the code, for b > 0 and any a: WGSL's division truncates. */
export const FLOOR_DIVISION = `
  fn floorDivide(a : i32, b : i32) -> i32 { return (a - select(0, b - 1, a < 0)) / b; }`;

/**
 * How the sum of products of a convolution or of its input gradient is cut into tiles.
 * `registers`: a thread computes `positions` x `vectors` of 4 channels.
 * `quads`: four threads compute 4 runs of `positions` x `vectors` of 4 channels; on adapters with subgroups.
 * `points`: a thread computes `vectors` of 4 channels of one position after another; pointwise, on adapters with subgroups.
 * `subpixels`: the input gradient of a strided convolution by quads, for all positions of a cell at once.
 * `workgroup`: a thread computes as with `registers`, of operands that its workgroup has brought into its memory.
 */
export interface Tiling {
  readonly kind: 'registers' | 'quads' | 'points' | 'subpixels' | 'workgroup';
  readonly positions: number;
  readonly vectors: number;
  /** Vectors of the channels summed over that one turn of the loop takes, where they are read by vectors and this divides them. */
  readonly chunks: number;
}

/**
 * How a filter gradient is cut into tiles: a thread (`registers`) or four (`quads`) compute `rows` x `vectors` of 4 output
 * channels. Rows are input channels, 16, 8 or 4 where x is read by vectors, else 3, 2 or 1; those of quads go on over kw.
 */
export interface FilterTiling {
  readonly kind: 'registers' | 'quads';
  readonly rows: number;
  readonly vectors: number;
  /** Positions that one turn of the loop takes. */
  readonly positions: number;
}

/** True where reading memory costs as much as several multiply-adds, and registers are memory anyway. */
export function isSlowToRead(backend: WebGPUBackend): boolean {
  // Typed as private, and left out where the browser tells nothing.
  const { vendor, architecture } = backend.adapterInfo as unknown as Partial<GPUAdapterInfo>;
  return isSoftware(`${vendor ?? ''} ${architecture ?? ''}`);
}

/** True where threads can pass values around in fours, and doing so is worth it. */
export function hasQuads(backend: WebGPUBackend): boolean {
  return isSlowToRead(backend) && backend.device.features.has('subgroups');
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

/** Of the filter gradient, in WGSL: the box of positions along one axis where the tap meets the input. */
export function boxCode(axis: 'T' | 'H' | 'W', tap: string): string {
  return `
      let from${axis} = ${tap} - uniforms.padding${axis};
      let first${axis} = max(0, floorDivide(uniforms.stride${axis} - 1 - from${axis}, uniforms.stride${axis}));
      let end${axis} = min(uniforms.out${axis},
        floorDivide(uniforms.in${axis} - 1 - from${axis}, uniforms.stride${axis}) + 1);
      let size${axis} = max(0, end${axis} - first${axis});`;
}

/** Of the filter gradient, in WGSL: after the last position of a row, on to the next row, plane and clip of the box. */
export const NEXT_ROW_OF_BOX = `
          h++;
          let planeDone = h == endH;
          h = select(h, firstH, planeDone);
          t += select(0, 1, planeDone);
          let clipDone = t == endT;
          t = select(t, firstT, clipDone);
          b += select(0, 1, clipDone);`;
