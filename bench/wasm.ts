/** Training on the CPU: convolutions on tfjs's wasm backend, ours beside its own, and a whole step. One thread each. */
import * as tf from '@tensorflow/tfjs';
import { openCpu } from '../src/cpu/device';
import { OPERATION, run } from '../src/gpu/operations';
import { worstDifference } from '../src/gpu/oracle';
import { PRESETS } from '../src/runs/config';
import { runId } from '../src/time/config';
import { Trainer } from '../src/train/trainer';
import { flopsOf, shapeText, type Layer } from './layers';
import { scenes, stepMilliseconds } from './steps';
import { stockConvolutions, tensorsOf, type Tensors } from './stock_convolutions';
import type { Pass, WasmRow, WasmStepRow } from './report';
import { milliseconds } from './timing';

const STEPS = 5;
/** A stock kernel that is further from ours than this computes something else. */
const WRONG = 1e-3;

export { openCpu };

function ours({ geometry }: Layer, { x, filter, dy }: Tensors): Record<Pass, () => tf.Tensor> {
  const { strides, padding } = geometry;
  const attributes = { strides, padding };
  const by = (...asked: Parameters<typeof run>) => run(...asked)[0]!;
  return {
    forward: () => by(OPERATION.conv3d, { x, filter }, attributes),
    input: () => by(OPERATION.conv3dInputGradient, { dy, filter }, { ...attributes, inputShape: x.shape }),
    filter: () => by(OPERATION.conv3dFilterGradient, { x, dy }, { ...attributes, filterShape: filter.shape }),
  };
}

/** The numbers of a result; the stock gradient to x has the ring of zeros around x, which is cut off. */
async function numbersOf(result: tf.Tensor, { geometry }: Layer, cut: boolean): Promise<Float32Array> {
  const { batch, input, padding, inChannels } = geometry;
  const inside = cut ? tf.slice(result, [0, ...padding, 0], [batch, ...input, inChannels]) : tf.clone(result);
  const numbers = (await inside.data()) as Float32Array;
  // What a kernel forgets to write must not hold the right numbers of the one before it.
  tf.dispose([result, inside, tf.fill([result.size], NaN), tf.fill([result.size], NaN)]);
  return numbers;
}

/** Whether the stock kernel gives the numbers of ours; what it does instead is remarked. */
async function isRight(
  stock: () => tf.Tensor,
  want: Float32Array,
  layer: Layer,
  pass: Pass,
  remarks: string[],
): Promise<boolean> {
  let wrong = 'computes other numbers';
  try {
    const got = await numbersOf(stock(), layer, pass === 'input');
    if (worstDifference(got, want) < WRONG) return true;
  } catch (error) {
    wrong = `fails (${error instanceof Error ? error.message : String(error)})`;
  }
  remarks.push(`${layer.network} ${shapeText(layer)}, ${pass}: tfjs's wasm backend ${wrong}.`);
  return false;
}

/** Needs `openCpu`. */
export async function wasmRows(layer: Layer, remarks: string[]): Promise<WasmRow[]> {
  const shape = shapeText(layer);
  tf.engine().startScope();
  const tensors = tensorsOf(layer);
  const [own, stock] = [ours(layer, tensors), stockConvolutions(layer, tensors)];
  const rows: WasmRow[] = [];
  for (const pass of ['forward', 'input', 'filter'] as const) {
    const rateOf = async (work: () => tf.Tensor) =>
      flopsOf(layer.geometry) / (await milliseconds(() => tf.dispose(work()))) / 1e6;
    const want = await numbersOf(own[pass](), layer, false);
    const comparable = await isRight(stock[pass], want, layer, pass, remarks);
    rows.push({
      network: layer.network,
      shape,
      pass,
      ours: await rateOf(own[pass]),
      stock: comparable ? await rateOf(stock[pass]) : undefined,
    });
  }
  tf.engine().endScope();
  return rows;
}

/** Needs `openCpu`. */
export async function wasmStep(): Promise<WasmStepRow> {
  const { train } = PRESETS.interactive;
  const videos = scenes();
  const trainer = new Trainer(train, videos.length);
  const seconds = (await stepMilliseconds(() => trainer.step(videos), STEPS)) / 1000;
  trainer.dispose();
  return { preset: 'interactive', runs: train.runs.map(runId), seconds };
}
