/** All frames of the clips in the player, fetched from the decode worker; two are held, for the clip and the one beside it. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { VideoFrames } from '../../video/frames';
import { useActions } from '../session_context';

/** Milliseconds the choice must rest: sweeping over a map is not a wish to see every clip of it. */
const REST = 60;
const HELD = 2;

/** By video id, the oldest first. */
const useHeld = create<Readonly<Record<string, VideoFrames>>>()(() => ({}));

function hold(videoId: string, frames: VideoFrames): void {
  const others = Object.entries(useHeld.getState()).filter(([id]) => id !== videoId);
  useHeld.setState(Object.fromEntries([...others.slice(1 - HELD), [videoId, frames]]), true);
}

export function heldFrames(videoId: string | undefined): VideoFrames | undefined {
  return videoId === undefined ? undefined : useHeld.getState()[videoId];
}

/** undefined while they are on their way. */
export function useVideoFrames(videoId: string | undefined): VideoFrames | undefined {
  const actions = useActions();
  const frames = useHeld((held) => (videoId === undefined ? undefined : held[videoId]));
  useEffect(() => {
    if (videoId === undefined || frames) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      actions.videoFrames(videoId).then(
        (loaded) => {
          if (current) hold(videoId, loaded);
        },
        // Removed meanwhile: the library no longer has it, and the strip says so.
        () => undefined,
      );
    }, REST);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [actions, frames, videoId]);
  return frames;
}
