/** What the numbers beside a map are called, and how each is made. */
import type { TermText } from '../measures/Term';

export const SCORE_TEXTS: Readonly<Record<'timeR2' | 'order', TermText>> = {
  timeR2: {
    title: 'R² of t',
    help: 'R² of t = 1 − Σ(t − t̂)² / Σ(t − t̄)²: a ridge regression reads the start second t off the features of each video, fitted on all other videos, and t̄ is the mean of t there. 1 is perfect, 0 is no better than that mean. Brackets: 95 % interval, bootstrap over videos.',
  },
  order: {
    title: 'τ',
    spoken: ' (Kendall)',
    help: 'Kendall’s τ = (concordant − discordant) / pairs: the time of each segment is read off another video, as the start of its nearest neighbour there by cosine; τ compares that order with the order of t. 1: the same, 0: none, −1: reversed. Mean over videos; brackets: 95 % interval, bootstrap over videos. f′ is given t: compare it with t alone.',
  },
};
