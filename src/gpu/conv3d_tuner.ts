/**
 * Chooses how each convolution is tiled by measuring on the adapter at hand. Until then, and where nothing was measured,
 * the defaults hold. A tiling changes how fast a result comes and, by its order of adding up, the last bits of it. So what was
 * measured is in force only when `adoptMeasuredTilings` says so: between two trainings, not within one.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { defaultFilterTiling } from './conv3d_filter_gradient';
import { hasQuads, type ConvGeometry, type FilterTiling, type Tiling } from './conv3d_geometry';
import { defaultTiling } from './conv3d_products';
import { millisecondsOf, trialsOf, type ConvTilings, type Trial } from './conv3d_trials';
import { forwardWalk, inputGradientWalk } from './conv3d_walk';
import { webgpuBackend } from './recorder';

/** By the name of their geometry; of one adapter. */
export type TunedConvolutions = Readonly<Record<string, ConvTilings>>;

export interface TuneOptions {
  /** Convolutions measured so far, of all. */
  readonly onProgress?: (done: number, all: number) => void;
  /** Aborted: what was measured until then is kept, the rest keeps its defaults. */
  readonly signal?: AbortSignal;
}

const seen = new Map<string, ConvGeometry>();
/** The fastest of each, and those that are in force. */
const measured = new Map<string, ConvTilings>();
const chosen = new Map<string, ConvTilings>();

/** The convolution that is being measured: what is still to be tried, and the fastest of what was. */
interface UnderWay {
  readonly name: string;
  readonly waiting: Trial[];
  tilings: ConvTilings;
  /** Milliseconds of those. */
  readonly least: Record<keyof ConvTilings, number>;
}

let underWay: UnderWay | undefined;

/** A tiling takes the place of the one before where it is faster by more than a measurement is wrong. */
const CLEARLY = 0.97;

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
  const needsQuads = ({ kind }: Tiling | FilterTiling) => kind !== 'registers' && kind !== 'workgroup';
  if (tuned && (hasQuads(backend) || !Object.values(tuned).some(needsQuads))) return tuned;
  return defaultsOf(backend, name, geometry);
}

/** Changes with the kernels: what was measured of other ones is of no use. */
export const TILINGS_VERSION = 4;

/** Convolutions that have run and were not measured. */
export function untunedConvolutions(): number {
  return [...seen.keys()].filter((name) => !measured.has(name)).length;
}

/** Tilings of all passes of a convolution that are worth measuring: that takes no device, but is not for nothing. */
const trialCounts = new Map<string, number>();

/** Tilings that are still to be measured, of the convolutions that have run and were not measured. Needs WebGPU. */
export function untunedTilings(): number {
  const backend = webgpuBackend('untunedTilings');
  let left = 0;
  for (const [name, geometry] of seen) {
    if (measured.has(name)) continue;
    const known =
      trialCounts.get(name) ?? trialsOf(backend, geometry, defaultsOf(backend, name, geometry)).length;
    trialCounts.set(name, known);
    left += underWay?.name === name ? underWay.waiting.length : known;
  }
  return left;
}

/** Tilings measured earlier on this adapter; in force with the next `adoptMeasuredTilings`. */
export function takeTunedConvolutions(tuned: TunedConvolutions): void {
  for (const [name, tilings] of Object.entries(tuned)) measured.set(name, tilings);
}

/** Everything measured so far is in force from now on. */
export function adoptMeasuredTilings(): void {
  for (const [name, tilings] of measured) chosen.set(name, tilings);
}

/** Everything measured so far, for `takeTunedConvolutions` the next time. */
export function tunedConvolutions(): TunedConvolutions {
  return Object.fromEntries(measured);
}

function begun(backend: WebGPUBackend): UnderWay | undefined {
  if (underWay && !measured.has(underWay.name)) return underWay;
  const next = [...seen].find(([name]) => !measured.has(name));
  if (!next) return undefined;
  const [name, geometry] = next;
  const tilings = defaultsOf(backend, name, geometry);
  const least = { forward: Infinity, input: Infinity, filter: Infinity };
  return { name, waiting: trialsOf(backend, geometry, tilings), tilings, least };
}

/**
 * Measures one tiling of one pass, which is mostly compiling it, of the convolutions that have run and were not measured
 * yet. Nothing else may run on the device meanwhile. Needs WebGPU.
 */
export async function measureNextTiling(): Promise<void> {
  const backend = webgpuBackend('measureNextTiling');
  underWay = begun(backend);
  const trial = underWay?.waiting.shift();
  if (!underWay || !trial) return;
  const { name, waiting, tilings, least } = underWay;
  const ms = await millisecondsOf(backend, trial);
  if (ms < CLEARLY * least[trial.pass]) {
    least[trial.pass] = ms;
    underWay.tilings = { ...tilings, [trial.pass]: trial.tiling };
  }
  if (waiting.length === 0) measured.set(name, underWay.tilings);
}

/**
 * Measures every tiling of the convolutions that have run and were not measured yet. Nothing else may run on the device
 * meanwhile. Needs WebGPU.
 * @returns the fastest of all that were ever measured.
 */
export async function tuneConvolutions({ onProgress, signal }: TuneOptions = {}): Promise<TunedConvolutions> {
  const all = untunedConvolutions();
  onProgress?.(0, all);
  for (let left = all; left > 0 && !signal?.aborted;) {
    await measureNextTiling();
    const now = untunedConvolutions();
    if (now < left) onProgress?.(all - now, all);
    left = now;
  }
  return tunedConvolutions();
}
