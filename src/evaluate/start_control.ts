/** The encoder before the first step as the control of a score: the same score of the same segments, put beside it. */
import { BEFORE_TRAINING, type Measured } from './score';

/** What is known of where runs started, see `Trainer.start`. */
type StartKnown = keyof typeof BEFORE_TRAINING | 'unknown';

/** Why there is no such control where it is not known where the runs started: one sentence. */
export const START_NOT_KNOWN = 'The saved run does not say which encoder it started from.';

export function startName(start: StartKnown): string {
  return BEFORE_TRAINING[start === 'encoder' ? 'encoder' : 'seed'];
}

/** `now` with the score before the first step first among its controls, where both are scores. */
export function beside(now: Measured, then: Measured | undefined, name: string): Measured {
  if (now.kind === 'none' || then?.kind !== 'score') return now;
  const { value, low, high, noInterval } = then;
  return { ...now, controls: [{ name, value, low, high, noInterval }, ...now.controls] };
}
