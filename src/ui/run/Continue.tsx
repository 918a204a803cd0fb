/** After a reload: the last training whose weights are kept, which can go on. */
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
  const own = useSessionState(
    ({ library }) =>
      library.filter(({ source, state }) => source === 'own' && state.status === 'ready').length,
  );
  const actions = useActions();
  const records = useMemo(() => archive.filter(({ id }) => kept[id] !== undefined), [archive, kept]);
  const [first] = records;
  if (!fresh || !first) return null;
  const { number, training, videos } = first;
  const missing = videos.source === 'own' && own < videos.count;
  return (
    <div className="continue">
      <p className="hint">
        Training #{number} ({records.map(({ run }) => runName(run)).join('; ')}) is kept at step{' '}
        {kept[first.id]}.
        {missing &&
          ` It drew from ${videos.count} videos of your own, which are not kept: add them again before it goes on.`}
      </p>
      <div className="continue-runs">
        <Button
          size="compact-xs"
          variant="default"
          disabled={!ready}
          onClick={() => void actions.resumeTraining(training)}
        >
          Go on with training #{number}
        </Button>
      </div>
    </div>
  );
}
