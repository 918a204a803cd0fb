/** Rows that belong together: the segments of a video, or of a person. */
import type { Groups } from './ridge';

/** The rows of each distinct name, in the order in which the names come first. */
export function groupsOf(names: readonly string[]): Groups {
  const groups = new Map<string, number[]>();
  names.forEach((name, row) => {
    const rows = groups.get(name);
    if (rows) rows.push(row);
    else groups.set(name, [row]);
  });
  return [...groups.values()];
}

/** @throws RangeError that names the first row of features [n,d] with a value that is not finite. */
export function failOnNotFinite(caller: string, features: Float32Array, d: number): void {
  const bad = features.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(
      `${caller}(features): every value must be finite, row ${Math.floor(bad / d)} holds ${features[bad]}.`,
    );
}
