/** Train, pause, resume, step, stop, reset: each possible where the stage allows it. */
import { Button, Tooltip } from '@mantine/core';
import { IconPlayerSkipForwardFilled, IconPlayerStopFilled, IconRotate } from '@tabler/icons-react';
import { allows, startsAfresh } from '../../session/stage';
import { useActions, useSessionState } from '../session_context';
import { TrainButton } from './TrainButton';

const ICON_SIZE = 14;

export function Transport() {
  const stage = useSessionState((state) => state.stage);
  const blocked = useSessionState((state) => (state.plan?.problems.length ?? 0) > 0);
  const actions = useActions();
  const fresh = startsAfresh(stage);
  return (
    <div className="transport" role="group" aria-label="Training">
      <TrainButton />
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
