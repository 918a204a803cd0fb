/** The augmented views of a step, as they are handed to the page. */
import * as Comlink from 'comlink';
import type { StepViews } from '../protocol/train';
import type { Trainer } from './trainer';

/** At most `most` views of the newest step, or of the first one before it was taken; their frames are transferred. */
export function stepViews(
  trainer: Trainer,
  sources: Parameters<Trainer['views']>[0],
  most: number,
): StepViews {
  const { total, views } = trainer.views(sources, most);
  return Comlink.transfer(
    { step: Math.max(1, trainer.steps), total, views },
    views.map(({ strip }) => strip.rgb.buffer),
  );
}
