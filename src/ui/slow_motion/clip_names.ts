/** What the clips of a batch are called. */
import { FRAMEWORKS } from '../../contrast/config';
import type { StepTrace } from '../../train/trace_report';
import { useVideoNames } from '../navigator/names';

export interface ClipNames {
  /** `3q`, `3k1`: the third video of the batch, its query or first key; `3.1`, `3.2` where there are no keys. */
  readonly short: (place: number) => string;
  /** `query`, `key 1`; `clip 1`, `clip 2` where there are no keys. */
  readonly role: (place: number) => string;
  /** `Enter_03, key 1, t = 1.20 s`. */
  readonly long: (place: number) => string;
}

/** Queries and keys are what the two branches get: with one branch, clips are clips. */
export function useClipNames({ clips, perVideo, contrast }: StepTrace): ClipNames {
  const nameOf = useVideoNames();
  const hasKeys = FRAMEWORKS[contrast.framework].momentumBranch;
  const role = (place: number) => {
    const clip = place % perVideo;
    if (!hasKeys) return `clip ${clip + 1}`;
    return clip === 0 ? 'query' : `key ${clip}`;
  };
  return {
    role,
    short(place) {
      const [video, clip] = [Math.floor(place / perVideo) + 1, place % perVideo];
      if (!hasKeys) return `${video}.${clip + 1}`;
      return `${video}${clip === 0 ? 'q' : `k${clip}`}`;
    },
    long(place) {
      const { videoId, start } = clips[place]!;
      return `${nameOf(videoId).name}, ${role(place)}, t = ${start.toFixed(2)} s`;
    },
  };
}
