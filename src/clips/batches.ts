/** Which videos and which views make the batch of a step. */
import { PURPOSE, randomStream } from '../random/stream';
import type { VideoFrames } from '../video/frames';
import type { ClipsConfig } from './config';
import { drawView, renderView, type View, type ViewSize } from './views';

/** Clips of one step on the host: query clips first, then the keys of each query behind each other. */
export interface ClipBatch {
  /** [B,T,H,W,3] normalised pixels. */
  readonly query: Float32Array;
  /** [B] seconds. */
  readonly queryStarts: Float32Array;
  /** [B·(P−1),T,H,W,3] */
  readonly keys: Float32Array;
  readonly keyStarts: Float32Array;
  readonly videos: readonly string[];
}

/** B in force: a batch never holds a video twice, and leaves as many out, so that the queue has true negatives. */
export function batchInForce(batch: number, videos: number): number {
  return Math.max(1, Math.min(batch, Math.floor(videos / 2)));
}

/**
 * Q in force. 0 asks for one fitted to the set: about half of it in whole batches, so that a key rarely meets an
 * older key of its own video (a false negative).
 */
export function queueInForce(queue: number, batch: number, keysPerVideo: number, videos: number): number {
  if (queue > 0) return queue;
  return Math.max(1, Math.floor(videos / 2 / batch)) * batch * keysPerVideo;
}

/** Places (in the set of n) of the videos of a step: every epoch is a new permutation, cut into batches; a rest is left out. */
export function videosOfStep(seed: number, step: number, count: number, batch: number): number[] {
  const perEpoch = Math.max(1, Math.floor(count / batch));
  const epoch = Math.floor(step / perEpoch);
  const order = randomStream(PURPOSE.batch, seed, epoch).permutation(count);
  const first = (step % perEpoch) * batch;
  return order.slice(first, first + batch);
}

export interface BatchSource {
  readonly id: string;
  readonly frames: VideoFrames;
}

/** Draws and renders the batch of `step`. The set's order is part of the seed: give it in a fixed order. */
export function makeBatch(
  videos: readonly BatchSource[],
  seed: number,
  step: number,
  config: ClipsConfig,
  size: ViewSize,
): ClipBatch {
  const places = videosOfStep(seed, step, videos.length, batchInForce(config.batch, videos.length));
  const positives = config.perVideo - 1;
  const length = size.frames * size.size * size.size * 3;
  const query = new Float32Array(places.length * length);
  const keys = new Float32Array(places.length * positives * length);
  const queryStarts = new Float32Array(places.length);
  const keyStarts = new Float32Array(places.length * positives);
  const chosen: string[] = [];
  places.forEach((place, b) => {
    const { id, frames } = videos[place]!;
    chosen.push(id);
    for (let clip = 0; clip < config.perVideo; clip++) {
      const view: View = drawView({ seed, step, video: place, clip }, config, size, frames);
      const slot = clip === 0 ? b : b * positives + clip - 1;
      const target = clip === 0 ? query : keys;
      (clip === 0 ? queryStarts : keyStarts)[slot] = view.start;
      renderView(frames, view, config.stride, size, target.subarray(slot * length, (slot + 1) * length));
    }
  });
  return { query, queryStarts, keys, keyStarts, videos: chosen };
}
