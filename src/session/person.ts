/** Who is in a clip, as far as its name says: data sets of actions write `Enter_p03_r00_v07`. */

/** `p03`, or undefined where the name has no such part. */
export function personOf(name: string): string | undefined {
  return /(?:^|[_\-. ])(p\d+)(?=[_\-. ]|$)/i.exec(name)?.[1]?.toLowerCase();
}
