/** The clip that a key was made of, before its augmentation: moving, beside what is said of it. */
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import type { ClipOrigin } from '../../train/trace_report';
import type { Filmstrip } from '../../video/frames';
import { useSegmentFrames } from '../maps/segment_frames';
import { showFrame } from '../pixels';
import { onEachTick } from '../ticker';

interface KeyClipProps {
  /** undefined: no key is looked at, or one of unknown origin. */
  readonly origin: ClipOrigin | undefined;
  readonly children: ReactNode;
}

export function KeyClip({ origin, children }: KeyClipProps) {
  const segment = useMemo(() => origin && { videoId: origin.videoId, start: origin.start }, [origin]);
  const frames = useSegmentFrames(segment);
  return (
    <div className="held-keys-clip">
      {segment && typeof frames !== 'string' ? (
        <Playing strip={frames} />
      ) : (
        <span className="held-keys-no-clip" />
      )}
      <p>{segment && frames === 'gone' ? 'This video was removed.' : children}</p>
    </div>
  );
}

function Playing({ strip }: { strip: Filmstrip }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const still = useReducedMotion(undefined, { getInitialValueInEffect: false });
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return undefined;
    showFrame(canvas, strip, 0);
    if (still) return undefined;
    let frame = 0;
    return onEachTick(() => showFrame(canvas, strip, (frame += 1)));
  }, [still, strip]);
  return <canvas ref={ref} aria-hidden />;
}
