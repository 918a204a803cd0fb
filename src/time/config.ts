/** The time variants by name, and the settings of the time module. */
import { z } from 'zod';

/** The time variants in the order of Table 1; each is one way from f to f'. */
export const TIME_VARIANTS = {
  base: { name: 'base', equation: "f' = f", hasDirections: false, paper: 'Table 1: 65.1 / 49.7' },
  addition: {
    name: 'V1 addition',
    equation: "f' = f + ε (Eq. 3)",
    hasDirections: false,
    paper: 'Table 1: 66.0 / 49.8',
  },
  attention: {
    name: 'V2 attention',
    equation: "f' = f ⊙ D_t softmax(ε) (Eq. 4)",
    hasDirections: true,
    paper: 'Table 1: 66.7 / 51.6',
  },
  transform: {
    name: 'V3 transform',
    equation: "f' = f + D_t ε (Eq. 5)",
    hasDirections: true,
    paper: 'Table 1: 67.8 / 53.7',
  },
  cate: {
    name: 'CATE',
    equation: "f' = f + Transformer([f, MLP(t)]) (Sun 2021)",
    hasDirections: false,
    paper: 'Table 7, frozen, UCF101 / HMDB51: 84.3 / 53.6 (LTN 90.6 / 58.9)',
  },
} as const;
export type TimeVariant = keyof typeof TIME_VARIANTS;
const VARIANT_NAMES = Object.keys(TIME_VARIANTS) as [TimeVariant, ...TimeVariant[]];

/** Latent Time Navigation: (f [B,D], t [B] seconds) -> f' [B,D]. */
export const timeConfig = z.strictObject({
  directions: z.number().int().min(1).max(2047).meta({
    title: 'Directions M',
    description: 'Columns of D_t, the time-encoded component (Eq. 1). M < D always; V2 and V3 have it.',
    paper: '64 of D = 2048 (Table 4)',
  }),
  layers: z.number().int().min(0).max(3).meta({
    title: 'Time-encoder layers L',
    description:
      'Linear maps of each MLP of the time encoder ε = MLP([MLP(t), f]) (Eq. 2), ReLU between. 0: no MLP at all, ε is one linear map of [t, f].',
    paper: '2 (Table 3)',
  }),
  hidden: z.number().int().min(4).max(4096).meta({
    title: 'Time-encoder width',
    description:
      'Hidden units h of both MLPs of the time encoder (Eq. 2); the width of the Transformer of CATE.',
    paper: '2048 (Table 3)',
  }),
  unit: z.enum(['seconds', 'clips']).meta({
    title: 'Unit of t',
    description:
      'What the time encoder is given: seconds from the beginning of the video, or seconds per clip length.',
    paper: 'seconds (Eq. 2)',
  }),
});
export type TimeConfig = z.infer<typeof timeConfig>;

/** One run of a comparison: everything else is shared. */
export const runConfig = z.strictObject({
  variant: z.enum(VARIANT_NAMES).meta({
    title: 'Time variant',
    description: "How f' is made from f and t.",
    paper: 'transform',
  }),
  orthogonal: z.boolean().meta({
    title: 'Orthogonal D_t',
    description:
      'Gram-Schmidt on the columns of D_t in every forward pass (Eq. 1); off is the ablation of Table 1.',
    paper: 'on',
  }),
});
export type RunConfig = z.infer<typeof runConfig>;

/** Identifies a run everywhere: `base`, `transform`, `transform-free`. */
export function runId(run: RunConfig): string {
  return TIME_VARIANTS[run.variant].hasDirections && !run.orthogonal ? `${run.variant}-free` : run.variant;
}

/** Every run that there can be, in the order of Table 1. */
export const ALL_RUNS: readonly RunConfig[] = VARIANT_NAMES.flatMap((variant) =>
  TIME_VARIANTS[variant].hasDirections
    ? [
        { variant, orthogonal: true },
        { variant, orthogonal: false },
      ]
    : [{ variant, orthogonal: true }],
);

/** What a run is called in front of people. */
export function runName(run: RunConfig): string {
  const { name, hasDirections } = TIME_VARIANTS[run.variant];
  if (!hasDirections) return name;
  return `${name}, ${run.orthogonal ? 'orthogonal' : 'free'}`;
}

/** The same by its id; the id itself where no such run is known. */
export function runNameOf(id: string): string {
  const run = ALL_RUNS.find((other) => runId(other) === id);
  return run ? runName(run) : id;
}
