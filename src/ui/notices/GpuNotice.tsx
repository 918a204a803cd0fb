/** Says across the page why there is no GPU, in this browser, what that means and what to do; and offers to open a lost one again. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Refusal } from '../../protocol/train';
import { duration } from '../format';
import { useActions, useSessionState } from '../session_context';
import { browserOf, gpuAdvice, platformOf } from './browser';

export function GpuNotice() {
  const gpu = useSessionState((state) => state.gpu);
  const step = useSessionState((state) => state.step);
  const kept = useSessionState(
    ({ training, keptWeights }) =>
      Object.entries(keptWeights).find(([id]) => training !== undefined && id.startsWith(`${training}/`))?.[1]
        .step,
  );
  const actions = useActions();
  const [opening, setOpening] = useState(false);
  if (gpu.status === 'none') return <NoGpu refusal={gpu} />;
  if (gpu.status === 'open' && gpu.refusal) return <NoGpu refusal={gpu.refusal} onCpu />;
  if (gpu.status === 'lost' || opening) {
    const reopen = async () => {
      setOpening(true);
      await actions.reopen();
      setOpening(false);
    };
    return (
      <section className="gpu-notice" role="alert" aria-label="GPU lost">
        <p>
          <strong>The GPU was lost.</strong> {gpu.status === 'lost' ? gpu.message : ''}
        </p>
        <p>
          Kept: videos, labels, settings, curves and maps.{' '}
          {step === 0
            ? 'Nothing was trained yet.'
            : kept === undefined
              ? `Lost: the weights of step ${step}; training begins afresh.`
              : `Lost: the weights of step ${step}; those of step ${kept} are kept, and the table of all runs goes on with them.`}
        </p>
        <Button size="compact-sm" loading={opening} onClick={() => void reopen()}>
          Reopen the GPU
        </Button>
      </section>
    );
  }
  return null;
}

/** Without WebGPU training runs on the CPU; where that cannot be either, there are the library and the player. */
function NoGpu({ refusal: { reason, message }, onCpu = false }: { refusal: Refusal; onCpu?: boolean }) {
  const [isHidden, setIsHidden] = useState(false);
  const browser = browserOf(navigator);
  const platform = platformOf(navigator);
  const here = `${browser === 'this browser' ? 'This browser' : browser} on ${platform}`;
  const what = {
    'no-webgpu': `${here} has no WebGPU (no-webgpu).`,
    'no-adapter': `${here} has WebGPU but gives no adapter (no-adapter).`,
    failed: `Training does not start in ${browser} on ${platform} (failed).`,
  }[reason];
  if (isHidden) return null;
  return (
    <section className="gpu-notice" aria-label="Where training runs">
      <div role="alert" aria-label="No GPU">
        <p>
          <strong>{what}</strong>{' '}
          {onCpu
            ? 'Training and maps run on the CPU (wasm), many times slower than on a GPU.'
            : 'Training and maps need it; the library, decoding and thumbnails work without.'}
        </p>
        <p>
          {onCpu && 'For the GPU: '}
          {gpuAdvice(reason, browser, platform)}
        </p>
        <p className="dim">{message}</p>
      </div>
      {onCpu && (
        <p className="gpu-notice-end">
          <Pace />
          <Button size="compact-xs" variant="default" onClick={() => setIsHidden(true)}>
            Hide this
          </Button>
        </p>
      )}
    </section>
  );
}

/** Outside of the alert, which would be read out again whenever it changes. */
function Pace() {
  const secondsPerStep = useSessionState((state) => state.plan?.secondsPerStep);
  return secondsPerStep === undefined ? null : (
    <span>A step takes about {duration(secondsPerStep)} with these settings.</span>
  );
}
