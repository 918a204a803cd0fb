/** The name of a measure; pointed at or focused, it says how the number is made. */
import { Tooltip } from '@mantine/core';
import { Subscripts } from './Subscripts';

export interface TermText {
  readonly title: string;
  /** What a screen reader adds to a symbol. */
  readonly spoken?: string;
  /** With `D_t` for what is set with a subscript. */
  readonly help: string;
}

export function Term({ title, spoken, help }: TermText) {
  return (
    <Tooltip label={<Subscripts of={help} />}>
      <button type="button" className="term">
        {title}
        {spoken && <span className="visually-hidden">{spoken}</span>}
      </button>
    </Tooltip>
  );
}
