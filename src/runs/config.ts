/** What a study is: the truth that the form, the link, the report and the headless runner all read. */
import { z } from 'zod';
import { mapConfig } from '../project/config';
import { trainConfig } from '../train/config';

export const studyConfig = z.strictObject({ train: trainConfig, map: mapConfig });
export type StudyConfig = z.infer<typeof studyConfig>;

/** Small enough to watch: a recipe of its own, not the paper's (mild jitter, fast key branch, short queue). */
const interactive: StudyConfig = {
  train: {
    seed: 0,
    encoder: { architecture: 'r3d_18', width: 0.125, frames: 8, size: 32 },
    time: { directions: 16, layers: 2, hidden: 64, unit: 'seconds' },
    contrast: {
      framework: 'moco',
      loss: 'infonce',
      queries: 'first',
      temperature: 0.2,
      queue: 0,
      keyMomentum: 0.9,
      headHidden: 64,
      headLayers: 2,
      headOut: 32,
      headBatchNorm: true,
      predictorHidden: 64,
      prototypes: 30,
    },
    clips: {
      batch: 8,
      perVideo: 2,
      stride: 8 / 30,
      cropLow: 0.4,
      cropHigh: 1,
      flip: 0.5,
      jitter: 0.8,
      jitterStrength: 0.2,
      grey: 0.1,
      blur: 0,
    },
    optimiser: { name: 'adamw', learningRate: 3e-3, weightDecay: 1e-4, warmupSteps: 5, totalSteps: 0 },
    runs: [
      { variant: 'base', orthogonal: true },
      { variant: 'transform', orthogonal: true },
    ],
  },
  map: { videos: 4, segments: 20, everySteps: 5, perplexity: 10, seed: 0 },
};

/** The recipe of the paper (MoCo, P = 2) as far as it is stated; for a real GPU and patience. */
const paper: StudyConfig = {
  train: {
    seed: 0,
    encoder: { architecture: 'r3d_18', width: 1, frames: 8, size: 112 },
    time: { directions: 64, layers: 2, hidden: 2048, unit: 'seconds' },
    contrast: {
      framework: 'moco',
      loss: 'infonce',
      queries: 'first',
      temperature: 0.1,
      queue: 0,
      keyMomentum: 0.994,
      headHidden: 2048,
      headLayers: 3,
      headOut: 128,
      headBatchNorm: false,
      predictorHidden: 4096,
      prototypes: 1000,
    },
    clips: {
      batch: 8,
      perVideo: 2,
      stride: 8 / 30,
      cropLow: 0.2,
      cropHigh: 0.766,
      flip: 0.5,
      jitter: 0.8,
      jitterStrength: 0.6,
      grey: 0.2,
      blur: 0.5,
    },
    optimiser: { name: 'sgd', learningRate: 0.05, weightDecay: 1e-4, warmupSteps: 100, totalSteps: 10000 },
    runs: [
      { variant: 'base', orthogonal: true },
      { variant: 'transform', orthogonal: true },
    ],
  },
  map: { videos: 4, segments: 20, everySteps: 20, perplexity: 10, seed: 0 },
};

export const PRESETS = { interactive, paper } as const;
export type PresetName = keyof typeof PRESETS;
