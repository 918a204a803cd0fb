/** The frame of a clip that is shown at a second. */
import { useEffect, useRef } from 'react';
import { frameAt, type VideoFrames } from '../../video/frames';
import { ClipName } from '../ClipName';
import { showFrame } from '../pixels';

interface ClipPictureProps {
  readonly frames: VideoFrames | undefined;
  /** Held at the last frame beyond the end. */
  readonly second: number;
  readonly name: string;
  readonly label: string;
}

export function ClipPicture({ frames, second, name, label }: ClipPictureProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const index = frames ? frameAt(frames.seconds, second) : -1;
  useEffect(() => {
    if (ref.current && frames) showFrame(ref.current, frames, index);
  }, [frames, index]);
  return (
    <figure className="clip-picture">
      <canvas
        ref={ref}
        role="img"
        aria-label={frames ? `Frame ${index + 1} of ${name}` : `${name}, loading`}
      />
      <figcaption title={name}>
        <span>{label}</span>{' '}
        <span className="dim">
          <ClipName name={name} />
        </span>
      </figcaption>
    </figure>
  );
}
