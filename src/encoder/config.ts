import { z } from 'zod';

/** Encoder f: clip [B,T,H,W,3] -> feature [B,D]. */
export const encoderConfig = z.strictObject({
  architecture: z.enum(['r3d_18', 'r3d_50', 'slow_r50']).meta({
    title: 'Encoder',
    description: 'The 3D ResNet that maps a clip to f. slow_r50 is the network the paper calls R3D-50.',
    paper: 'slow_r50',
  }),
  width: z.number().min(0.03125).max(1).meta({
    title: 'Width',
    description: 'Multiplies every channel count: max(4, round(c · width)).',
    paper: '1',
  }),
  frames: z
    .number()
    .int()
    .min(2)
    .max(32)
    .meta({ title: 'Frames T', description: 'Frames of a clip.', paper: '8' }),
  size: z.number().int().min(16).max(224).meta({
    title: 'Size',
    description: 'Height and width of a clip, pixels.',
    paper: '224',
  }),
});
export type EncoderConfig = z.infer<typeof encoderConfig>;
