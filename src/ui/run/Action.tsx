/** A small button with an icon, whose name is its tooltip: what can be done with a line of a table or a list. */
import { ActionIcon, Tooltip } from '@mantine/core';
import type { ReactNode, Ref } from 'react';

interface ActionProps {
  readonly label: string;
  readonly pressed?: boolean;
  /** Stays reachable: the keyboard must not be dropped at the end of a list. */
  readonly off?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

export function Action({ label, pressed, off = false, ref, onClick, children }: ActionProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        ref={ref}
        size={24}
        variant="subtle"
        color="gray"
        aria-label={label}
        aria-pressed={pressed}
        aria-disabled={off}
        data-disabled={off || undefined}
        onClick={() => {
          if (!off) onClick();
        }}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
