/** A typed number that takes effect when the typing is over: each change may make new weights and a new map. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConfigChange } from '../../session/actions';

/** Milliseconds without a keystroke after which a number counts as typed. */
const TYPED_AFTER = 600;

interface CommittedField {
  /** Why the number was refused; undefined while it is in force. */
  readonly message: string | undefined;
  /** Properties of the NumberInput. */
  readonly input: {
    readonly value: number | string;
    readonly onChange: (value: number | string) => void;
    readonly onBlur: () => void;
    readonly onKeyDown: (event: { key: string }) => void;
  };
}

export function useCommitted(value: number, commit: (value: number) => ConfigChange): CommittedField {
  /** What is typed and not (or not validly) in force. */
  const [draft, setDraft] = useState<number | string | undefined>(undefined);
  const [message, setMessage] = useState<string | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const finish = useCallback(
    (typed: number | string | undefined) => {
      clearTimeout(timer.current);
      if (typed === undefined) return;
      if (typed === '' || typed === '-') {
        setMessage('A number is needed here.');
        return;
      }
      const change = commit(Number(typed));
      setMessage(change.ok ? undefined : change.message);
      if (change.ok) setDraft(undefined);
    },
    [commit],
  );

  return {
    message,
    input: {
      value: draft ?? value,
      onChange(typed) {
        // The input also reports numbers that it was given.
        if (Number(typed) === value && draft === undefined && typed !== '') return;
        setDraft(typed);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => finish(typed), TYPED_AFTER);
      },
      onBlur: () => finish(draft),
      onKeyDown({ key }) {
        if (key === 'Enter') finish(draft);
      },
    },
  };
}
