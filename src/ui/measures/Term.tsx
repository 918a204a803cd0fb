/** The name of a measure; pointed at or focused, it says how the number is made. */
import { Tooltip } from '@mantine/core';

export interface TermText {
  readonly title: string;
  /** What a screen reader adds to a symbol. */
  readonly spoken?: string;
  readonly help: string;
}

export function Term({ title, spoken, help }: TermText) {
  return (
    <Tooltip label={help}>
      <button type="button" className="term">
        {title}
        {spoken && <span className="visually-hidden">{spoken}</span>}
      </button>
    </Tooltip>
  );
}
