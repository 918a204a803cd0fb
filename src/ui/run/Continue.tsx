/** After a reload: the runs of the last training whose weights are kept, each of which can go on. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { runName } from '../../time/config';
import { allows } from '../../session/stage';
import { useActions, useSessionState } from '../session_context';

export function Continue() {
  const archive = useSessionState((state) => state.archive);
  const kept = useSessionState((state) => state.keptWeights);
  const fresh = useSessionState(({ step, training }) => step === 0 && training === undefined);
  const ready = useSessionState(({ stage }) => allows(stage, 'train'));
  const actions = useActions();
  const records = useMemo(() => archive.filter(({ id }) => kept[id] !== undefined), [archive, kept]);
  const [first] = records;
  if (!fresh || !first) return null;
  return (
    <div className="continue">
      <p className="hint">
        Training #{first.number} is kept at step {kept[first.id]}. One of its runs can go on, alone:
      </p>
      <div className="continue-runs">
        {records.map(({ id, run }) => (
          <Button
            key={id}
            size="compact-xs"
            variant="default"
            disabled={!ready}
            onClick={() => void actions.resumeRun(id)}
          >
            Go on with {runName(run)}
          </Button>
        ))}
      </div>
    </div>
  );
}
