/** What slow motion says of frameworks and variants: a line each, so that a phase never stands empty. */
import type { ContrastConfig, FrameworkName } from '../../contrast/config';
import { TIME_VARIANTS, type TimeVariant } from '../../time/config';

interface FrameworkWords {
  /** Which clips are queries and keys. */
  readonly roles: (config: ContrastConfig) => string;
  /** Which branch each clip goes through. */
  readonly branches: string;
  /** What the query is compared with besides its positives, in the plural. */
  readonly others: string;
  readonly similarity: string;
  readonly loss: (config: ContrastConfig) => { readonly says: string; readonly equation: string };
  readonly update: string;
  readonly updateEquation: string;
  /** Whether the others are in the loss, so that the positive has a share of a softmax. */
  readonly softmax: boolean;
}

const MOCO_LOSSES: Record<ContrastConfig['loss'], string> = {
  infonce: 'L_q = −log( e^s(q,k⁺) / (e^s(q,k⁺) + Σₙ e^s(q,kₙ⁻)) ), mean over positives (Eq. 6 as InfoNCE)',
  eq6: 'L_q = −log( Σₚ e^s(q,kₚ⁺) / Σₙ e^s(q,kₙ⁻) ) (Eq. 6 as printed)',
  eq6_with_positives:
    'L_q = −log( Σₚ e^s⁺ / (Σₚ e^s⁺ + Σₙ e^s⁻) ) (Eq. 6 with the positives in the denominator)',
};

const turns = ({ queries }: ContrastConfig) =>
  queries === 'first'
    ? 'The first clip of each video is the query, the others are its positive keys.'
    : 'Every clip is the query in turn, the others of its video are its positive keys.';

const DESCENT = 'θ ← θ − η · g(∇L)';
const FOLLOWING = `${DESCENT};  θ_key ← m θ_key + (1 − m) θ`;

export const FRAMEWORK_WORDS: Record<FrameworkName, FrameworkWords> = {
  moco: {
    roles: turns,
    branches:
      'Queries go through the query branch. Keys go through the key branch, its moving average, which gets no gradient.',
    others: 'keys of the queue',
    similarity:
      'The query is held against its positive keys and against every key of the queue, which earlier steps left there.',
    loss: ({ loss }) => ({
      says: 'The loss is small where the positive takes nearly all of the softmax from the queue.',
      equation: MOCO_LOSSES[loss],
    }),
    update:
      'The gradient moves the query branch. The key branch follows at the beginning of a step, then its keys enter the queue and the oldest leave.',
    updateEquation: FOLLOWING,
    softmax: true,
  },
  byol: {
    roles: turns,
    branches:
      'Queries go through the query branch. Keys go through the key branch, its moving average, which gets no gradient.',
    others: 'keys of other videos',
    similarity:
      'BYOL has no negatives: the predictor’s answer is held against its own keys. Keys of the other videos are shown, and counted for top-1, but are not in the loss.',
    loss: () => ({
      says: 'The loss is the mean cosine with the own keys, turned round: nothing is pushed away. Unrelated vectors have 0.',
      equation: 'L_q = −cos(predictor(φ(f′(q))), φ(f′(k⁺))) / T',
    }),
    update:
      'The gradient moves the query branch and its predictor. The key branch follows at the beginning of a step. BYOL has no queue.',
    updateEquation: FOLLOWING,
    softmax: false,
  },
  simclr: {
    roles: () => 'Every clip is a query, and a key for all the others.',
    branches: 'SimCLR has one branch only: every clip goes through it, and every clip gets a gradient.',
    others: 'views of other videos',
    similarity:
      'Every view is a query in turn: its positive is the other view of its video, its negatives are all other views of the batch. There is no queue.',
    loss: () => ({
      says: 'The loss is small where the partner takes nearly all of the softmax from the rest of the batch.',
      equation: 'L_q = −log( e^s(q,k⁺) / Σ_{k ≠ q} e^s(q,k) )',
    }),
    update: 'The gradient moves the one branch there is. SimCLR has no key branch and no queue.',
    updateEquation: DESCENT,
    softmax: true,
  },
  swav: {
    roles: () => 'Clips of one video are to predict each other’s prototypes.',
    branches: 'SwAV has one branch only: every clip goes through it, and every clip gets a gradient.',
    others: 'prototypes',
    similarity:
      'SwAV compares no two clips: each is held against K learnt prototypes, and is to predict to which of them the other view of its video was assigned (its code, by Sinkhorn).',
    loss: () => ({
      says: 'The loss is small where the softmax over the prototypes is the code of the other view.',
      equation: 'L_q = −Σₖ codeₖ · log softmax(sₖ)',
    }),
    update:
      'The gradient moves the one branch there is, and the prototypes. SwAV has no key branch and no queue.',
    updateEquation: DESCENT,
    softmax: true,
  },
};

/** One sentence on what time does to f in a variant. */
export const TIME_WORDS: Record<TimeVariant, string> = {
  base: 'base has no time module: f′ is f, and t is not used.',
  addition: 'ε, made of t and f, is added to f in all D dimensions.',
  attention: 'Weights w = softmax(ε) mix the directions into one vector, which f is multiplied by.',
  transform: 'The magnitudes A = ε say how far f moves along each of the M directions.',
  cate: 'A small Transformer of f and t says how far f moves in all D dimensions.',
};

/** Of a variant; with directions, that of their orthogonality too. */
export function timeEquation(variant: TimeVariant, orthogonal: boolean): string {
  const { equation, hasDirections } = TIME_VARIANTS[variant];
  const encoder = variant === 'base' || variant === 'cate' ? '' : 'ε = MLP([MLP(t), f]) (Eq. 2);  ';
  return `${encoder}${equation}${hasDirections && orthogonal ? ';  ⟨dᵢ, dⱼ⟩ = δᵢⱼ (Eq. 1)' : ''}`;
}
