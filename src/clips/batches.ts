/** Which videos and which views make the batch of a step. */
import { PURPOSE, randomStream } from '../random/stream';
import type { VideoFrames } from '../video/frames';
import type { ClipsConfig } from './config';
import { viewOf, type View, type ViewSize } from './views';

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
 * The views of `step`, video by video, without their pixels: `renderViews` makes those of all, `renderView` of any one alone.
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
