/** After a reload: the last training whose weights are kept, which can go on, and what of the newest one was lost. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { allows } from '../../session/stage';
import { useActions, useSessionState } from '../session_context';
import { outlook, type Continuation } from './continuation';

export function Continue() {
  const archive = useSessionState((state) => state.archive);
  const kept = useSessionState((state) => state.keptWeights);
  const fresh = useSessionState(({ step, training }) => step === 0 && training === undefined);
  const { goesOn, lost } = useMemo(() => outlook(archive, kept), [archive, kept]);
  if (!fresh || (!goesOn && lost === undefined)) return null;
  return (
    <div className="continue">
      {lost !== undefined && <p className="hint">{lost}</p>}
      {goesOn && <Kept {...goesOn} />}
    </div>
  );
}

function Kept({ training, videos, ways, sentence }: Continuation) {
  const ready = useSessionState(({ stage }) => allows(stage, 'train'));
  const own = useSessionState(
    ({ library }) =>
      library.filter(({ source, state }) => source === 'own' && state.status === 'ready').length,
  );
  const actions = useActions();
  const missing = videos.source === 'own' && own < videos.count;
  return (
    <>
      <p className="hint">
        {sentence}
        {missing &&
          ` It drew from ${videos.count} videos of your own, which are not kept: add them again before it goes on.`}
      </p>
      <div className="continue-runs">
        {ways.map(({ step, label }) => (
          <Button
            key={step}
            size="compact-xs"
            variant="default"
            disabled={!ready}
            onClick={() => void actions.resumeTraining(training, step)}
          >
            {label}
          </Button>
        ))}
      </div>
      <p className="hint">
        Train begins another one beside it: what is kept stays until you remove it under Compare.
      </p>
    </>
  );
}
