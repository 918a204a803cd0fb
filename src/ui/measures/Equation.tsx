/** An equation in one line, `D_t` as it is set in print; with help, it says what its letters are. */
import { Tooltip } from '@mantine/core';
import { Fragment } from 'react';

/** A letter, and what stands below it: `D_t`. */
const BELOW = /_(\p{L})/u;

interface EquationProps {
  readonly text: string;
  readonly help?: string;
}

export function Equation({ text, help }: EquationProps) {
  // Split at its group: every second part stands below the letter before it.
  const set = text
    .split(BELOW)
    .map((part, i) => (i % 2 === 1 ? <sub key={i}>{part}</sub> : <Fragment key={i}>{part}</Fragment>));
  if (help === undefined) return <span className="equation">{set}</span>;
  return (
    <Tooltip label={help}>
      <button type="button" className="term equation">
        {set}
      </button>
    </Tooltip>
  );
}
