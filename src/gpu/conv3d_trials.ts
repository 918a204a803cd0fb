/** What can be tried of one convolution: each of its passes with each tiling that is worth measuring, and how long it takes. */
import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { convFilterGradient, filterTilingsFor } from './conv3d_filter_gradient';
import { convForward } from './conv3d_forward';
import type { ConvGeometry, FilterTiling, Tiling } from './conv3d_geometry';
import { convInputGradient } from './conv3d_input_gradient';
import { tilingsFor } from './conv3d_products';
import { forwardWalk, inputGradientWalk } from './conv3d_walk';
import { longEnough } from './long_enough';
import { submitRecorded } from './recorder';

/** How the three passes of one convolution are tiled. Plain data: it can be stored. */
export interface ConvTilings {
  readonly forward: Tiling;
  readonly input: Tiling;
  readonly filter: FilterTiling;
}

/** One pass with one tiling. */
export interface Trial {
  readonly pass: keyof ConvTilings;
  readonly tiling: Tiling | FilterTiling;
  /** Of the two tensors that the pass reads. */
  readonly shapes: readonly [number[], number[]];
  readonly run: (a: tf.Tensor, b: tf.Tensor) => tf.TensorInfo;
}

/** Those of the defaults come first of their pass: they are compiled already, and the others have to beat them. */
export function trialsOf(backend: WebGPUBackend, geometry: ConvGeometry, usual: ConvTilings): Trial[] {
  const { batch, input, output, kernel, inChannels, outChannels } = geometry;
  const x = [batch, ...input, inChannels];
  const filter = [...kernel, inChannels, outChannels];
  const dy = [batch, ...output, outChannels];
  const trials = <T extends Tiling | FilterTiling>(
    pass: keyof ConvTilings,
    tilings: readonly T[],
    shapes: Trial['shapes'],
    run: (a: tf.Tensor, b: tf.Tensor, tiling: T) => tf.TensorInfo,
  ) => distinct(tilings).map((tiling): Trial => ({ pass, tiling, shapes, run: (a, b) => run(a, b, tiling) }));
  return [
    ...trials(
      'forward',
      [usual.forward, ...tilingsFor(backend, forwardWalk(geometry))],
      [x, filter],
      (a, b, tiling) => convForward(backend, a, b, geometry, tiling),
    ),
    ...trials(
      'input',
      [usual.input, ...tilingsFor(backend, inputGradientWalk(geometry))],
      [dy, filter],
      (a, b, tiling) => convInputGradient(backend, a, b, geometry, tiling),
    ),
    ...trials('filter', [usual.filter, ...filterTilingsFor(backend, geometry)], [x, dy], (a, b, tiling) =>
      convFilterGradient(backend, a, b, geometry, tiling),
    ),
  ];
}

function distinct<T extends Tiling | FilterTiling>(tilings: readonly T[]): T[] {
  const nameOf = ({ kind, positions, vectors, ...rest }: Tiling | FilterTiling) =>
    [kind, positions, vectors, ...Object.values(rest)].join(' ');
  return [...new Map([...tilings].reverse().map((tiling) => [nameOf(tiling), tiling])).values()].reverse();
}

/** Milliseconds that one sample takes at the least, so that the clock can tell it. */
const SAMPLE = 4;
const FEWEST_SAMPLES = 3;
/** Milliseconds of all samples, about, where they are short: any one may have been in someone's way. */
const ENOUGH = 48;

async function finish(backend: WebGPUBackend): Promise<void> {
  submitRecorded(backend);
  await backend.device.queue.onSubmittedWorkDone();
}

/** Milliseconds that a pass takes, the best of some samples. Nothing else may run on the device meanwhile. */
export async function millisecondsOf(backend: WebGPUBackend, { shapes, run }: Trial): Promise<number> {
  const [a, b] = shapes.map((shape) => tf.randomNormal(shape)) as [tf.Tensor, tf.Tensor];
  const sample = async (times: number) => {
    const began = performance.now();
    for (let i = 0; i < times; i++) backend.disposeData(run(a, b).dataId);
    await finish(backend);
    return (performance.now() - began) / times;
  };
  // The first one compiles.
  await sample(1);
  const { times, milliseconds: first } = await longEnough(sample, SAMPLE);
  const samples = Math.max(FEWEST_SAMPLES, Math.floor(ENOUGH / (times * first)));
  let best = first;
  for (let i = 1; i < samples; i++) best = Math.min(best, await sample(times));
  tf.dispose([a, b]);
  return best;
}
