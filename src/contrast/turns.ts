/** Which clips of a video are compared: the first with the others, or each in turn. */
import * as tf from '@tensorflow/tfjs';

/** keys [B,P,C] of all clips -> for each clip in turn those of the others of its video, [B·P,P−1,C]. */
export function othersOfEach(keys: tf.Tensor3D): tf.Tensor3D {
  const [videos, perVideo, channels] = keys.shape;
  const clips = tf.split(keys, perVideo, 1);
  const turns = clips.map((_, turn) => tf.concat(clips.toSpliced(turn, 1), 1));
  return tf.stack(turns, 1).reshape([videos * perVideo, perVideo - 1, channels]);
}

/** Pairs of clips of a video that are compared: the first with each other one, or every two. */
export function clipPairs(perVideo: number, queries: 'first' | 'each'): [number, number][] {
  const pairs: [number, number][] = [];
  for (let a = 0; a < (queries === 'first' ? 1 : perVideo); a++)
    for (let b = a + 1; b < perVideo; b++) pairs.push([a, b]);
  return pairs;
}
