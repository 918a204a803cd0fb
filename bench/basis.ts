/** Orthonormalisation, forward and backward, at the paper's sizes: ours against tf.linalg.gramSchmidt. */
import * as tf from '@tensorflow/tfjs';
import { orthonormalise } from '../src/gpu/orthonormalise';
import type { OrthonormaliseRow } from './report';
import { countDispatches, finishTfjs, orRemark, tfjsMilliseconds } from './timing';

const DIMENSIONS = 2048;
const DIRECTIONS = 64;

export async function orthonormaliseRow(remarks: string[]): Promise<OrthonormaliseRow> {
  const v = tf.randomNormal<tf.Rank.R2>([DIMENSIONS, DIRECTIONS]);
  const cotangent = tf.randomNormal<tf.Rank.R2>([DIMENSIONS, DIRECTIONS]);
  const ours = tf.grad((x) => orthonormalise(x as tf.Tensor2D));
  const run = () => ours(v, cotangent);
  const oursMs = await tfjsMilliseconds(run);
  const dispatches = await countDispatches(() => {
    tf.dispose(tf.tidy(run));
    return finishTfjs();
  });
  const rows = tf.transpose(v);
  const rowCotangent = tf.transpose(cotangent);
  const theirs = tf.grad((x) => tf.linalg.gramSchmidt(x as tf.Tensor2D) as tf.Tensor2D);
  const tfjsMs = await orRemark(remarks, 'orthonormalise, tfjs', async () => {
    // Once: it takes tens of thousands of kernels, and its first run compiles only a dozen.
    const began = performance.now();
    tf.dispose(tf.tidy(() => theirs(rows, rowCotangent)));
    await finishTfjs();
    return performance.now() - began;
  });
  tf.dispose([v, cotangent, rows, rowCotangent]);
  return { dimensions: DIMENSIONS, directions: DIRECTIONS, oursMs, tfjsMs, dispatches };
}
