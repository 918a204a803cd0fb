/** Train, pause, resume, step, stop, reset: each possible where the stage allows it. */
import { Button, Tooltip } from '@mantine/core';
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForwardFilled,
  IconPlayerStopFilled,
  IconRotate,
  IconX,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { allows, startsAfresh } from '../../session/stage';
import { useActions, useSessionState } from '../session_context';

const ICON_SIZE = 14;

/** Milliseconds: a second click on Train must not take back the first one. */
const LASTS = 800;

/** True once `on` has been so for a while. */
function useLasting(on: boolean): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setTimeout(() => setLasts(true), LASTS);
    return () => {
      clearTimeout(timer);
      setLasts(false);
    };
  }, [on]);
  return on && lasts;
}

export function Transport() {
  const stage = useSessionState((state) => state.stage);
  const blocked = useSessionState((state) => (state.plan?.problems.length ?? 0) > 0);
  const starting = useSessionState((state) => state.starting);
  const waits = useLasting(starting);
  const actions = useActions();
  const fresh = startsAfresh(stage);
  const canTrain = allows(stage, 'train') && !(fresh && blocked);
  return (
    <div className="transport" role="group" aria-label="Training">
      {stage === 'running' || stage === 'pausing' ? (
        <Button
          size="xs"
          px={10}
          w={100}
          leftSection={<IconPlayerPauseFilled size={ICON_SIZE} aria-hidden />}
          data-disabled={stage === 'pausing' || undefined}
          aria-disabled={stage === 'pausing'}
          onClick={() => void actions.pause()}
        >
          {stage === 'pausing' ? 'Pausing' : 'Pause'}
        </Button>
      ) : waits ? (
        <Button
          size="xs"
          px={10}
          w={100}
          variant="default"
          leftSection={<IconX size={ICON_SIZE} aria-hidden />}
          onClick={() => void actions.pause()}
        >
          Cancel
        </Button>
      ) : (
        <Button
          size="xs"
          px={10}
          w={100}
          leftSection={<IconPlayerPlayFilled size={ICON_SIZE} aria-hidden />}
          disabled={!canTrain}
          onClick={() => void actions.train()}
        >
          {stage === 'paused' ? 'Resume' : 'Train'}
        </Button>
      )}
      <Tooltip label="One step of every run, then pause.">
        <Button
          size="xs"
          px={10}
          variant="default"
          leftSection={<IconPlayerSkipForwardFilled size={ICON_SIZE} aria-hidden />}
          disabled={!allows(stage, 'step') || (fresh && blocked)}
          onClick={() => void actions.step()}
        >
          Step
        </Button>
      </Tooltip>
      <Tooltip label="Ends the run. Maps and curves stay; the next Train begins afresh with new weights.">
        <Button
          size="xs"
          px={10}
          variant="default"
          leftSection={<IconPlayerStopFilled size={ICON_SIZE} aria-hidden />}
          disabled={!allows(stage, 'stop')}
          onClick={() => void actions.stop()}
        >
          Stop
        </Button>
      </Tooltip>
      <Tooltip label="Back to the untrained encoder of the settings as they are now.">
        <Button
          size="xs"
          px={10}
          variant="default"
          leftSection={<IconRotate size={ICON_SIZE} aria-hidden />}
          disabled={!allows(stage, 'reset')}
          onClick={() => void actions.reset()}
        >
          Reset
        </Button>
      </Tooltip>
    </div>
  );
}
