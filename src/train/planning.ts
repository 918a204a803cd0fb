/** The plan of a training as the page shows it: what it costs, how long it takes here, and what stands against it. */
import type { TrainPlan } from '../protocol/train';
import { besideSteps } from './beside_steps';
import type { TrainConfig } from './config';
import type { Pace } from './pace';
import { costOf } from './plan';
import { memoryTold, questionOf, refusalOf } from './room';

interface Here {
  readonly pace: Pace;
  /** Bytes of one buffer at most. */
  readonly largestBuffer: number;
  /** Segments on the maps. */
  readonly mapped: number;
  /** Why the checkpoint that runs start from does not fit, one sentence. */
  readonly mismatch: string | undefined;
}

export function planOf(config: TrainConfig, videos: number, here: Here): TrainPlan {
  const { pace, largestBuffer, mapped, mismatch } = here;
  const cost = costOf(config, videos);
  const refusal = refusalOf(cost, { largestBuffer });
  return {
    ...cost,
    ...pace.of(config, cost),
    ...besideSteps(pace, cost, mapped, videos),
    problems: [refusal, ...cost.problems, mismatch].filter((problem) => problem !== undefined),
    refusal,
    question: questionOf(cost, { memory: memoryTold() }),
  };
}

/** @throws RangeError with a sentence where the device cannot hold it: before anything is allocated. */
export function failOnSize(config: TrainConfig, videos: number, largestBuffer: number): void {
  const refusal = refusalOf(costOf(config, videos), { largestBuffer });
  if (refusal !== undefined) throw new RangeError(refusal);
}
