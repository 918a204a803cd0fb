/** Learning rate and key momentum of each step. */

export interface Schedule {
  readonly learningRate: number;
  readonly warmupSteps: number;
  /** 0: constant after the warm-up. */
  readonly totalSteps: number;
  readonly keyMomentum: number;
  /** Learning rate that the warm-up starts from. */
  readonly warmupStart?: number;
}

/** Cosine from 1 at 0 to 0 at 1. */
function cosine(part: number): number {
  return 0.5 * (1 + Math.cos(Math.PI * Math.min(1, part)));
}

/** @param step 0 for the first. Linear warm-up to the peak, then half a cosine to 0 over the whole schedule. */
export function learningRateAt(
  { learningRate, warmupSteps, totalSteps, warmupStart = 0 }: Schedule,
  step: number,
): number {
  const annealed = (at: number) => (totalSteps > 0 ? learningRate * cosine(at / totalSteps) : learningRate);
  if (step >= warmupSteps) return annealed(step);
  const end = annealed(warmupSteps);
  return warmupStart + ((end - warmupStart) * step) / warmupSteps;
}

/** From `keyMomentum` to 1 as half a cosine (BYOL, Feichtenhofer 2021); constant when the schedule has no end. */
export function keyMomentumAt({ totalSteps, keyMomentum }: Schedule, step: number): number {
  return totalSteps > 0 ? 1 - (1 - keyMomentum) * cosine(step / totalSteps) : keyMomentum;
}
