/** Frames of the videos as they come from the decode worker through a port. */
import type { BatchSource } from '../clips/batches';
import type { FramesMessage } from '../protocol/decode';
import type { VideoFrames } from '../video/frames';

/** How long frames may stay on their way before the rest goes on without them. */
const ARRIVAL_SECONDS = 10;
const LOOK_AGAIN_MS = 500;

export class Arrivals {
  readonly #frames = new Map<string, VideoFrames>();
  #onFrames: (() => void) | undefined;

  /** Takes frames from this port from now on. */
  from(port: MessagePort): void {
    port.onmessage = ({ data }: MessageEvent<FramesMessage>) => {
      if (data.kind === 'add') this.#frames.set(data.id, data.frames);
      else this.#frames.delete(data.id);
      this.#onFrames?.();
    };
  }

  of(id: string): VideoFrames | undefined {
    return this.#frames.get(id);
  }

  /** Those of these videos whose frames are here, in the order given. */
  sources(ids: readonly string[]): BatchSource[] {
    return ids.flatMap((id) => {
      const frames = this.#frames.get(id);
      return frames ? [{ id, frames }] : [];
    });
  }

  /** Waits until the frames of these videos have come: the page may be ahead of them. */
  async arrived(ids: readonly string[]): Promise<void> {
    const missing = () => ids.some((id) => !this.#frames.has(id));
    const deadline = performance.now() + ARRIVAL_SECONDS * 1000;
    while (missing() && performance.now() < deadline) {
      await new Promise<void>((resolve) => {
        this.#onFrames = resolve;
        setTimeout(resolve, LOOK_AGAIN_MS);
      });
    }
    this.#onFrames = undefined;
  }
}
