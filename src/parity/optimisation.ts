/** Reference cases of optimisers and schedules. */
import * as tf from '@tensorflow/tfjs';
import { OPTIMISERS } from '../train/optimisers';
import { keyMomentumAt, learningRateAt } from '../train/schedule';
import { layOut } from '../weights/parameters';
import { shapeOf, values, type Answer, type Case } from './case';
import type { Settings } from './settings';

const BY_NAME = {
  sgd_nesterov: OPTIMISERS.sgd,
  sgd: OPTIMISERS.sgd,
  lars: OPTIMISERS.lars,
  adamw: OPTIMISERS.adamw,
};
const NAMES = Object.keys(BY_NAME) as (keyof typeof BY_NAME)[];

export async function optimiserCase({ config, tensors }: Case): Promise<Answer> {
  const name = config.choice('optimiser', NAMES);
  const optimiser = BY_NAME[name];
  const weight = values(tensors, 'input/weight');
  const bias = values(tensors, 'input/bias');
  const layout = layOut([
    { name: 'weight', shape: shapeOf(tensors, 'input/weight'), kind: 'linear' },
    { name: 'bias', shape: [bias.length], kind: 'linear-bias' },
  ]);
  const [steps, size] = shapeOf(tensors, 'input/gradients') as [number, number];
  const gradients = values(tensors, 'input/gradients');
  const settings = {
    layout,
    learningRate: config.number('lr'),
    weightDecay: config.number('weightDecay', 0),
    momentum: name === 'adamw' ? 0 : config.number('momentum'),
    nesterov: config.flag('nesterov', name !== 'sgd'),
    trust: config.number('trust', 0.001),
  };
  const flat = tf.tidy(() => {
    let weights = tf.tensor1d([...weight, ...bias]);
    let state = Array.from({ length: optimiser.moments }, () => tf.zeros<tf.Rank.R1>([size]));
    for (let step = 0; step < steps; step++) {
      const gradient = tf.tensor1d(gradients.slice(step * size, (step + 1) * size));
      const decay = tf.ones<tf.Rank.R1>([size]);
      const output = optimiser.apply({ ...settings, weights, gradient, decay, state, step: step + 1 });
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

function scheduleOf(config: Settings) {
  return {
    learningRate: config.number('baseLr'),
    warmupSteps: config.number('warmupSteps', 0),
    warmupStart: config.number('warmupStartLr', 0),
    totalSteps: config.number('totalSteps'),
    keyMomentum: config.number('keyMomentum'),
  };
}

export function scheduleCase({ config, tensors }: Case): Answer {
  const schedule = scheduleOf(config);
  const at = (name: string, of: typeof learningRateAt) =>
    [name, Array.from({ length: shapeOf(tensors, name)[0]! }, (_, step) => of(schedule, step))] as const;
  return new Map([at('output/lr', learningRateAt), at('output/momentum', keyMomentumAt)]);
}
