/** Reference cases of losses, optimisers, schedules and of whole MoCo steps. */
import * as tf from '@tensorflow/tfjs';
import { MOCO_LOSSES, similarities, queueAbsence, type MocoLoss } from '../contrast/queue_contrast';
import { unitLength } from '../contrast/unit_length';
import { byolLoss } from '../contrast/byol';
import { ntXent } from '../contrast/simclr';
import { moco } from '../contrast/moco';
import { KeyQueue } from '../contrast/queue';
import { swavLoss } from '../contrast/swav';
import type { EncoderConfig } from '../encoder/config';
import { encoderSpec } from '../encoder/encoders';
import type { RunConfig } from '../time/config';
import { Branch, branchLayout, branchNorms, type BranchSpec } from '../train/branch';
import { OPTIMISERS } from '../train/optimisers';
import { Run, type Batch } from '../train/run';
import { keyMomentumAt, learningRateAt } from '../train/schedule';
import { layOut, parametersFromPyTorch } from '../weights/parameters';
import { shapeOf, under, values, type Answer, type Case } from './case';
import { clipsFromPyTorch, statisticsFrom, statisticsTo, toPyTorch } from './network';

/** Gradient cases name every input `input/x` and its gradient `grad/x`. */
async function withGradients(
  inputs: Readonly<Record<string, tf.Tensor>>,
  loss: (tensors: Record<string, tf.Tensor>) => tf.Scalar,
): Promise<Map<string, ArrayLike<number>>> {
  const names = Object.keys(inputs);
  const asRecord = (tensors: tf.Tensor[]) => Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => loss(asRecord(tensors)))(
    Object.values(inputs),
  );
  const answer = new Map<string, ArrayLike<number>>([['output/loss', await value.data()]]);
  for (const [i, name] of names.entries()) answer.set(`grad/${name}`, await grads[i]!.data());
  tf.dispose([value, ...grads, ...Object.values(inputs)]);
  return answer;
}

export async function lossCase({ config, tensors }: Case): Promise<Answer> {
  const form = config.form as MocoLoss | 'byol' | 'nt_xent' | 'swav';
  const temperature = config.temperature as number;
  const input = (name: string) =>
    tf.tensor(values(tensors, `input/${name}`), shapeOf(tensors, `input/${name}`));
  const matrix = (name: string) => input(name) as tf.Tensor2D;
  if (form === 'nt_xent')
    return withGradients({ z: input('z') }, ({ z }) => ntXent(z as tf.Tensor2D, temperature));
  if (form === 'swav') {
    const settings = {
      temperature,
      epsilon: config.epsilon as number,
      iterations: config.iterations as number,
    };
    let codes: tf.Tensor2D | undefined;
    const answer = await withGradients(
      { z: input('z'), prototypes: input('prototypes') },
      ({ z, prototypes }) => {
        const [z0, z1] = tf.unstack(z!) as [tf.Tensor2D, tf.Tensor2D];
        const { loss, codes0 } = swavLoss(z0, z1, prototypes as tf.Tensor2D, settings);
        codes = tf.keep(codes0);
        return loss;
      },
    );
    return answer.set('output/codes0', await codes!.data());
  }
  const [b, p, c] = shapeOf(tensors, 'input/k') as [number, number, number];
  const keys = tf.tidy(() => unitLength(matrix('k').reshape([b * p, c])).reshape<tf.Tensor3D>([b, p, c]));
  if (form === 'byol')
    return withGradients({ q: input('q') }, ({ q }) => byolLoss(q as tf.Tensor2D, keys, temperature));
  if (!(form in MOCO_LOSSES)) throw new Error(`The loss "${String(config.form)}" is not known.`);
  const queue = tf.tidy(() => unitLength(matrix('queue')));
  const view = { keys: queue, absence: queueAbsence(queue.shape[0], queue.shape[0]) };
  return withGradients({ q: input('q') }, ({ q }) =>
    MOCO_LOSSES[form](similarities(unitLength(q as tf.Tensor2D), keys, view, temperature)),
  );
}

export async function optimiserCase({ config, tensors }: Case): Promise<Answer> {
  const optimiser = (
    { sgd_nesterov: OPTIMISERS.sgd, lars: OPTIMISERS.lars } as Record<
      string,
      (typeof OPTIMISERS)['sgd'] | undefined
    >
  )[config.optimiser as string];
  if (!optimiser) throw new Error(`The optimiser "${String(config.optimiser)}" is not built yet.`);
  const weight = values(tensors, 'input/weight');
  const bias = values(tensors, 'input/bias');
  const layout = layOut([
    { name: 'weight', shape: shapeOf(tensors, 'input/weight'), kind: 'linear' },
    { name: 'bias', shape: [bias.length], kind: 'linear-bias' },
  ]);
  const [steps, size] = shapeOf(tensors, 'input/gradients') as [number, number];
  const gradients = values(tensors, 'input/gradients');
  const flat = tf.tidy(() => {
    let weights = tf.tensor1d([...weight, ...bias]);
    let state = Array.from({ length: optimiser.moments }, () => tf.zeros<tf.Rank.R1>([size]));
    for (let step = 0; step < steps; step++) {
      const output = optimiser.apply({
        layout: layout,
        weights,
        gradient: tf.tensor1d(gradients.slice(step * size, (step + 1) * size)),
        decay: tf.ones([size]),
        state,
        learningRate: config.lr as number,
        weightDecay: config.weightDecay as number,
        momentum: config.momentum as number,
        step: step + 1,
      });
      weights = output.weights;
      state = [...output.state];
    }
    return weights;
  });
  const after = await flat.data();
  flat.dispose();
  return new Map([
    ['output/weight', after.subarray(0, weight.length)],
    ['output/bias', after.subarray(weight.length)],
  ] as const);
}

