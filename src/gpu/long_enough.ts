/** How many runs of short work a measurement takes, so that the clock can tell it. */

/** Milliseconds: the clock ticks in tenths of them. */
const TICK = 0.1;

/**
 * Runs are added until a sample lasts `least` milliseconds: of a single short run, waiting is the most.
 * @param sample milliseconds that each of so many runs takes, waited for once behind all of them
 * @returns runs of the last sample, and what it gave
 */
export async function longEnough(
  sample: (times: number) => Promise<number>,
  least: number,
): Promise<{ readonly times: number; readonly milliseconds: number }> {
  let times = 1;
  let milliseconds = await sample(1);
  while (times * milliseconds < least) {
    times = Math.ceil(least / Math.max(milliseconds, TICK / times));
    milliseconds = await sample(times);
  }
  return { times, milliseconds };
}
