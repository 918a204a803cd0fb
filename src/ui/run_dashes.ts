/** Line of an earlier run: colour says its variant, the dashes which of them it is. */

/** CSS pixels of the long dash; plain dashes of one length are those of chance. */
const LONG = [4, 8, 14];
const MOST_DOTS = 5;
const GAP = 3;

/** A long dash and some dots, as Plotly and SVG take them; `number` is that of the record. Fifteen in a row differ. */
export function runDashes(number: number): string {
  const dots = 1 + (Math.floor(number / LONG.length) % MOST_DOTS);
  const lengths = [LONG[number % LONG.length]!, ...Array<number>(dots).fill(1)];
  return lengths.map((length) => `${length}px,${GAP}px`).join(',');
}
