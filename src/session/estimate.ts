/** What a training takes, from its first step to its probes, as it is told before. */
import type { BesideSteps } from '../protocol/train';

/** What a training would take, over all its runs. */
export interface Estimate extends BesideSteps {
  readonly secondsPerStep: number;
  /** Why it cannot start, one sentence. */
  readonly problem: string | undefined;
  /** What stands against trying it all the same, one sentence. */
  readonly question?: string | undefined;
}

/**
 * Seconds of a training of `steps` steps from its `step`th on: steps, maps every `everySteps` of them and after the last,
 * probes; before the first step also the maps of then.
 */
export function secondsOf(
  { secondsPerStep, secondsPerMap, secondsToStart, secondsToEnd }: Estimate,
  {
    steps,
    step = 0,
    everySteps,
  }: { readonly steps: number; readonly step?: number; readonly everySteps: number },
): number {
  const maps = Math.ceil(steps / everySteps) - Math.floor(step / everySteps);
  const rest = secondsPerStep * Math.max(0, steps - step) + secondsPerMap * Math.max(0, maps);
  return (step === 0 ? secondsToStart : 0) + rest + secondsToEnd;
}
