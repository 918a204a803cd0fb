/** The frameworks by name, and the settings of the contrast. */
import { z } from 'zod';

/** The frameworks of Table 2 and Table 5, and what each compares. */
export const FRAMEWORKS = {
  moco: {
    name: 'MoCo',
    momentumBranch: true,
    queue: true,
    paper: 'Table 2: 61.5 / 47.2 at P = 2, ρMoCo 65.1 / 49.7 at P = 4',
  },
  byol: { name: 'ρBYOL', momentumBranch: true, queue: false, paper: 'Table 2: 61.7 / 42.4 at P = 4' },
  simclr: { name: 'SimCLR', momentumBranch: false, queue: false, paper: 'Table 5: 42.2 on CS' },
  swav: { name: 'SwAV', momentumBranch: false, queue: false, paper: 'Table 5: 41.4 on CS' },
} as const;
export type FrameworkName = keyof typeof FRAMEWORKS;

/** How f' of several clips of a video are compared: framework, loss, projection head. */
export const contrastConfig = z.strictObject({
  framework: z.enum(['moco', 'byol', 'simclr', 'swav']).meta({
    title: 'Framework',
    description:
      'MoCo: a momentum encoder and a queue of negatives; with P > 2 clips it is ρMoCo. ρBYOL: a predictor, no negatives. SimCLR: the other videos of the batch as negatives. SwAV: prototypes.',
    paper: 'MoCo, ρMoCo, ρBYOL (Table 2)',
  }),
  loss: z.enum(['infonce', 'eq6', 'eq6_with_positives']).meta({
    title: 'Loss of MoCo',
    description:
      'infonce: −log(e^s⁺ / (e^s⁺ + Σ e^s⁻)), mean over positives. eq6: −log(Σ e^s⁺ / Σ e^s⁻) as printed; it can go below zero. eq6_with_positives: −log(Σ e^s⁺ / (Σ e^s⁺ + Σ e^s⁻)).',
    paper: 'Eq. 6',
  }),
  queries: z.enum(['first', 'each']).meta({
    title: 'Queries',
    description:
      'first: one clip of a video is the query, the other P − 1 are its positive keys (Fig. 2). each: every clip is the query in turn, the others its keys, as in SlowFast; P times the work.',
    paper: 'first (Fig. 2)',
  }),
  temperature: z.number().min(0.01).max(2).meta({
    title: 'Temperature',
    description: 'Divides the cosine: s(q, k) = cos(φ(q), φ(k)) / T (Eq. 7).',
    paper: '0.1; 0.5 for ρBYOL',
  }),
  /** 0: fitted to the set. */
  queue: z.number().int().min(0).max(65536).meta({
    title: 'Queue Q',
    description:
      'Keys of earlier steps that serve as negatives. 0 fits it to the set: a queue longer than the set is full of false negatives.',
    paper: '65536',
  }),
  keyMomentum: z.number().min(0).max(1).meta({
    title: 'Key momentum',
    description:
      'How slowly the momentum branch follows: key ← m · key + (1 − m) · query. With a schedule length it rises to 1 as a cosine.',
    paper: '0.994 → 1 (MoCo), 0.996 → 1 (ρBYOL)',
  }),
  headHidden: z.number().int().min(4).max(4096).meta({
    title: 'Head width',
    description: 'Hidden units of the projection head φ.',
    paper: '2048; 4096 for ρBYOL',
  }),
  headLayers: z.number().int().min(1).max(3).meta({
    title: 'Head layers',
    description: 'Linear maps of the projection head φ.',
    paper: '3; 2 for ρBYOL',
  }),
  headOut: z.number().int().min(4).max(512).meta({
    title: 'Head output',
    description: 'Dimensions in which cosines are taken.',
    paper: '128; 256 for ρBYOL',
  }),
  headBatchNorm: z.boolean().meta({
    title: 'Batch norm in the head',
    description: 'Batch norm after each hidden layer of φ.',
    paper: 'off for MoCo, on for ρBYOL and SwAV',
  }),
  predictorHidden: z.number().int().min(4).max(8192).meta({
    title: 'Predictor width',
    description: 'Hidden units of the predictor of BYOL: C → this → C, with batch norm.',
    paper: '4096',
  }),
  prototypes: z.number().int().min(2).max(10000).meta({
    title: 'Prototypes',
    description: 'Prototypes K of SwAV; codes by Sinkhorn, ε = 0.05, 3 iterations. Chance is log K.',
    paper: '1000',
  }),
});
export type ContrastConfig = z.infer<typeof contrastConfig>;
