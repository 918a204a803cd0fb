/** Settings of batches and of augmented views. */
import { z } from 'zod';

const probability = (title: string, description: string, paper: string) =>
  z.number().min(0).max(1).meta({ title, description, paper });

/** How batches of augmented clips are drawn from the videos. */
export const clipsConfig = z.strictObject({
  batch: z.number().int().min(2).max(64).meta({
    title: 'Videos a step B',
    description: 'Videos in a batch; a small set makes it smaller.',
    paper: '64 per GPU',
  }),
  perVideo: z.number().int().min(2).max(8).meta({
    title: 'Clips a video P',
    description:
      'Clips of each video: 1 query and P − 1 positive keys (Table 2), or each in turn. Starts are drawn uniformly and may overlap.',
    paper: '2 (MoCo), 4 (ρMoCo)',
  }),
  stride: z.number().min(0.02).max(4).meta({
    title: 'Stride, s',
    description:
      'Seconds between two frames of a clip, at any frame rate; a short video repeats its last frame.',
    paper: '0.267 (8 at 30 fps)',
  }),
  cropLow: z.number().min(0.05).max(1).meta({
    title: 'Crop area from',
    description: 'Smallest part of the picture that a view keeps; its aspect is 3/4 to 4/3.',
    paper: '0.2',
  }),
  cropHigh: z.number().min(0.05).max(1).meta({
    title: 'Crop area to',
    description: 'Largest part of the picture that a view keeps.',
    paper: '0.766',
  }),
  flip: probability(
    'Flip',
    'Probability that a view is mirrored. Off while labels of the set name left or right.',
    '0.5',
  ),
  jitter: probability('Colour jitter', 'Probability that a view has its colours jittered.', '0.8'),
  jitterStrength: z.number().min(0).max(1).meta({
    title: 'Jitter strength',
    description:
      'Brightness, contrast and saturation are multiplied by 1 ± this; hue turns by ± a quarter of it.',
    paper: '0.6, hue 0.15',
  }),
  grey: probability('Grey', 'Probability that a view loses its colours.', '0.2'),
  blur: probability(
    'Blur',
    'Probability that a view is blurred: a Gaussian, σ uniform in 0.1 to 2 px of the view.',
    '0.5',
  ),
});
export type ClipsConfig = z.infer<typeof clipsConfig>;
