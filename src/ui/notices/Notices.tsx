/** Sentences for the user: errors until they are dismissed, others for a while and then behind a button; and the way back from a removal. */
import { Button, CloseButton } from '@mantine/core';
import { useCallback, useEffect, useRef, useState, type FocusEvent } from 'react';
import type { Notice } from '../../session/state';
import { useActions, useSessionState } from '../session_context';

/** Milliseconds; afterwards the header's undo is the way back. */
const REMOVAL_SHOWN = 12_000;
/** Milliseconds without pointer or keyboard on it. */
const INFO_SHOWN = 12_000;

export function Notices() {
  const notices = useSessionState((state) => state.notices);
  const ref = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const fold = useCallback((id: number) => setFolded((before) => new Set([...before, id])), []);
  const earlier = notices.filter(({ id }) => folded.has(id)).length;
  const unfold = () => {
    setFolded(new Set());
    // The button goes, and the keyboard must not go with it.
    ref.current?.focus();
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    if (!currentTarget.contains(relatedTarget)) setFocused(false);
  };
  return (
    <div
      ref={ref}
      className="notices"
      role="group"
      aria-label="Messages"
      tabIndex={-1}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={onBlur}
    >
      <div role="alert">
        {notices
          .filter(({ id }) => !folded.has(id))
          .map((notice) => (
            <OneNotice key={notice.id} notice={notice} held={pointed || focused} onOver={fold} />
          ))}
      </div>
      {earlier > 0 && (
        <Button size="compact-xs" variant="default" className="notices-earlier" onClick={unfold}>
          {earlier === 1 ? '1 earlier message' : `${earlier} earlier messages`}
        </Button>
      )}
      <div role="status">
        <Removal />
      </div>
    </div>
  );
}

interface OneNoticeProps {
  readonly notice: Notice;
  /** Somebody is at it: it stays. */
  readonly held: boolean;
  readonly onOver: (id: number) => void;
}

function OneNotice({ notice: { id, kind, message }, held, onOver }: OneNoticeProps) {
  const actions = useActions();
  const passes = kind === 'info' && !held;
  useEffect(() => {
    if (!passes) return undefined;
    const timer = setTimeout(() => onOver(id), INFO_SHOWN);
    return () => clearTimeout(timer);
  }, [id, onOver, passes]);
  return (
    <div className="notice" data-kind={kind}>
      <span>{message}</span>
      <CloseButton size="sm" aria-label="Dismiss" onClick={() => actions.dismissNotice(id)} />
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
