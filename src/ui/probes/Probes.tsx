/** What frozen features tell: the panel of the probes, with the step they are of and the way to measure them now. */
import './probes.css';
import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { SessionState } from '../../session/state';
import { count } from '../format';
import { useActions, useSessionState } from '../session_context';

const ProbeTables = lazy(() => import('./ProbeTables'));

export function Probes() {
  const actions = useActions();
  const probes = useSessionState((state) => state.probes);
  const probing = useSessionState((state) => state.probing);
  const ready = useSessionState(({ gpu, prepared }) => gpu.status === 'open' && prepared !== undefined);
  return (
    <section aria-labelledby="probes-heading" className="panel">
      <div className="panel-head">
        <h2 id="probes-heading">Probes</h2>
        <Button
          size="compact-xs"
          variant="default"
          disabled={!ready || probing !== undefined}
          onClick={() => void actions.probeNow()}
        >
          Probe now
        </Button>
      </div>
      <p className="hint probes-state" role="status">
        {probing ? underWay(probing) : probes ? howMade(probes) : NOT_YET}
      </p>
      {probes && (
        <Suspense>
          <ProbeTables report={probes} />
        </Suspense>
      )}
    </section>
  );
}

const NOT_YET =
  'Do frozen features tell forwards from backwards, and one label from another? Measured when training rests.';

function underWay({ done, total }: NonNullable<SessionState['probing']>): string {
  return total === 0 ? 'Measuring …' : `Measuring: ${count(done)} of ${count(total)} clips embedded.`;
}

function howMade({ step, seed, videos, segments, heldOutBy }: NonNullable<SessionState['probes']>): string {
  return `Step ${count(step)}, seed ${seed}: ${segments} segments of each of ${videos} videos, held out by ${heldOutBy}.`;
}
