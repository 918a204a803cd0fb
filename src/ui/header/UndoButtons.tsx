/** Undo and redo: each says what it would change. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useActions, useSessionState } from '../session_context';

const ICON_SIZE = 16;

export function UndoButtons() {
  const undo = useSessionState(({ history }) => history.past.at(-1)?.what);
  const redo = useSessionState(({ history }) => history.future[0]?.what);
  const actions = useActions();
  return (
    <div className="undo-buttons" role="group" aria-label="Undo and redo">
      <HistoryButton verb="Undo" what={undo} keys="Ctrl+Z" onClick={() => actions.undo()}>
        <IconArrowBackUp size={ICON_SIZE} aria-hidden />
      </HistoryButton>
      <HistoryButton verb="Redo" what={redo} keys="Ctrl+Shift+Z" onClick={() => actions.redo()}>
        <IconArrowForwardUp size={ICON_SIZE} aria-hidden />
      </HistoryButton>
    </div>
  );
}

interface HistoryButtonProps {
  readonly verb: string;
  /** Undefined: there is nothing. */
  readonly what: string | undefined;
  readonly keys: string;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function HistoryButton({ verb, what, keys, onClick, children }: HistoryButtonProps) {
  const label = what === undefined ? `${verb}: nothing` : `${verb}: ${what}`;
  return (
    <Tooltip label={`${label} (${keys})`}>
      {/* Not `disabled`: the focus would be lost with the last change that is undone. */}
      <ActionIcon
        variant="default"
        size={30}
        aria-label={label}
        aria-disabled={what === undefined}
        data-disabled={what === undefined || undefined}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
