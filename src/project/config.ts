/** Settings of the live maps: which segments, which spaces, which projection. */
import { z } from 'zod';

const PROJECTIONS = ['tsne', 'pca'] as const;
export type Projection = (typeof PROJECTIONS)[number];

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
  projection: z.enum(PROJECTIONS).meta({
    title: 'Projection',
    description:
      't-SNE keeps neighbourhoods; PCA, the two directions of largest variance, keeps straight lines and distances as far as two dimensions can.',
    paper: 't-SNE (Figures 4 and 5)',
  }),
  perplexity: z.number().min(2).max(100).meta({
    title: 'Perplexity',
    description:
      't-SNE perplexity, below the number of points N. Where N is no larger, (N − 1) / 3 is used, and the map says so.',
  }),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .meta({ title: 'Map seed', description: 'Seed of the t-SNE.' }),
  f: z.boolean().meta({ title: 'Map f', description: 'What the encoder says of a segment, without t.' }),
  fPrime: z.boolean().meta({ title: "Map f'", description: 'f moved by the time of the segment.' }),
  encoded: z.boolean().meta({
    title: 'Map f D Dᵀ',
    description:
      'The time-encoded component: what of f lies along the directions of D_t. Variants with directions.',
  }),
  invariant: z.boolean().meta({
    title: 'Map f − f D Dᵀ',
    description:
      'The time-invariant component: what of f lies across the directions of D_t. Variants with directions.',
  }),
});
export type MapConfig = z.infer<typeof mapConfig>;

/** Every preset's maps but for how often they are made. */
export const MAP_DEFAULTS: Omit<MapConfig, 'everySteps'> = {
  videos: 4,
  segments: 20,
  projection: 'tsne',
  perplexity: 10,
  seed: 0,
  f: true,
  fPrime: true,
  encoded: false,
  invariant: false,
};
