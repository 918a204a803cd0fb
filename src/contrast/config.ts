import { z } from 'zod';

/** MoCo: f' of query and keys, a queue of negatives -> loss. */
export const contrastConfig = z.strictObject({
  loss: z.enum(['infonce', 'eq6', 'eq6_with_positives']).meta({
    title: 'Loss',
    description:
      'infonce: −log(e^s⁺ / (e^s⁺ + Σ e^s⁻)), mean over positives. eq6: Eq. 6 as printed, without the positives in the denominator; it can go below zero.',
    paper: 'Eq. 6',
  }),
  temperature: z
    .number()
    .min(0.01)
    .max(2)
    .meta({ title: 'Temperature', description: 'Divides the cosine (Eq. 7).', paper: '0.1' }),
  /** 0: fitted to the set. */
  queue: z.number().int().min(0).max(65536).meta({
    title: 'Queue Q',
    description:
      'Keys of earlier steps that serve as negatives. 0 fits it to the set: a queue longer than the set is full of false negatives.',
    paper: '65536',
  }),
  keyMomentum: z.number().min(0).max(1).meta({
    title: 'Key momentum',
    description: 'How slowly the momentum encoder follows the query encoder.',
    paper: '0.994 → 1, cosine',
  }),
  headHidden: z
    .number()
    .int()
    .min(4)
    .max(4096)
    .meta({ title: 'Head width', description: 'Hidden units of the projection head φ.', paper: '2048' }),
  headLayers: z
    .number()
    .int()
    .min(1)
    .max(3)
    .meta({ title: 'Head layers', description: 'Linear maps of the projection head φ.', paper: '3' }),
  headOut: z
    .number()
    .int()
    .min(4)
    .max(512)
    .meta({ title: 'Head output', description: 'Dimensions in which cosines are taken.', paper: '128' }),
  headBatchNorm: z.boolean().meta({
    title: 'Batch norm in the head',
    description: 'Batch norm after each hidden layer of φ.',
    paper: 'off',
  }),
});
export type ContrastConfig = z.infer<typeof contrastConfig>;
