/** Reference cases of whole MoCo steps: what three of them make of both branches, the batch norms and the queue. */
import * as tf from '@tensorflow/tfjs';
import { moco } from '../contrast/moco';
import { KeyQueue } from '../contrast/queue';
import { MOCO_LOSSES, type MocoLoss } from '../contrast/queue_contrast';
import { Branch, branchLayout, branchNorms, type BranchSpec } from '../train/branch';
import { OPTIMISERS } from '../train/optimisers';
import { Run, type Batch } from '../train/run';
import { parametersFromPyTorch } from '../weights/parameters';
import { shapeOf, tensorOf, under, values, type Answer, type Case } from './case';
import {
  clipsFromPyTorch,
  encoderOf,
  runOf,
  statisticsFrom,
  statisticsTo,
  timeOf,
  toPyTorch,
} from './network';

function specOf({ config }: Case): BranchSpec {
  return {
    run: runOf(config),
    encoder: encoderOf(config),
    time: timeOf(config),
    head: { sizes: config.numbers('head'), batchNorm: config.flag('headBatchNorm', false) },
  };
}

function runFrom(given: Case, spec: BranchSpec): Run {
  const { config, tensors } = given;
  const layout = branchLayout(spec);
  const norms = branchNorms(spec);
  // Both branches start alike.
  const stored = under(tensors, 'param/');
  const branch = () =>
    new Branch(spec, layout, parametersFromPyTorch(layout, stored), statisticsFrom(norms, stored));
  const queue = tensorOf(tensors, 'input/queue') as tf.Tensor2D;
  const [length, channels] = queue.shape;
  const run = new Run({
    query: branch(),
    key: branch(),
    queue: new KeyQueue(config.number('queue', length), channels, queue),
    optimiser: OPTIMISERS[config.choice('optimiser', ['sgd', 'lars', 'adamw'], 'sgd')],
    framework: moco,
    contrast: {
      loss: config.choice('loss', Object.keys(MOCO_LOSSES) as MocoLoss[]),
      queries: config.choice('queries', ['first', 'each'], 'first'),
      temperature: config.number('temperature'),
      headOut: channels,
      predictorHidden: 0,
      prototypes: 0,
    },
    decayEverything: config.flag('weightDecayOnBatchNormAndBias', false),
  });
  queue.dispose();
  return run;
}

export async function trajectoryCase(given: Case): Promise<Answer> {
  const { config, tensors } = given;
  const spec = specOf(given);
  const run = runFrom(given, spec);
  const settings = {
    learningRate: config.number('lr'),
    keyMomentum: config.number('keyMomentum'),
    weightDecay: config.number('weightDecay'),
    momentum: config.number('momentum'),
    nesterov: config.flag('nesterov', true),
  };
  const losses: number[] = [];
  for (let step = 0; step < shapeOf(tensors, 'input/clips')[0]!; step++) {
    const batch = batchOf(tensors, step);
    losses.push((await run.step(batch, settings)).loss);
    tf.dispose([batch.query, batch.keys, batch.queryTimes, batch.keyTimes]);
  }
  const layout = branchLayout(spec);
  const norms = branchNorms(spec);
  const after = async ({ parameters, statistics }: Branch, prefix: string) => {
    const all = parameters.tensors();
    const named = [
      ...(await toPyTorch(layout, all, prefix)),
      ...(await statisticsTo(statistics, norms, prefix)),
    ];
    tf.dispose(all);
    return named;
  };
  const answer = new Map<string, ArrayLike<number>>([
    ['output/losses', losses],
    ['output/queue', await run.queue!.view.keys.data()],
    ...(await after(run.query, 'after/')),
    ...(await after(run.key!, 'after_key/')),
  ]);
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
