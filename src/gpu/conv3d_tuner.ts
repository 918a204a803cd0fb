/**
 * Chooses how each convolution is tiled by measuring on the adapter at hand. Until then, and where nothing was measured,
 * the defaults hold. A tiling changes how fast a result comes and, by its order of adding up, the last bits of it. So what was
 * measured is in force only when `adoptMeasuredTilings` says so: between two trainings, not within one.
 */
import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { convFilterGradient, defaultFilterTiling, filterTilingsFor } from './conv3d_filter_gradient';
import { convForward } from './conv3d_forward';
import { hasQuads, type ConvGeometry, type FilterTiling, type Tiling } from './conv3d_geometry';
import { convInputGradient } from './conv3d_input_gradient';
import { defaultTiling, tilingsFor } from './conv3d_products';
import { forwardWalk, inputGradientWalk } from './conv3d_walk';
import { longEnough } from './long_enough';
import { submitRecorded, webgpuBackend } from './recorder';

/** How the three passes of one convolution are tiled. Plain data: it can be stored. */
export interface ConvTilings {
  readonly forward: Tiling;
  readonly input: Tiling;
  readonly filter: FilterTiling;
}

/** By the name of their geometry; of one adapter. */
export type TunedConvolutions = Readonly<Record<string, ConvTilings>>;

export interface TuneOptions {
  /** Convolutions measured so far, of all. */
  readonly onProgress?: (done: number, all: number) => void;
  /** Aborted: what was measured until then is kept, the rest keeps its defaults. */
  readonly signal?: AbortSignal;
  /** Convolutions to measure at most; all of them if not given. */
  readonly most?: number;
}

/** Milliseconds that one sample takes at the least, so that the clock can tell it. */
const SAMPLE = 4;
const SAMPLES = 3;

const seen = new Map<string, ConvGeometry>();
/** The fastest of each, and those that are in force. */
const measured = new Map<string, ConvTilings>();
const chosen = new Map<string, ConvTilings>();

function nameOf({ batch, input, kernel, strides, padding, inChannels, outChannels }: ConvGeometry): string {
  return [batch, inChannels, outChannels, ...input, ...kernel, ...strides, ...padding].join(' ');
}

/** Choosing costs more than a dispatch does. */
const defaults = new WeakMap<WebGPUBackend, Map<string, ConvTilings>>();

function defaultsOf(backend: WebGPUBackend, name: string, geometry: ConvGeometry): ConvTilings {
  const known = defaults.get(backend) ?? new Map<string, ConvTilings>();
  defaults.set(backend, known);
  const tilings = known.get(name) ?? {
    forward: defaultTiling(backend, forwardWalk(geometry)),
    input: defaultTiling(backend, inputGradientWalk(geometry)),
    filter: defaultFilterTiling(backend, geometry),
  };
  known.set(name, tilings);
  return tilings;
}

/** Those of a convolution that is about to run; it is measured the next time that all are. */
export function tilingsOf(backend: WebGPUBackend, geometry: ConvGeometry): ConvTilings {
  const name = nameOf(geometry);
  seen.set(name, geometry);
  const tuned = chosen.get(name);
  // What was measured with quads needs them; the browser may have lost them since.
  const needsQuads = ({ kind }: Tiling | FilterTiling) => kind === 'quads' || kind === 'points';
  if (tuned && (hasQuads(backend) || !Object.values(tuned).some(needsQuads))) return tuned;
  return defaultsOf(backend, name, geometry);
}

/** Changes with the kernels: what was measured of other ones is of no use. */
export const TILINGS_VERSION = 3;

/** Convolutions that have run and were not measured. */
export function untunedConvolutions(): number {
  return [...seen.keys()].filter((name) => !measured.has(name)).length;
}

/** Tilings measured earlier on this adapter; in force with the next `adoptMeasuredTilings`. */
export function takeTunedConvolutions(tuned: TunedConvolutions): void {
  for (const [name, tilings] of Object.entries(tuned)) measured.set(name, tilings);
}

/** Everything measured so far is in force from now on. */
export function adoptMeasuredTilings(): void {
  for (const [name, tilings] of measured) chosen.set(name, tilings);
}

async function finish(backend: WebGPUBackend): Promise<void> {
  submitRecorded(backend);
  await backend.device.queue.onSubmittedWorkDone();
}

async function milliseconds(backend: WebGPUBackend, work: () => tf.TensorInfo): Promise<number> {
  const sample = async (times: number) => {
    const began = performance.now();
    for (let i = 0; i < times; i++) backend.disposeData(work().dataId);
    await finish(backend);
    return (performance.now() - began) / times;
  };
  // The first one compiles.
  await sample(1);
  const { times, milliseconds: first } = await longEnough(sample, SAMPLE);
  let best = first;
  for (let i = 1; i < SAMPLES; i++) best = Math.min(best, await sample(times));
  return best;
}

async function fastest<T>(
  backend: WebGPUBackend,
  candidates: readonly T[],
  work: (tiling: T) => tf.TensorInfo,
): Promise<T> {
  let best = candidates[0] as T;
  let least = Infinity;
  for (const candidate of candidates) {
    const ms = await milliseconds(backend, () => work(candidate));
    if (ms < least) [best, least] = [candidate, ms];
  }
  return best;
}

async function tune(backend: WebGPUBackend, geometry: ConvGeometry): Promise<ConvTilings> {
  const { batch, input, output, kernel, inChannels, outChannels } = geometry;
  const x = tf.randomNormal([batch, ...input, inChannels]);
  const filter = tf.randomNormal([...kernel, inChannels, outChannels]);
  const dy = tf.randomNormal([batch, ...output, outChannels]);
  const found = {
    forward: await fastest(backend, tilingsFor(backend, forwardWalk(geometry)), (tiling) =>
      convForward(backend, x, filter, geometry, tiling),
    ),
    input: await fastest(backend, tilingsFor(backend, inputGradientWalk(geometry)), (tiling) =>
      convInputGradient(backend, dy, filter, geometry, tiling),
    ),
    filter: await fastest(backend, filterTilingsFor(backend, geometry), (tiling) =>
      convFilterGradient(backend, x, dy, geometry, tiling),
    ),
  };
  tf.dispose([x, filter, dy]);
  return found;
}

/**
 * Measures every tiling of the convolutions that have run and were not measured yet. Nothing else may run on the device
 * meanwhile. Needs WebGPU.
 * @returns the fastest of all that were ever measured, for `takeTunedConvolutions` the next time.
 */
export async function tuneConvolutions({
  onProgress,
  signal,
  most = Infinity,
}: TuneOptions = {}): Promise<TunedConvolutions> {
  const backend = webgpuBackend('tuneConvolutions');
  const waiting = [...seen].filter(([name]) => !measured.has(name)).slice(0, most);
  for (const [done, [name, geometry]] of waiting.entries()) {
    if (signal?.aborted) break;
    onProgress?.(done, waiting.length);
    measured.set(name, await tune(backend, geometry));
  }
  onProgress?.(waiting.length, waiting.length);
  return Object.fromEntries(measured);
}
