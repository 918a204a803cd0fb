/** Retrieval within a batch: the top-1 of frameworks without a queue. */
import * as tf from '@tensorflow/tfjs';

/** queries, candidates [B,C] of unit length, row i of one belonging to row i of the other: part of the queries that find theirs. */
export function batchTop1(queries: tf.Tensor2D, candidates: tf.Tensor2D): tf.Scalar {
  const nearest = tf.matMul(queries, candidates, false, true).argMax(1);
  return nearest
    .equal(tf.range(0, queries.shape[0], 1, 'int32'))
    .toFloat()
    .mean();
}

/** Rows `offset`, `offset + perVideo`, … of z [B·P,C]: one clip of each video, [B,C]. */
export function clipOfEach(z: tf.Tensor2D, perVideo: number, offset: number): tf.Tensor2D {
  const [rows, channels] = z.shape;
  return z
    .reshape<tf.Tensor3D>([rows / perVideo, perVideo, channels])
    .slice([0, offset, 0], [-1, 1, -1])
    .reshape([rows / perVideo, channels]);
}
