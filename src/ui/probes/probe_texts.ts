/** What each probe is called, and how it is made. */
import { INTERVAL_TEXTS, type ProbeScores } from '../../evaluate/score';
import type { TermText } from '../measures/Term';

const ACCURACY = `Mean accuracy over classes on what was held out; brackets: ${INTERVAL_TEXTS.share}. Chance is 1/K, and always naming the most frequent class gives no more. Shuffled: the mean when classes are dealt out anew 100 times, and what 95 % of those lie between.`;
const RIDGE =
  'Ridge: min Σ‖e_k − Wx − b‖² + λ‖W‖²; told is the class k whose prediction is largest against its share of what the ridge was fitted on.';

export const PROBE_TEXTS: Readonly<Record<keyof ProbeScores, TermText>> = {
  reversed: {
    title: 'Forwards or backwards',
    help: `Chirality (LiFT 2025): each segment as it is and with its frames reversed, told apart from the features. ${RIDGE} Shuffled: which of the two is which, drawn anew. ${ACCURACY}`,
  },
  segment: {
    title: 'Label, segment',
    help: `The label of the video, e.g. Enter or Leave, from the features of one segment. ${RIDGE} ${ACCURACY}`,
  },
  clip: {
    title: 'Label, clip',
    help: `The label from the mean of the features over the segments of the video. ${RIDGE} ${ACCURACY}`,
  },
  neighbours: {
    title: 'Label, 5 nearest',
    help: `The label by the 5 nearest clips of others (mean features), each of which votes with e^(cos / 0.07), as Wu 2018. ${ACCURACY}`,
  },
};
