/** One line under the header: what is going on, the pace, the adapter, and where the videos are. */
import { Progress, VisuallyHidden } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { isOnCpu } from '../../session/compute_on';
import { duration } from '../format';
import { useSessionState } from '../session_context';
import { statusSentence } from '../status';

export function StatusStrip() {
  const sentence = useSessionState(statusSentence);
  const progress = useSessionState((state) => state.progress);
  const secondsPerStep = useSessionState((state) => state.secondsPerStep);
  const builtin = useSessionState((state) => state.builtin);
  const share = progress && progress.total > 0 ? progress.done / progress.total : undefined;
  const rendering =
    builtin.status === 'rendering' && builtin.total > 0 ? builtin.done / builtin.total : undefined;
  const shown = share ?? rendering;
  return (
    <div className="status-strip">
      <span className="status-sentence">{sentence}</span>
      <span className="status-pace">
        {secondsPerStep === undefined ? '' : `${duration(secondsPerStep)}/step`}
      </span>
      <Adapter />
      <span className="status-privacy">
        <IconLock size={13} aria-hidden /> Your videos stay on this device.
      </span>
      {/* Always there, so that the line never jumps. */}
      <Progress
        className="status-progress"
        value={shown === undefined ? 0 : 100 * shown}
        size={2}
        radius={0}
        aria-label={sentence}
        data-idle={shown === undefined || undefined}
      />
      <SpokenStatus sentence={sentence} />
    </div>
  );
}

function Adapter() {
  const gpu = useSessionState((state) => state.gpu);
  const onCpu = useSessionState(isOnCpu);
  switch (gpu.status) {
    case 'opening':
      return <span className="status-gpu">GPU …</span>;
    case 'open':
      if (gpu.refusal) {
        return (
          <span className="status-gpu" title={gpu.refusal.message}>
            {gpu.adapter.name}
            <strong> (no GPU: slow)</strong>
          </span>
        );
      }
      if (onCpu) return <span className="status-gpu">{gpu.adapter.name}, as chosen</span>;
      return (
        <span className="status-gpu" title={gpu.adapter.features.join(', ')}>
          GPU: {gpu.adapter.name}
          {gpu.cpuRefusal !== undefined && <strong>, not the CPU as chosen</strong>}
          {gpu.adapter.software && <strong> (software adapter: slow)</strong>}
        </span>
      );
    case 'none':
      return <span className="status-gpu">No GPU</span>;
    case 'lost':
      return <span className="status-gpu">GPU lost</span>;
  }
}

/** Milliseconds between two sentences for screen readers. */
const SPEAK_EVERY = 6000;

/** The newest sentence every few seconds: a live region that changed at each step would never fall silent. */
function SpokenStatus({ sentence }: { sentence: string }) {
  const [spoken, setSpoken] = useState(sentence);
  const newest = useRef(sentence);
  useEffect(() => {
    newest.current = sentence;
  }, [sentence]);
  useEffect(() => {
    const timer = setInterval(() => setSpoken(newest.current), SPEAK_EVERY);
    return () => clearInterval(timer);
  }, []);
  return <VisuallyHidden role="status">{spoken}</VisuallyHidden>;
}
