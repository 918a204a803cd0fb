/** Train, Pause, Resume or Cancel, whichever there is to do: in the header, and at hand where the header was scrolled away. */
import { Button } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconX } from '@tabler/icons-react';
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

export function TrainButton() {
  const stage = useSessionState((state) => state.stage);
  const blocked = useSessionState((state) => (state.plan?.problems.length ?? 0) > 0);
  const starting = useSessionState((state) => state.starting);
  const waits = useLasting(starting);
  const actions = useActions();
  const canTrain = allows(stage, 'train') && !(startsAfresh(stage) && blocked);
  if (stage === 'running' || stage === 'pausing') {
    return (
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
    );
  }
  if (waits) {
    return (
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
    );
  }
  return (
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
