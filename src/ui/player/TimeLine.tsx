/** The scrubber of the clip in the player, over its segments: where each begins, in the colour of its time. */
import type { Segment } from '../../protocol/train';
import type { VideoFrames } from '../../video/frames';
import { timeColour } from '../maps/time_colour';
import { useTimeEnd } from '../maps/map_time';
import { useScheme } from '../scheme';
import { showSecond } from './player';

interface TimeLineProps {
  readonly frames: VideoFrames | undefined;
  readonly second: number;
  /** Of the clip; empty while it is not on the maps. */
  readonly segments: readonly Segment[];
  /** The one that is nearest to `second`. */
  readonly nearest: Segment | undefined;
}

export function TimeLine({ frames, second, segments, nearest }: TimeLineProps) {
  const scheme = useScheme();
  const timeEnd = useTimeEnd();
  const last = frames?.seconds.at(-1) ?? 0;
  const place = nearest ? `, segment ${segments.indexOf(nearest) + 1} of ${segments.length}` : '';
  return (
    <div className="time-line">
      <input
        type="range"
        aria-label="Second of the clip"
        aria-valuetext={`${second.toFixed(1)} seconds${place}`}
        min={0}
        max={last || 1}
        step="any"
        value={second}
        disabled={!frames}
        onChange={(event) => showSecond(Number(event.currentTarget.value))}
      />
      <div className="time-line-segments" aria-hidden>
        {segments.map((segment) => (
          <span
            key={segment.start}
            data-nearest={segment === nearest || undefined}
            style={{
              left: `${last > 0 ? (100 * segment.start) / last : 0}%`,
              background: timeColour(segment.start / timeEnd, scheme),
            }}
          />
        ))}
      </div>
    </div>
  );
}
