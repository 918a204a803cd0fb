/** What a study is: the truth that the form, the link, the report and the headless runner all read. */
import { z } from 'zod';
import { MAP_DEFAULTS, mapConfig } from '../project/config';
import { trainConfig, type TrainConfig } from '../train/config';

export const studyConfig = z.strictObject({ train: trainConfig, map: mapConfig });
export type StudyConfig = z.infer<typeof studyConfig>;

const RUNS: TrainConfig['runs'] = [
  { variant: 'base', orthogonal: true },
  { variant: 'transform', orthogonal: true },
];

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
    runs: RUNS,
  },
  map: { ...MAP_DEFAULTS, everySteps: 5 },
};

/**
 * MoCo as in the paper and, where it is silent, as in Feichtenhofer 2021; for a real GPU and patience. What no single
 * device holds is scaled: 8 videos a step for 512, hence a learning rate of 0.4 · 8/512; 10,000 steps for 200 epochs,
 * of which 35 in 200 are warm-up.
 */
const paperMoco: StudyConfig = {
  train: {
    seed: 0,
    encoder: { architecture: 'slow_r50', width: 1, frames: 8, size: 224 },
    time: { directions: 64, layers: 2, hidden: 2048, unit: 'seconds' },
    contrast: {
      framework: 'moco',
      loss: 'infonce',
      queries: 'first',
      temperature: 0.1,
      queue: 65536,
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
    optimiser: {
      name: 'sgd',
      learningRate: 0.00625,
      weightDecay: 1e-4,
      warmupSteps: 1750,
      totalSteps: 10000,
    },
    runs: RUNS,
  },
  map: { ...MAP_DEFAULTS, everySteps: 20 },
};

/** Parts of the training over those of another preset. */
function over(
  { train, map }: StudyConfig,
  parts: { readonly [part in 'encoder' | 'contrast' | 'clips' | 'optimiser']?: Partial<TrainConfig[part]> },
): StudyConfig {
  return {
    train: {
      ...train,
      encoder: { ...train.encoder, ...parts.encoder },
      contrast: { ...train.contrast, ...parts.contrast },
      clips: { ...train.clips, ...parts.clips },
      optimiser: { ...train.optimiser, ...parts.optimiser },
    },
    map,
  };
}

/** LARS of BYOL, SimCLR and SwAV; the peak is for P = 2 clips, 0.6 at 64 videos, and doubles with P. */
const LARS = { name: 'lars', learningRate: 0.075, weightDecay: 1e-6 } as const;
const BYOL_HEAD = { headHidden: 4096, headLayers: 2, headOut: 256, headBatchNorm: true } as const;

interface Preset {
  readonly title: string;
  /** One sentence. */
  readonly about: string;
  readonly config: StudyConfig;
}

function presetTable<Name extends string>(table: Readonly<Record<Name, Preset>>) {
  return table;
}

/** The table of presets: a new one is one entry here, and the page lists it. */
export const PRESET_TABLE = presetTable({
  interactive: {
    title: 'Interactive',
    about: 'MoCo on an eighth of R3D-18 at 32 px: a recipe of its own, that can be watched learning.',
    config: interactive,
  },
  interactiveSlow: {
    title: 'Interactive, Slow R50',
    about: 'The same recipe on a sixteenth of the Slow R50, the paper’s network.',
    config: over(interactive, { encoder: { architecture: 'slow_r50', width: 0.0625 } }),
  },
  interactiveHara: {
    title: 'Interactive, R3D-50',
    about: 'The same recipe on a sixteenth of Hara’s R3D-50, which the paper cites.',
    config: over(interactive, { encoder: { architecture: 'r3d_50', width: 0.0625 } }),
  },
  interactiveByol: {
    title: 'Interactive, BYOL',
    about: 'BYOL in the size of the interactive recipe: a predictor, no negatives.',
    config: over(interactive, {
      contrast: { framework: 'byol', temperature: 0.5, keyMomentum: 0.96 },
    }),
  },
  paperMoco: {
    title: 'Paper, MoCo',
    about: 'MoCo with P = 2 on the Slow R50 at 224 px (Table 2); for a real GPU and a large set.',
    config: paperMoco,
  },
  paperRhoMoco: {
    title: 'Paper, ρMoCo',
    about: 'MoCo with P = 4: one query and three positive keys of each video (Tables 1-4).',
    config: over(paperMoco, { clips: { perVideo: 4 } }),
  },
  paperByol: {
    title: 'Paper, ρBYOL',
    about: 'BYOL with P = 4, LARS, a head and a predictor with batch norm (Table 2).',
    config: over(paperMoco, {
      contrast: { framework: 'byol', temperature: 0.5, keyMomentum: 0.996, ...BYOL_HEAD },
      clips: { perVideo: 4 },
      optimiser: { ...LARS, learningRate: 2 * LARS.learningRate },
    }),
  },
  paperSimclr: {
    title: 'Paper, SimCLR',
    about: 'SimCLR with two clips of each video and LARS (compared with in Table 5).',
    config: over(paperMoco, { contrast: { framework: 'simclr' }, optimiser: LARS }),
  },
  paperSwav: {
    title: 'Paper, SwAV',
    about: 'SwAV with 1000 prototypes, a head with batch norm and LARS (compared with in Table 5).',
    config: over(paperMoco, { contrast: { framework: 'swav', headBatchNorm: true }, optimiser: LARS }),
  },
});
export type PresetName = keyof typeof PRESET_TABLE;

/** The configuration of each preset; out of the schema like every other one, so that equal ones have one order of keys. */
export const PRESETS = Object.fromEntries(
  Object.entries(PRESET_TABLE).map(([name, { config }]) => [name, studyConfig.parse(config)]),
) as Record<PresetName, StudyConfig>;
