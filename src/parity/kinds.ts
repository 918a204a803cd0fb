/** The table of kinds: a new kind of reference case is one function and one line here. */
import { failed, judge, type Answer, type Case, type Verdict } from './case';
import { lossCase, optimiserCase, scheduleCase, trajectoryCase } from './learning';
import { encoderCase, timeCase } from './network';

const KINDS: Readonly<Record<string, ((given: Case) => Answer | Promise<Answer>) | undefined>> = {
  encoder: encoderCase,
  ltn: timeCase,
  loss: lossCase,
  optimiser: optimiserCase,
  schedule: scheduleCase,
  trajectory: trajectoryCase,
};

/** Computes a case with the app's own code and judges it. What cannot be computed fails, with the reason. */
export async function runCase(given: Case): Promise<Verdict> {
  const compute = KINDS[given.kind];
  try {
    if (!compute) throw new Error(`The kind "${given.kind}" is not known.`);
    return judge(given, await compute(given));
  } catch (error) {
    return failed(given, error);
  }
}
