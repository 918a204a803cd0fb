/** Mirroring makes left of right: it is switched off where labels name sides. */

/** Words of a label, also of `TurnLeft`, `turn_left` and `left-hand`. */
function wordsOf(label: string): string[] {
  return label
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u);
}

const SIDES = new Set([
  'left',
  'right',
  'lefthand',
  'righthand',
  'leftward',
  'rightward',
  'leftwards',
  'rightwards',
]);

/** The first of these labels that names left or right; undefined where none does. */
export function labelNamingSide(labels: Iterable<string>): string | undefined {
  for (const label of labels) if (wordsOf(label).some((word) => SIDES.has(word))) return label;
  return undefined;
}

/** Settings as they are in force for a set with these labels, and the sentence that says what was switched off. */
export function flipInForce<C extends { readonly flip: number }>(
  clips: C,
  labels: Iterable<string>,
): { readonly clips: C; readonly note?: string } {
  const label = clips.flip > 0 ? labelNamingSide(labels) : undefined;
  if (label === undefined) return { clips };
  return {
    clips: { ...clips, flip: 0 },
    note: `The label "${label}" names a side, which mirroring would turn around: flip is off for this set.`,
  };
}
