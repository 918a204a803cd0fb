/** Arrow keys on a map: along a trajectory, and from one video to the next. */
import type { Segment } from '../../protocol/train';

/** Index of the point that `key` leads to from `current` (-1: none yet), or undefined where the key means nothing here. */
export function steer(segments: readonly Segment[], current: number, key: string): number | undefined {
  if (segments.length === 0) return undefined;
  if (current < 0) return /^(Arrow|Home|End|Enter| $)/.test(key) ? 0 : undefined;
  const { videoId } = segments[current]!;
  const first = segments.findIndex((segment) => segment.videoId === videoId);
  const last = segments.findLastIndex((segment) => segment.videoId === videoId);
  const inVideo = current - first;
  /** The point as far into the video that holds point i. */
  const alike = (i: number) => {
    const id = segments[i]!.videoId;
    const start = segments.findIndex((segment) => segment.videoId === id);
    const end = segments.findLastIndex((segment) => segment.videoId === id);
    return Math.min(start + inVideo, end);
  };
  switch (key) {
    case 'ArrowRight':
      return Math.min(current + 1, last);
    case 'ArrowLeft':
      return Math.max(current - 1, first);
    case 'Home':
      return first;
    case 'End':
      return last;
    case 'ArrowDown':
      return alike((last + 1) % segments.length);
    case 'ArrowUp':
      return alike((first - 1 + segments.length) % segments.length);
    default:
      return undefined;
  }
}
