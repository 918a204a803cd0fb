/** What a training takes beside its steps: maps at its start and on its way, probes at its end. */
import type { BesideSteps } from '../protocol/train';
import type { Pace } from './pace';
import type { Cost } from './plan';
import { MOST_PROBED, PROBE_SEGMENTS } from './probed';

/** @param mapped segments on the maps @param videos in the training set */
export function besideSteps(
  pace: Pick<Pace, 'secondsPerClip'>,
  { clipFlops, runs }: Pick<Cost, 'clipFlops' | 'runs'>,
  mapped: number,
  videos: number,
): BesideSteps {
  const secondsToStart = mapped * pace.secondsPerClip('maps', clipFlops);
  // Forwards and backwards, under each run and under the untrained encoder.
  const probed = 2 * PROBE_SEGMENTS * Math.min(MOST_PROBED, videos) * (runs.length + 1);
  return {
    secondsPerMap: runs.length * secondsToStart,
    secondsToStart,
    secondsToEnd: probed * pace.secondsPerClip('probes', clipFlops),
  };
}
