/** What the numbers beside a map are called, and how each is made. */
import { INTERVAL_TEXTS } from '../../evaluate/score';
import type { TermText } from '../measures/Term';

export const SCORE_TEXTS: Readonly<Record<'timeR2' | 'order', TermText>> = {
  timeR2: {
    title: 'R² of t',
    help: `R² of t = 1 − Σ(t − t_read)² / Σ(t − t_mean)². A ridge regression, fitted on all other videos, reads the start second t off the features of each video (t_read); t_mean is the mean of t over those others. 1 is perfect, 0 is no better than that mean, below 0 it is worse. Only the clips ticked for the maps count. Brackets: ${INTERVAL_TEXTS.bootstrap}.`,
  },
  order: {
    title: 'τ',
    spoken: ' (Kendall)',
    help: `Kendall’s τ = (concordant − discordant) / pairs: the time of each segment is read off another video, as the start of its nearest neighbour there by cosine; τ compares that order with the order of t. 1: the same, 0: none. Below 0 the neighbours lie at mirrored times: Enter and Leave are each other’s reversal, so what is nearest to the beginning of an Enter clip is the end of a Leave clip. Mean over the clips ticked for the maps; brackets: ${INTERVAL_TEXTS.bootstrap}. f′ is given t: compare it with t alone.`,
  },
};
