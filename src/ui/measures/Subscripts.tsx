/** A text in which `D_t` is set as in print: what stands behind a single letter and an underscore stands below that letter. */
import { Fragment } from 'react';

/** Not in names such as `slow_r50`. */
const BELOW = /((?:^|[^\p{L}\p{N}])\p{L})_(\p{L}+)/u;

export function Subscripts({ of }: { of: string }) {
  // Split at its groups: of three parts the third stands below.
  return of
    .split(BELOW)
    .map((part, i) => (i % 3 === 2 ? <sub key={i}>{part}</sub> : <Fragment key={i}>{part}</Fragment>));
}
