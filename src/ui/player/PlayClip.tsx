/** A picture of a clip that takes it into the player. */
import { useReducedMotion } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { chooseClip, usePlayer } from './player';

interface PlayClipProps {
  readonly videoId: string;
  readonly name: string;
  readonly children: ReactNode;
}

export function PlayClip({ videoId, name, children }: PlayClipProps) {
  const still = useReducedMotion(undefined, { getInitialValueInEffect: false });
  const chosen = usePlayer((state) => state.videoId === videoId);
  return (
    <button
      type="button"
      className="play-clip"
      aria-label={`Play ${name}`}
      aria-current={chosen || undefined}
      onClick={() => chooseClip(videoId, 0, !still)}
    >
      {children}
    </button>
  );
}
