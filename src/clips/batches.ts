/** Which videos and which views make the batch of a step. */
import { PURPOSE, randomStream } from '../random/stream';
import type { VideoFrames } from '../video/frames';
import type { ClipsConfig } from './config';
import { renderView, viewOf, type View, type ViewSize } from './views';

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

/** A view of a step: which clip of which video, and what was drawn for it. */
export interface DrawnView {
  readonly source: BatchSource;
  /** Place of the video in the batch, 0 … B − 1. */
  readonly place: number;
  /** 0 … P − 1; 0 is the query, or the first query where each has its turn. */
  readonly clip: number;
  readonly view: View;
}

/**
 * The views of `step`, video by video, without their pixels: `renderView` makes those of any one of them alone.
 * The set's order is part of the seed: give it in a fixed order.
 */
export function viewsOfStep(
  videos: readonly BatchSource[],
  seed: number,
  step: number,
  config: ClipsConfig,
  size: Pick<ViewSize, 'frames'>,
): DrawnView[] {
  const inSet = videosOfStep(seed, step, videos.length, batchInForce(config.batch, videos.length));
  return inSet.flatMap((video, place) =>
    Array.from({ length: config.perVideo }, (_, clip) => {
      const source = videos[video]!;
      const view = viewOf({ seed, step, video, clip }, config, size, source.frames);
      return { source, place, clip, view };
    }),
  );
}

/** Draws and renders the batch of `step`. The set's order is part of the seed: give it in a fixed order. */
export function makeBatch(
  videos: readonly BatchSource[],
  seed: number,
  step: number,
  config: ClipsConfig,
  size: ViewSize,
): ClipBatch {
  const views = viewsOfStep(videos, seed, step, config, size);
  const positives = config.perVideo - 1;
  const queries = views.filter(({ clip }) => clip === 0);
  const length = size.frames * size.size * size.size * 3;
  const query = new Float32Array(queries.length * length);
  const keys = new Float32Array(queries.length * positives * length);
  const queryStarts = new Float32Array(queries.length);
  const keyStarts = new Float32Array(queries.length * positives);
  for (const { source, place, clip, view } of views) {
    const slot = clip === 0 ? place : place * positives + clip - 1;
    const [pixels, starts] = clip === 0 ? [query, queryStarts] : [keys, keyStarts];
    starts[slot] = view.start;
    renderView(source.frames, view, config.stride, size, pixels.subarray(slot * length, (slot + 1) * length));
  }
  return { query, queryStarts, keys, keyStarts, videos: queries.map(({ source }) => source.id) };
}
