/** The phases of a step, in the order in which they happen: a new one is one component and one entry here. */
import type { ComponentType } from 'react';
import type { PhaseProps } from './phase';
import { PhaseBatch } from './PhaseBatch';
import { PhaseFeatures } from './PhaseFeatures';
import { PhaseLoss } from './PhaseLoss';
import { PhaseSimilarities } from './PhaseSimilarities';
import { PhaseTime } from './PhaseTime';
import { PhaseUpdate } from './PhaseUpdate';
import { PhaseViews } from './PhaseViews';

interface Phase {
  readonly title: string;
  /** One sentence. */
  readonly says: string;
  /** Where it is the same for every framework and variant. */
  readonly equation?: string;
  /** The same for every run: there is nothing to choose. */
  readonly shared: boolean;
  readonly Component: ComponentType<PhaseProps>;
}

export const PHASES: readonly Phase[] = [
  {
    title: 'Batch',
    says: 'P clips are cut from each video of the batch, at random seconds: those of one video are to be found alike.',
    equation: 't = t_start, seconds from the beginning of the video (Eq. 2)',
    shared: true,
    Component: PhaseBatch,
  },
  {
    title: 'Views',
    says: 'Each clip gets a crop and colours of its own, the same on all its frames: what its views still have in common is all that can be learnt.',
    equation: 'x = augment(clip), [B·P, T, H, W, 3]',
    shared: true,
    Component: PhaseViews,
  },
  {
    title: 'f',
    says: 'The 3D ResNet makes D numbers of every view; it is not told t.',
    equation: 'f(q), f(k⁺₁), … ∈ ℝᴰ',
    shared: false,
    Component: PhaseFeatures,
  },
  {
    title: 'f′',
    says: 'The second t at which the clip begins moves f to f′, so that f itself need not look the same at every t.',
    shared: false,
    Component: PhaseTime,
  },
  {
    title: 'Similarities',
    says: 'The projection head φ makes C numbers of f′, and their cosine, divided by the temperature T, says how alike two clips are.',
    equation: 's(x, y) = φ(x)·φ(y) / (‖φ(x)‖ ‖φ(y)‖) · 1/T (Eq. 7)',
    shared: false,
    Component: PhaseSimilarities,
  },
  {
    title: 'Loss',
    says: 'Each query has a loss; their mean is the point on the chart, and chance is what a representation that knows nothing would have.',
    shared: false,
    Component: PhaseLoss,
  },
  {
    title: 'Update',
    says: 'The gradient of the loss goes back through all of it and moves every parameter a little.',
    shared: false,
    Component: PhaseUpdate,
  },
];
