/** A loss that is no number any more ends the training. */
import type { TrainerStep } from './trainer';

/** @throws Error with a sentence when a loss is not finite. */
export function failOnLoss({ step, runs }: Pick<TrainerStep, 'step' | 'runs'>): void {
  const bad = runs.find(({ loss }) => !Number.isFinite(loss));
  if (!bad) return;
  throw new Error(
    `The loss of ${bad.id} is ${bad.loss} at step ${step}: lower the learning rate or raise the temperature, then reset.`,
  );
}
