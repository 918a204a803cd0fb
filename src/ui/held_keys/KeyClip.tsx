/** The clip that a key was made of, before its augmentation: moving, beside what is said of it. */
import { useMemo, type ReactNode } from 'react';
import type { ClipOrigin } from '../../train/trace_report';
import { useSegmentFrames } from '../maps/segment_frames';
import { PlayingStrip } from '../player/PlayingStrip';

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
        <PlayingStrip strip={frames} />
      ) : (
        <span className="held-keys-no-clip" />
      )}
      <p>{segment && frames === 'gone' ? 'This video was removed.' : children}</p>
    </div>
  );
}
