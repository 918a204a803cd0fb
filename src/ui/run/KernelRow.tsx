/** Whether the convolutions run as measured on this adapter, and the way to measure them now. */
import { Button } from '@mantine/core';
import type { KernelsState } from '../../session/state';
import { count, duration } from '../format';
import { Term } from '../measures/Term';
import { useActions, useSessionState } from '../session_context';

const WHY =
  'Kernels are the programs that the GPU runs. Each convolution can be computed in several tilings, which differ in speed and in rounding. Once a training lasts 20 steps, they are measured between its steps, one tiling a step, once for each adapter; Measure now takes more a step. The fastest are used from the next start on, so that a training keeps its bits.';

/** `measured here, 17 shapes`; `measuring, 3 of 230 tilings, about 20 s left`; `3 of 230 tilings measured; the next training goes on`. */
export function kernelsSentence(
  { status, done, total, secondsLeft }: KernelsState,
  isTraining: boolean,
): string {
  switch (status) {
    case 'defaults':
      return 'default tilings; measured once a training lasts 20 steps';
    case 'waiting':
      return 'measured from the next step on';
    case 'measuring': {
      // Only the steps of a training have it go on.
      if (!isTraining) return `${count(done)} of ${count(total)} tilings measured; the next training goes on`;
      const left = secondsLeft === undefined ? '' : `, about ${duration(secondsLeft)} left`;
      return `measuring, ${count(done)} of ${count(total)} tilings${left}`;
    }
    case 'measured':
      return `measured here, ${total} ${total === 1 ? 'shape' : 'shapes'}`;
    case 'cancelled':
      return 'default tilings where not measured';
  }
}

export function KernelRow() {
  const kernels = useSessionState((state) => state.kernels);
  const isTraining = useSessionState(({ stage }) => stage === 'running' || stage === 'pausing');
  const actions = useActions();
  const isUnderWay = kernels.status === 'measuring' || kernels.status === 'waiting';
  return (
    <div>
      <dt>
        <Term title="Kernels" help={WHY} />
      </dt>
      <dd>
        {kernelsSentence(kernels, isTraining)}{' '}
        {kernels.status !== 'measured' && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => void (isUnderWay ? actions.cancelKernels() : actions.measureKernels())}
          >
            {isUnderWay ? 'Cancel measuring' : 'Measure now'}
          </Button>
        )}
      </dd>
    </div>
  );
}
