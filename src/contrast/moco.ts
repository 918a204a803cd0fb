/** MoCo (He 2020) and, with more than two clips a video, ρMoCo (Feichtenhofer 2021). */
import type { Framework } from './framework';
import { clipsOfTurns } from './inspection';
import { MOCO_LOSSES, MOCO_LOSSES_OF_EACH, similarities, top1, type MocoLoss } from './queue_contrast';
import { unitLength } from './unit_length';

/** Loss where every similarity is the same, with `positives` positives and `negatives` keys in the queue. */
const CHANCE: Record<MocoLoss, (positives: number, negatives: number) => number> = {
  infonce: (_, negatives) => Math.log(negatives + 1),
  eq6: (positives, negatives) => Math.log(negatives / positives),
  eq6_with_positives: (positives, negatives) => Math.log((positives + negatives) / positives),
};

/**
 * The loss in force. Without a key in the queue there is nothing to be wrong about: every loss is then 0, but for Eq. 6 as
 * printed, whose denominator is empty; the form with the positives in it stands in for that one step.
 */
function lossInForce(loss: MocoLoss, queueFilled: number): MocoLoss {
  return loss === 'eq6' && queueFilled === 0 ? 'eq6_with_positives' : loss;
}

export const moco: Framework = {
  momentumBranch: true,
  queue: true,
  parameters: () => [],
  norms: () => [],
  chance: ({ queueFilled, perVideo, config }) =>
    CHANCE[lossInForce(config.loss, queueFilled)](perVideo - 1, queueFilled),
  objective({ z, keys, queue, config }) {
    if (!keys || !queue) throw new Error('moco.objective(input): input.keys and input.queue are needed.');
    const compared = similarities(unitLength(z), keys, queue, config.temperature);
    return {
      loss: MOCO_LOSSES[lossInForce(config.loss, queue.filled)](compared),
      top1: top1(compared),
    };
  },
  inspect({ z, keys, queue, turns, perVideo, config }) {
    if (!keys || !queue) throw new Error('moco.inspect(input): input.keys and input.queue are needed.');
    const compared = similarities(unitLength(z), keys, queue, config.temperature);
    return {
      ...clipsOfTurns(z.shape[0], turns, perVideo),
      positives: compared.positives,
      others: compared.negatives,
      losses: MOCO_LOSSES_OF_EACH[lossInForce(config.loss, queue.filled)](compared),
    };
  },
};
