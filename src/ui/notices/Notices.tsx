/** Sentences that lie over the page until dismissed, and for a while the way back from a removal. */
import { Button, CloseButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useActions, useSessionState } from '../session_context';

/** Milliseconds; afterwards the header's undo is the way back. */
const REMOVAL_SHOWN = 12_000;

export function Notices() {
  const notices = useSessionState((state) => state.notices);
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
        <Removal />
      </div>
    </div>
  );
}

/** The newest change, where it is a removal. */
function Removal() {
  const entry = useSessionState(({ history }) => {
    const last = history.past.at(-1);
    return last?.change.kind === 'removal' ? last : undefined;
  });
  const actions = useActions();
  const [over, setOver] = useState<typeof entry>(undefined);
  useEffect(() => {
    const timer = setTimeout(() => setOver(entry), REMOVAL_SHOWN);
    return () => clearTimeout(timer);
  }, [entry]);
  if (!entry || over === entry || entry.change.kind !== 'removal') return null;
  const { videos } = entry.change;
  return (
    <div className="notice">
      <span>{videos.length === 1 ? `${videos[0]!.name} removed.` : `${videos.length} videos removed.`}</span>
      <Button size="compact-sm" variant="default" onClick={() => actions.undo()}>
        Undo
      </Button>
    </div>
  );
}
