/** Numbers of several seeds in words: the mean with its interval, or, of too few for one, the values themselves. */
import { SEEDS_FOR_INTERVAL, type Spread } from './sorting';

/** Under the table, where seeds are grouped. */
export const SEEDS_SENTENCE = `Grouped by seeds: ± is the 95 % interval of the mean over seeds (Student’s t); below it stand the values of the seeds, or how many there are. Fewer than ${SEEDS_FOR_INTERVAL} seeds have no interval, since it would be far wider than their values lie apart: the values stand alone. Values that are all alike have none either: they would be certain by luck. A seed counts once, as it was trained longest.`;

/** Values that are listed beside their mean. */
const LISTED = 5;

export interface SeedsText {
  /** The mean, or the values of too few seeds, one after the other. */
  readonly value: string;
  /** `± 0.05`. */
  readonly interval: string | undefined;
  /** What stands below, a line each. */
  readonly notes: readonly string[];
}

/**
 * @param format one number, without its unit
 * @param unit behind the last number, with its space
 */
export function seedsText(
  { mean, half, values }: Spread,
  format: (value: number) => string,
  unit = '',
): SeedsText {
  const listed = values.map((value) => format(value)).join(', ') + unit;
  if (half === undefined && values.length >= SEEDS_FOR_INTERVAL)
    return {
      value: format(mean) + unit,
      interval: undefined,
      notes: [`${values.length} seeds alike: no interval`],
    };
  if (half === undefined) {
    const seeds = values.length === 1 ? '1 seed' : `${values.length} seeds`;
    return { value: listed, interval: undefined, notes: [`${seeds}: no interval`] };
  }
  return {
    value: format(mean),
    interval: `± ${format(half)}${unit}`,
    notes: [values.length <= LISTED ? listed : `${values.length} seeds`],
  };
}
