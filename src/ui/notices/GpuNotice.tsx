/** Says across the page why there is no GPU, in this browser, and what to do; and offers to open a lost one again. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useActions, useSessionState } from '../session_context';
import { browserOf, gpuAdvice, platformOf } from './browser';

export function GpuNotice() {
  const gpu = useSessionState((state) => state.gpu);
  const step = useSessionState((state) => state.step);
  const kept = useSessionState(
    ({ training, keptWeights }) =>
      Object.entries(keptWeights).find(
        ([id]) => training !== undefined && id.startsWith(`${training}/`),
      )?.[1],
  );
  const actions = useActions();
  const [opening, setOpening] = useState(false);
  if (gpu.status === 'none') {
    const browser = browserOf(navigator);
    const platform = platformOf(navigator);
    const what =
      gpu.reason === 'no-webgpu'
        ? `${browser === 'this browser' ? 'This browser' : browser} on ${platform} has no WebGPU (no-webgpu).`
        : `${browser === 'this browser' ? 'This browser' : browser} on ${platform} has WebGPU but gives no adapter (no-adapter).`;
    return (
      <section className="gpu-notice" role="alert" aria-label="No GPU">
        <p>
          <strong>{what}</strong> Training and maps need it; the library, decoding and thumbnails work
          without.
        </p>
        <p>{gpuAdvice(gpu.reason, browser, platform)}</p>
        <p className="dim">{gpu.message}</p>
      </section>
    );
  }
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
