/** The player's clock: where it is a while later, one frame on, and which segment is nearest. Pure. */
import type { Segment } from '../../protocol/train';
import { frameAt } from '../../video/frames';

export interface Pace {
  /** Seconds of video a second. */
  readonly speed: number;
  readonly backwards: boolean;
}

/** The second of the video that is shown `elapsed` seconds later; from the end it goes on at the beginning, or the other way round. */
export function advanced(second: number, elapsed: number, pace: Pace, duration: number): number {
  if (duration <= 0) return 0;
  const moved = second + (pace.backwards ? -1 : 1) * pace.speed * elapsed;
  return ((moved % duration) + duration) % duration;
}

/** The second of the frame `n` frames on (or back) from the one that is shown at `second`, held at both ends. */
export function stepped(seconds: Float64Array, second: number, n: number): number {
  const index = Math.min(Math.max(0, frameAt(seconds, second) + n), seconds.length - 1);
  return seconds[index] ?? 0;
}

/** The segment of the video whose start is nearest to `second`: the one that a hover at its point leads to. */
export function nearestSegment(
  segments: readonly Segment[],
  videoId: string | undefined,
  second: number,
): Segment | undefined {
  let nearest: Segment | undefined;
  for (const segment of segments) {
    if (segment.videoId !== videoId) continue;
    if (!nearest || Math.abs(segment.start - second) < Math.abs(nearest.start - second)) nearest = segment;
  }
  return nearest;
}

/** `0:02.4` */
export function clockText(second: number): string {
  const tenths = Math.round(10 * second);
  const minutes = Math.floor(tenths / 600);
  const rest = (tenths - 600 * minutes) / 10;
  return `${minutes}:${rest.toFixed(1).padStart(4, '0')}`;
}
