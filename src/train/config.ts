/** Settings of a training: everything that decides what is learnt. */
import { z } from 'zod';
import { clipsConfig } from '../clips/config';
import { contrastConfig } from '../contrast/config';
import { encoderConfig } from '../encoder/config';
import { runConfig, timeConfig } from '../time/config';

export const optimiserConfig = z.strictObject({
  name: z.enum(['sgd', 'lars', 'adamw']).meta({
    title: 'Optimiser',
    description:
      'SGD with Nesterov momentum 0.9; LARS: the same with each layer’s gradient scaled by 0.001 · ‖w‖ / ‖g‖; AdamW.',
    paper: 'SGD (MoCo), LARS (BYOL, SimCLR, SwAV)',
  }),
  learningRate: z.number().min(1e-6).max(10).meta({
    title: 'Learning rate',
    description: 'Peak, reached after the warm-up.',
    paper: '0.4 (SGD) at 512 videos a step',
  }),
  weightDecay: z.number().min(0).max(1).meta({
    title: 'Weight decay',
    description: 'On weights; 0 on batch norm and biases.',
    paper: '1e-4 (SGD), 1e-6 (LARS)',
  }),
  warmupSteps: z.number().int().min(0).max(100000).meta({
    title: 'Warm-up steps',
    description: 'Steps over which the learning rate rises from 0 in a line.',
    paper: '35 epochs of 200',
  }),
  /** 0: constant after the warm-up. */
  totalSteps: z.number().int().min(0).max(1000000).meta({
    title: 'Schedule length',
    description:
      'Steps over which learning rate (and 1 − key momentum) fall to 0 as a cosine; 0 holds both constant.',
    paper: '200 epochs',
  }),
});
export type OptimiserConfig = z.infer<typeof optimiserConfig>;

/** Everything that decides what is learnt: one seed and this give the same numbers again. */
export const trainConfig = z.strictObject({
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .meta({ title: 'Seed', description: 'Initial weights, batches and views.' }),
  encoder: encoderConfig,
  time: timeConfig,
  contrast: contrastConfig,
  clips: clipsConfig,
  optimiser: optimiserConfig,
  /** Trained in lock-step: the same batches, the same initial encoder. */
  runs: z.array(runConfig).min(1).max(8),
});
export type TrainConfig = z.infer<typeof trainConfig>;
