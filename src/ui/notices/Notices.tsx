/** Sentences that lie over the page until dismissed, and the way back from a removal. */
import { Button, CloseButton } from '@mantine/core';
import { useActions, useSessionState } from '../session_context';

export function Notices() {
  const notices = useSessionState((state) => state.notices);
  const removed = useSessionState((state) => state.removed);
  const actions = useActions();
  return (
    <div className="notices">
      <div role="alert">
        {notices.map(({ id, kind, message }) => (
          <div key={id} className="notice" data-kind={kind}>
            <span>{message}</span>
            <CloseButton size="sm" aria-label="Dismiss" onClick={() => actions.dismissNotice(id)} />
          </div>
        ))}
      </div>
      <div role="status">
        {removed.length > 0 && (
          <div className="notice">
            <span>
              {removed.length === 1 ? `${removed[0]!.name} removed.` : `${removed.length} videos removed.`}
            </span>
            <Button size="compact-sm" variant="default" onClick={() => actions.undoRemove()}>
              Undo
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
