/** The way into slow motion: takes one training step and opens what happened inside it. */
import { Button } from '@mantine/core';
import { IconZoomScan } from '@tabler/icons-react';
import { allows } from '../../session/stage';
import { onDemand } from '../on_demand';
import { useActions, useSessionState } from '../session_context';
import { showSlowMotion, takeSlowStep, useSlowMotion } from './slow_motion_view';

const SlowMotionDialog = onDemand(() => import('./SlowMotionDialog'));

export function SlowMotion() {
  const stage = useSessionState((state) => state.stage);
  const actions = useActions();
  const open = useSlowMotion((view) => view.open);
  const seen = useSlowMotion((view) => typeof view.shown === 'object' && view.shown.ok);
  const canStep = allows(stage, 'step');
  return (
    <section className="panel" aria-labelledby="slow-motion-heading">
      <div className="panel-head">
        <h2 id="slow-motion-heading">Slow motion</h2>
        <span>
          {seen && (
            <Button size="compact-xs" variant="subtle" onClick={showSlowMotion}>
              Last one
            </Button>
          )}
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconZoomScan size={14} aria-hidden />}
            disabled={!canStep}
            onClick={() => void takeSlowStep(() => actions.slowStep())}
          >
            Take a step
          </Button>
        </span>
      </div>
      <p className="hint">
        {stage === 'running' || stage === 'pausing'
          ? 'Pause the training first.'
          : 'One training step, phase by phase: batch, views, f, f′, similarities, loss, update. It is the very step that Step takes.'}
      </p>
      {open && <SlowMotionDialog />}
    </section>
  );
}
