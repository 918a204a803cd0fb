/** Which labels the probes of labels leave out, and why. */
import type { ProbeReport } from '../evaluate/score';

const WORDS = ['no', 'one', 'two'];

/** A sentence a label. */
export function leftOutSentences({
  labelsLeftOut = [],
  heldOutBy,
}: Pick<ProbeReport, 'labelsLeftOut' | 'heldOutBy'>): string[] {
  return labelsLeftOut.map(
    ({ label, units }) =>
      `Label ${label} has ${WORDS[units] ?? units} ${heldOutBy}${units === 1 ? '' : 's'}: too few to hold out, so the probes of labels leave it out.`,
  );
}