export function scheduleCase({ config }: Case): Answer {
  const schedule = {
    learningRate: config.baseLr as number,
    warmupSteps: config.warmupSteps as number,
    warmupStart: config.warmupStartLr as number,
    totalSteps: config.totalSteps as number,
    keyMomentum: config.keyMomentum as number,
  };
  const steps = Array.from({ length: schedule.totalSteps }, (_, step) => step);
  return new Map([
    ['output/lr', steps.map((step) => learningRateAt(schedule, step))],
    ['output/momentum', steps.map((step) => keyMomentumAt(schedule, step))],
  ]);
}

export async function trajectoryCase({ config, tensors }: Case): Promise<Answer> {
  const spec: BranchSpec = {
    run: { variant: config.variant, orthogonal: config.orthogonal } as RunConfig,
    encoder: encoderSpec(
      { architecture: config.arch as EncoderConfig['architecture'], width: config.width as number },
      config.blocks as number[],
    ),
    time: {
      directions: config.directions as number,
      layers: config.layers as number,
      hidden: config.hidden as number,
    },
    head: { sizes: config.head as number[], batchNorm: false },
  };
  const layout = branchLayout(spec);
  const norms = branchNorms(spec);
  // Both branches start alike.
  const stored = under(tensors, 'param/');
  const branch = () =>
    new Branch(spec, layout, parametersFromPyTorch(layout, stored), statisticsFrom(norms, stored));
  const queue = tf.tensor2d(
    values(tensors, 'input/queue'),
    shapeOf(tensors, 'input/queue') as [number, number],
  );
  const run = new Run({
    query: branch(),
    key: branch(),
    queue: new KeyQueue(config.queue as number, spec.head.sizes[spec.head.sizes.length - 1]!, queue),
    optimiser: OPTIMISERS.sgd,
    framework: moco,
    contrast: {
      loss: config.loss as MocoLoss,
      queries: 'first',
      temperature: config.temperature as number,
      headOut: spec.head.sizes.at(-1)!,
      predictorHidden: 0,
      prototypes: 0,
    },
    decayEverything: config.weightDecayOnBatchNormAndBias as boolean,
  });
  const losses: number[] = [];
  for (let step = 0; step < (config.steps as number); step++) {
    const batch = batchOf(tensors, step);
    const settings = {
      learningRate: config.lr as number,
      keyMomentum: config.keyMomentum as number,
      weightDecay: config.weightDecay as number,
      momentum: config.momentum as number,
    };
    losses.push((await run.step(batch, settings)).loss);
    tf.dispose([batch.query, batch.keys, batch.queryTimes, batch.keyTimes]);
  }
  const query = run.query.parameters.tensors();
  const key = run.key!.parameters.tensors();
  const answer = new Map<string, ArrayLike<number>>([
    ['output/losses', losses],
    ['output/queue', await run.queue!.view.keys.data()],
    ...(await toPyTorch(layout, query, 'after/')),
    ...(await statisticsTo(run.query.statistics, norms, 'after/')),
    ...(await toPyTorch(layout, key, 'after_key/')),
    ...(await statisticsTo(run.key!.statistics, norms, 'after_key/')),
  ]);
  tf.dispose([queue, ...query, ...key]);
  run.dispose();
  return answer;
}

/** Clips [steps,B,P,3,T,H,W] and seconds [steps,B,P]: the first of P is the query. */
function batchOf(tensors: Case['tensors'], step: number): Batch {
  const [, b, p, ...clip] = shapeOf(tensors, 'input/clips') as [number, number, number, ...number[]];
  const length = clip.reduce((x, y) => x * y, 1);
  const clips = values(tensors, 'input/clips').subarray(step * b * p * length, (step + 1) * b * p * length);
  const t = values(tensors, 'input/t').subarray(step * b * p, (step + 1) * b * p);
  const query = new Float32Array(b * length);
  const keys = new Float32Array(b * (p - 1) * length);
  const [queryTimes, keyTimes] = [new Float32Array(b), new Float32Array(b * (p - 1))];
  for (let i = 0; i < b; i++) {
    query.set(clips.subarray(i * p * length, (i * p + 1) * length), i * length);
    keys.set(clips.subarray((i * p + 1) * length, (i + 1) * p * length), i * (p - 1) * length);
    queryTimes[i] = t[i * p]!;
    keyTimes.set(t.subarray(i * p + 1, (i + 1) * p), i * (p - 1));
  }
  return {
    query: clipsFromPyTorch(query, [b, ...clip]),
    queryTimes: tf.tensor1d(queryTimes),
    keys: clipsFromPyTorch(keys, [b * (p - 1), ...clip]),
    keyTimes: tf.tensor1d(keyTimes),
    perVideo: p,
  };
}
