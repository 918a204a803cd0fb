/** What the page may ask of the decode worker. Frames never come back to the page, except to show: a filmstrip, a segment, the video in the player. */
import type { Filmstrip, VideoFrames } from '../video/frames';

/** Why a file cannot be used. `message` is one sentence: what, why, and what to do. Plain text, never markup. */
export interface Rejection {
  readonly status: 'rejected';
  readonly reason:
    'empty' | 'truncated' | 'not-a-video' | 'no-video-track' | 'codec' | 'container' | 'too-large' | 'failed';
  readonly message: string;
  /** What the browser or the demuxer said, for whoever looks closer. Never needed to understand `message`. */
  readonly detail?: string;
}

/** A video that is ready: its frames are held by the decode worker and were sent to the train worker. */
export interface ReadyVideo {
  readonly status: 'ready';
  /** Stored frames (at most STORED_FPS a second). */
  readonly frames: number;
  /** Seconds. */
  readonly duration: number;
  /** Pixels of the source picture, and of the stored frames. */
  readonly sourceWidth: number;
  readonly sourceHeight: number;
  readonly width: number;
  readonly height: number;
  /** Codec as WebCodecs names it, or 'rendered'. */
  readonly codec: string;
  readonly filmstrip: Filmstrip;
}

export interface BuiltinVideo {
  readonly id: string;
  /** e.g. `Enter_p03_r00_v07`. */
  readonly name: string;
  readonly label: string;
  readonly video: ReadyVideo;
}

/** Sent over the port between decode and train worker; `frames.rgb.buffer` is transferred. */
export type FramesMessage =
  | { readonly kind: 'add'; readonly id: string; readonly frames: VideoFrames }
  | { readonly kind: 'remove'; readonly id: string };

export interface DecodeService {
  /**
   * The train worker's end of a MessageChannel (transferred), before anything else. Again with another port, when the
   * train worker was opened anew after a lost device: every video that is held is then sent again, as a copy.
   */
  connect(port: MessagePort): void;
  /** Draws ahead what `renderBuiltin` is going to be asked for: same options. */
  prepareBuiltin(options: { seed: number; count: number }): Promise<void>;
  /**
   * Renders the built-in Enter/Leave set, calling back as the filmstrip of each video is there; resolves after the last.
   * The frames between follow by themselves, those asked for first. Same seed, same bytes.
   */
  renderBuiltin(
    options: { seed: number; count: number },
    onVideo: (video: BuiltinVideo) => void,
  ): Promise<void>;
  /** Decodes one file. `onProgress` gets 0..1. Never throws for a bad file: it answers with a Rejection. */
  decode(id: string, file: File, onProgress: (done: number) => void): Promise<ReadyVideo | Rejection>;
  /** Stops a decode under way; it answers with a Rejection 'failed' that says it was cancelled. */
  cancel(id: string): void;
  /** The T frames of the segment that starts at `start` and spans T frames, `stride` seconds apart: uint8 [T,H,W,3]. Throws when the video is not held. */
  segment(id: string, start: number, stride: number, frames: number): Filmstrip;
  /** All stored frames of a video, as a copy that is transferred. Throws when the video is not held. */
  video(id: string): VideoFrames;
  /** Forgets a video, here and in the train worker. */
  remove(id: string): void;
}
