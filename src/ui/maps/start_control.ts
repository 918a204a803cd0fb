/** The encoder before the first step as the control that it is: what it is called, and what has to be said at which step. */
import { BEFORE_TRAINING } from '../../evaluate/score';
import type { TermText } from '../measures/Term';

export type Start = keyof typeof BEFORE_TRAINING;

export const START_TEXTS: Readonly<Record<Start, TermText>> = {
  seed: {
    title: BEFORE_TRAINING.seed,
    help: 'The same score of the same clips by the encoder before its first step, made from the same seed. Order that is there already comes from the pixels, not from training.',
  },
  encoder: {
    title: BEFORE_TRAINING.encoder,
    help: 'The same score of the same clips by the encoder as it was loaded, before the first step here. What is there already is not due to this training.',
  },
};

/** In a sentence. */
export const START_NAMES: Readonly<Record<Start, string>> = {
  seed: 'the untrained encoder',
  encoder: 'the encoder as loaded',
};

/** What stands beside the scores of step 0, which are that control. */
export const STEP_0_NOTES: Readonly<Record<Start, string>> = {
  seed: 'Step 0: the encoder is untrained. This is the control itself; order here is no finding.',
  encoder: 'Step 0: the encoder as loaded. This is the control itself; order here is not due to training.',
};

/** In the place of the control's own numbers, at that step. */
export const IS_THE_CONTROL: Readonly<Record<Start, string>> = {
  seed: 'is this: no finding',
  encoder: 'is this',
};
