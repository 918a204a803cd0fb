/** Train, Pause or Resume, whichever there is to do: in the header, and at hand where the header was scrolled away. */
import { Button } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { allows, startsAfresh } from '../../session/stage';
import { useActions, useSessionState } from '../session_context';

const ICON_SIZE = 14;

export function TrainButton() {
  const stage = useSessionState((state) => state.stage);
  const blocked = useSessionState((state) => (state.plan?.problems.length ?? 0) > 0);
  const actions = useActions();
  const canTrain = allows(stage, 'train') && !(startsAfresh(stage) && blocked);
  return stage === 'running' || stage === 'pausing' ? (
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
  );
}
