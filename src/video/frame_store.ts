/** Collects the stored frames of one video while it is decoded, within a limit of bytes. */
import type { VideoFrames } from './frames';
import { frameBytes, type Size } from './stored';

/** The frames of a video take more than they may. */
export class StoreFullError extends Error {
  readonly size: Size;
  readonly maxBytes: number;

  constructor(size: Size, maxBytes: number) {
    super(`FrameStore: expected at most ${maxBytes} bytes of frames, got more.`);
    this.name = 'StoreFullError';
    this.size = size;
    this.maxBytes = maxBytes;
  }
}

export class FrameStore {
  readonly #size: Size;
  readonly #maxFrames: number;
  readonly #maxBytes: number;
  readonly #seconds: number[] = [];
  #rgb: Uint8Array;

  /** Makes room for `expected` frames at once; more are taken as long as all fit into `maxBytes`. */
  constructor(size: Size, expected: number, maxBytes: number) {
    this.#size = size;
    this.#maxBytes = maxBytes;
    this.#maxFrames = Math.floor(maxBytes / frameBytes(size));
    if (expected > this.#maxFrames) throw new StoreFullError(size, maxBytes);
    this.#rgb = new Uint8Array(expected * frameBytes(size));
  }

  get count(): number {
    return this.#seconds.length;
  }

  /**
   * The next frame to write to, uint8 RGB [height, width, 3], shown from `second` on. Valid until the next call.
   * @throws StoreFullError
   */
  add(second: number): Uint8Array {
    const bytes = frameBytes(this.#size);
    const index = this.count;
    if (index >= this.#maxFrames) throw new StoreFullError(this.#size, this.#maxBytes);
    if ((index + 1) * bytes > this.#rgb.length) {
      const grown = new Uint8Array(Math.min(2 * index + 1, this.#maxFrames) * bytes);
      grown.set(this.#rgb);
      this.#rgb = grown;
    }
    this.#seconds.push(second);
    return this.#rgb.subarray(index * bytes, (index + 1) * bytes);
  }

  /** The frames so far, in memory of exactly their size. `duration` in seconds. */
  finish(duration: number): VideoFrames {
    const length = this.count * frameBytes(this.#size);
    return {
      rgb: length === this.#rgb.length ? this.#rgb : this.#rgb.slice(0, length),
      count: this.count,
      width: this.#size.width,
      height: this.#size.height,
      seconds: Float64Array.from(this.#seconds),
      duration,
    };
  }
}
