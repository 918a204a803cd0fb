/** An equation in one line, `D_t` as it is set in print; with help, it says what its letters are. */
import { Tooltip } from '@mantine/core';
import { Subscripts } from './Subscripts';

interface EquationProps {
  readonly text: string;
  readonly help?: string;
}

export function Equation({ text, help }: EquationProps) {
  if (help === undefined)
    return (
      <span className="equation">
        <Subscripts of={text} />
      </span>
    );
  return (
    <Tooltip label={<Subscripts of={help} />}>
      <button type="button" className="term equation">
        <Subscripts of={text} />
      </button>
    </Tooltip>
  );
}
