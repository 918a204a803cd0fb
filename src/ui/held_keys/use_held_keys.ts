/** Asks the train worker what a queue holds: again after every step, one question at a time. */
import { useEffect, useRef, useState } from 'react';
import type { QueueAnswer } from '../../session/slow_motion';
import type { Prepared } from '../../session/state';
import { useActions, useSessionState } from '../session_context';

/** More would be smaller than what can be pointed at. */
export const MOST_KEYS = 4096;

interface Asked {
  readonly runId: string;
  readonly step: number;
  readonly prepared: Prepared | undefined;
  readonly answer: QueueAnswer;
}

/** The newest answer for this run; undefined before the first. */
export function useHeldKeys(runId: string): QueueAnswer | undefined {
  const actions = useActions();
  const step = useSessionState((state) => state.step);
  const prepared = useSessionState((state) => state.prepared);
  const stage = useSessionState((state) => state.stage);
  const [asked, setAsked] = useState<Asked>();
  const asking = useRef(false);
  useEffect(() => {
    const known = asked?.runId === runId && asked.step === step && asked.prepared === prepared;
    if (asking.current || known || stage === 'preparing' || stage === 'lost') return;
    asking.current = true;
    void actions.queue(runId, MOST_KEYS).then((answer) => {
      asking.current = false;
      setAsked({ runId, step, prepared, answer });
    });
  }, [actions, asked, prepared, runId, stage, step]);
  return asked?.runId === runId && asked.prepared === prepared ? asked.answer : undefined;
}
