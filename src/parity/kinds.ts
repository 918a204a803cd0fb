/** The table of kinds: a new kind of reference case is one function and one line here. */
import { failed, judge, type Answer, type Case, type Verdict } from './case';
import { knnCase, tsneCase } from './judgement';
import { lossCase } from './losses';
import { encoderCase, timeCase } from './network';
import { optimiserCase, scheduleCase } from './optimisation';
import { trajectoryCase } from './trajectory';

const KINDS: Readonly<Record<string, ((given: Case) => Answer | Promise<Answer>) | undefined>> = {
  encoder: encoderCase,
  ltn: timeCase,
  loss: lossCase,
  optimiser: optimiserCase,
  schedule: scheduleCase,
  trajectory: trajectoryCase,
  knn: knnCase,
  tsne: tsneCase,
};

/**
 * Computes a case with the app's own code and judges it. What cannot be computed fails, with the reason; what differs is
 * told with the settings of the case that nothing here reads.
 */
export async function runCase(given: Case): Promise<Verdict> {
  const compute = KINDS[given.kind];
  try {
    if (!compute) throw new Error(`The kind "${given.kind}" is not one of ${Object.keys(KINDS).join(', ')}.`);
    const verdict = judge(given, await compute(given));
    const { unread } = given.config;
    return verdict.pass || unread.length === 0
      ? verdict
      : { ...verdict, error: `${verdict.tensor}; nothing here reads config.${unread.join(', config.')}.` };
  } catch (error) {
    return failed(given, error);
  }
}
