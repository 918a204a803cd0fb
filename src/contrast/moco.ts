/** MoCo (He 2020) and, with more than two clips a video, ρMoCo (Feichtenhofer 2021). */
import type { Framework } from './framework';
import { MOCO_LOSSES, similarities, top1 } from './queue_contrast';
import { unitLength } from './unit_length';

export const moco: Framework = {
  momentumBranch: true,
  queue: true,
  parameters: () => [],
  norms: () => [],
  // Without keys in the queue there is nothing to be wrong about.
  chance: ({ queueFilled }) => Math.log(queueFilled + 1),
  objective({ z, keys, queue, config }) {
    if (!keys || !queue) throw new Error('moco.objective(input): input.keys and input.queue are needed.');
    const compared = similarities(unitLength(z), keys, queue, config.temperature);
    return { loss: MOCO_LOSSES[config.loss](compared), top1: top1(compared) };
  },
};
