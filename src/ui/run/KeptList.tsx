/** How much the kept weights of each training take on this device, and the way to remove them. */
import { Button } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { MAX_KEPT } from '../../session/keep_weights';
import { runName } from '../../time/config';
import { bytes } from '../format';
import { useActions, useSessionState } from '../session_context';
import { keptTrainings, type KeptTraining } from './kept_trainings';

interface KeptListProps {
  /** Tells what it came to. */
  readonly say: (sentence: string) => void;
}

export function KeptList({ say }: KeptListProps) {
  const archive = useSessionState((state) => state.archive);
  const kept = useSessionState((state) => state.keptWeights);
  const live = useSessionState((state) => state.training);
  const actions = useActions();
  const summary = useRef<HTMLElement>(null);
  const trainings = useMemo(() => keptTrainings(archive, kept), [archive, kept]);
  if (trainings.length === 0) return null;
  const remove = async ({ number, records }: KeptTraining) => {
    await actions.removeWeights(records.map(({ id }) => id));
    say(`The weights of training #${number} are removed; its curves and scores stay.`);
    summary.current?.focus();
  };
  const total = trainings.reduce((sum, each) => sum + each.bytes, 0);
  return (
    <details className="kept-weights">
      <summary ref={summary}>
        Kept weights: {bytes(total)} of {bytes(MAX_KEPT)} at most
      </summary>
      <ul>
        {trainings.map((each) => (
          <li key={each.training}>
            <span>
              #{each.number} {each.records.map(({ run }) => runName(run)).join('; ')}{' '}
              <span className="dim">
                step {each.steps.join(' and ')} · {bytes(each.bytes)}
              </span>
            </span>
            {each.training === live ? (
              <span className="dim">in use</span>
            ) : (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Remove the weights of training #${each.number} for good`}
                onClick={() => void remove(each)}
              >
                Remove for good
              </Button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
