/** Frames of the segment that is looked at, fetched from the decode worker and kept for a while. */
import { useEffect, useState } from 'react';
import type { Segment } from '../../protocol/train';
import type { Filmstrip } from '../../video/frames';
import { useActions, useSessionState } from '../session_context';

/** Milliseconds the pointer must rest: sweeping over a map is not a wish to see 80 segments. */
const REST = 60;
const KEPT = 64;

const kept = new Map<string, Filmstrip>();

export type SegmentFrames = Filmstrip | 'loading' | 'gone';

export function useSegmentFrames(segment: Segment | undefined): SegmentFrames {
  const actions = useActions();
  const frames = useSessionState((state) => state.config.train.encoder.frames);
  const stride = useSessionState((state) => state.config.train.clips.stride);
  const key = segment ? `${segment.videoId} ${segment.start} ${frames} ${stride}` : '';
  const [loaded, setLoaded] = useState<{ key: string; frames: Filmstrip | 'gone' }>();

  useEffect(() => {
    if (!segment || kept.has(key)) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      actions.segment(segment.videoId, segment.start).then(
        (strip) => {
          kept.set(key, strip);
          const [oldest] = kept.keys();
          if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
          if (current) setLoaded({ key, frames: strip });
        },
        // The video was removed meanwhile.
        () => current && setLoaded({ key, frames: 'gone' }),
      );
    }, REST);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [actions, key, segment]);

  return kept.get(key) ?? (loaded?.key === key ? loaded.frames : 'loading');
}
