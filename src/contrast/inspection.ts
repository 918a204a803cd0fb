/** What the queries of a step were compared with, one by one: for looking at, without gradient. */
import type * as tf from '@tensorflow/tfjs';

/** Added to what is not compared: an empty place of the queue, a view with itself. */
export const NOT_COMPARED = -1e9;

/**
 * R queries. A clip is named by its place in the batch, video by video: video · P + clip. Similarities are
 * s = cosine / temperature (Eq. 7).
 */
export interface Inspection {
  /** [R]: the clip of each query. */
  readonly queries: readonly number[];
  /** [R,n] s with the clips that the loss pulls the query to; absent where it is not pulled to clips (SwAV). */
  readonly positives?: tf.Tensor2D;
  /** [R][n]: the clips of the positives. */
  readonly positiveClips?: readonly (readonly number[])[];
  /** [R,X] s with everything else: the queue's places, oldest first; other clips; prototypes. NOT_COMPARED at times. */
  readonly others: tf.Tensor2D;
  /** [R][X]: the clips of `others` where they are clips. */
  readonly otherClips?: readonly (readonly number[])[];
  /** [R,X], rows of sum 1: what the softmax over `others` is to become, where that is not a clip (SwAV's codes). */
  readonly targets?: tf.Tensor2D;
  /** [R]: the loss of each query, whose mean is the loss of the step. */
  readonly losses: tf.Tensor1D;
}

/** With a momentum branch: the clips of R = B·turns queries, and those of the positives of each, all others of its video. */
export function clipsOfTurns(
  rows: number,
  turns: number,
  perVideo: number,
): { queries: number[]; positiveClips: number[][] } {
  const queries = Array.from({ length: rows }, (_, i) => Math.floor(i / turns) * perVideo + (i % turns));
  const positiveClips = queries.map((query) => {
    const first = query - (query % perVideo);
    return Array.from({ length: perVideo }, (_, clip) => first + clip).filter((clip) => clip !== query);
  });
  return { queries, positiveClips };
}
