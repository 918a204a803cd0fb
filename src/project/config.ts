import { z } from 'zod';

/** The live maps. */
export const mapConfig = z.strictObject({
  videos: z.number().int().min(1).max(64).meta({
    title: 'Videos on the map',
    description: 'Videos chosen for the maps when none were picked by hand.',
    paper: '2',
  }),
  segments: z
    .number()
    .int()
    .min(4)
    .max(200)
    .meta({ title: 'Segments a video', description: 'Segments uniformly over each video.', paper: '20' }),
  everySteps: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .meta({ title: 'Map every', description: 'Training steps between two embeddings of the map.' }),
  perplexity: z
    .number()
    .min(2)
    .max(100)
    .meta({ title: 'Perplexity', description: 't-SNE perplexity; below the number of points.' }),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .meta({ title: 'Map seed', description: 'Seed of the t-SNE.' }),
});
export type MapConfig = z.infer<typeof mapConfig>;
