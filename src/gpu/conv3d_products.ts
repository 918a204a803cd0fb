/** The sum of products of a convolution or of its input gradient, by whichever kind of tiling; and which ones there are. */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { hasQuads, isSlowToRead, vectorsPerThread, type Tiling } from './conv3d_geometry';
import { pointTilings, productsByPoints } from './conv3d_points';
import { MANY_RUNS, mostPromising, productsByQuads, quadTilings } from './conv3d_quads';
import { productsInRegisters, registerTilings } from './conv3d_registers';
import { productsBySubpixels, subpixelTilings } from './conv3d_subpixels';
import type { Walk } from './conv3d_walk';
import { productsByWorkgroups, workgroupTilings } from './conv3d_workgroups';

const KINDS = {
  registers: productsInRegisters,
  quads: productsByQuads,
  points: productsByPoints,
  subpixels: productsBySubpixels,
  workgroup: productsByWorkgroups,
};

/** The caller disposes the result. */
export function sumOfProducts(
  backend: WebGPUBackend,
  walk: Walk,
  source: tf.TensorInfo,
  filter: tf.TensorInfo,
  tiling: Tiling,
): tf.TensorInfo {
  return KINDS[tiling.kind](backend, walk, source, filter, tiling);
}

/** Tilings of threads in fours, the most promising for this many `runs` first. */
export function tilingsOfQuads(walk: Walk, runs?: number): Tiling[] {
  return mostPromising([...quadTilings(walk), ...pointTilings(walk), ...subpixelTilings(walk)], runs);
}

/** They are too many to be measured: only the most promising are. */
const QUADS_MEASURED = 4;

/** What is worth measuring on this adapter. */
export function tilingsFor(backend: WebGPUBackend, walk: Walk): Tiling[] {
  if (hasQuads(backend)) return tilingsOfQuads(walk, MANY_RUNS).slice(0, QUADS_MEASURED);
  // Workgroup memory is slow where the processor does the adapter's work.
  if (isSlowToRead(backend)) return registerTilings(walk);
  return [...registerTilings(walk), ...workgroupTilings(walk)];
}

/** Results of fewer channels leave most of a workgroup's threads without work. */
const WORKGROUP_CHANNELS = 32;

/**
 * Until something is measured. More positions save reads of the filter, more channels save reads of the positions; both
 * cost registers and threads, of which a graphics card has fewer and more than a software adapter.
 */
export function defaultTiling(backend: WebGPUBackend, walk: Walk): Tiling {
  if (hasQuads(backend)) return tilingsOfQuads(walk)[0]!;
  const { given } = walk;
  const vectors = vectorsPerThread(given);
  if (isSlowToRead(backend)) {
    return { kind: 'registers', positions: 8, vectors: given >= 16 ? 4 : vectors, chunks: 2 };
  }
  if (given >= WORKGROUP_CHANNELS)
    return { kind: 'workgroup', positions: 4, vectors: given > 32 ? 2 : 1, chunks: 1 };
  return { kind: 'registers', positions: 4, vectors, chunks: 1 };
}
