/** Where the adapter is no graphics card, the choice between it and the CPU, which does the same work without a detour. */
import { Button } from '@mantine/core';
import { cpuRefused, hasChoiceOfDevice } from '../../session/compute_on';
import { allows } from '../../session/stage';
import { useActions, useSessionState } from '../session_context';

const TEXTS = {
  gpu: {
    what: 'This adapter is software: the processor does its work. On the CPU itself (wasm, one thread) a step may take less time, which is measured on either.',
    other: 'Train on the CPU',
  },
  cpu: {
    what: 'Training runs on the CPU, as you chose. Its numbers differ from those of WebGPU in the last digits.',
    other: 'Train on WebGPU',
  },
} as const;

const WAIT = 'Stop or Reset the training first: its weights do not move along.';

export function ComputeOn() {
  const on = useSessionState((state) => state.computeOn);
  const matters = useSessionState(hasChoiceOfDevice);
  const refused = useSessionState(cpuRefused);
  const possible = useSessionState(({ stage, probing }) => allows(stage, 'reopen') && probing === undefined);
  const actions = useActions();
  if (!matters) return null;
  const { what, other } = TEXTS[on];
  // On WebGPU already: there is nothing to wait for.
  const mayChoose = possible || refused !== undefined;
  return (
    <p className={refused === undefined ? 'hint' : 'warning'}>
      {refused ?? what}{' '}
      <Button
        size="compact-xs"
        variant="default"
        disabled={!mayChoose}
        title={mayChoose ? undefined : WAIT}
        onClick={() => void actions.computeOn(on === 'gpu' ? 'cpu' : 'gpu')}
      >
        {refused === undefined ? other : 'Choose WebGPU'}
      </Button>
    </p>
  );
}
