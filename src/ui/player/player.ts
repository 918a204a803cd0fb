/** What is in the player: one clip, its second, and whether it moves. The maps show the same second. */
import { create } from 'zustand';
import type { Segment } from '../../protocol/train';
import { stepped } from './clock';
import { heldFrames } from './video_frames';

interface PlayerState {
  readonly videoId: string | undefined;
  /** Of the frame that is shown; of the clip beside it as well. */
  readonly second: number;
  readonly playing: boolean;
  readonly backwards: boolean;
  /** Seconds of video a second. */
  readonly speed: number;
  /** The clip that is shown beside it, in step. */
  readonly besideId: string | undefined;
}

export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

export const usePlayer = create<PlayerState>()(() => ({
  videoId: undefined,
  second: 0,
  playing: false,
  backwards: false,
  speed: 1,
  besideId: undefined,
}));

/** Takes a clip into the player, and plays it from `second` on unless motion is not wanted. */
export function chooseClip(videoId: string, second: number, playing: boolean): void {
  const { besideId } = usePlayer.getState();
  usePlayer.setState({ videoId, second, playing, besideId: besideId === videoId ? undefined : besideId });
}

/** A point that is looked at moves the player there, unless it is playing: then only a choice moves it. */
export function lookInPlayer({ videoId, start }: Segment): void {
  const { playing, videoId: now, second } = usePlayer.getState();
  if (playing || (now === videoId && second === start)) return;
  chooseClip(videoId, start, false);
}

export function showSecond(second: number): void {
  if (usePlayer.getState().second !== second) usePlayer.setState({ second });
}

export function togglePlaying(): void {
  usePlayer.setState(({ playing, videoId }) => ({ playing: !playing && videoId !== undefined }));
}

/** Stops, and goes `n` frames on; back where n is negative. Infinity: to the end. */
export function stepFrames(n: number): void {
  const { videoId, second } = usePlayer.getState();
  const frames = heldFrames(videoId);
  if (frames) usePlayer.setState({ playing: false, second: stepped(frames.seconds, second, n) });
}

export function toggleBackwards(): void {
  usePlayer.setState(({ backwards }) => ({ backwards: !backwards }));
}

export function setSpeed(speed: number): void {
  usePlayer.setState({ speed });
}

export function showBeside(besideId: string | undefined): void {
  usePlayer.setState({ besideId });
}
