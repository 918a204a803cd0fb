/** How fast this adapter convolves, and what a dispatch costs beside its arithmetic, before anything was trained on it. */
import * as tf from '@tensorflow/tfjs';
import { conv3d } from './conv3d';

const CLIPS = 2;
const FRAMES = 4;
const SIZE = 16;
const CHANNELS = 16;
/** Multiply-adds count as 2; forward, input gradient and filter gradient are the same arithmetic. */
const FLOPS = 3 * 2 * 27 * CHANNELS * CHANNELS * CLIPS * FRAMES * SIZE * SIZE;

/** Floating-point operations a second of a 3x3x3 convolution with both its gradients, in the middle of a small network. */
export async function measureConvolutionRate(): Promise<number> {
  const x = tf.randomNormal<tf.Rank.R5>([CLIPS, FRAMES, SIZE, SIZE, CHANNELS]);
  const filter = tf.randomNormal<tf.Rank.R5>([3, 3, 3, CHANNELS, CHANNELS]);
  const gradients = tf.grads((a, b) =>
    conv3d(a as tf.Tensor5D, b as tf.Tensor5D, [1, 1, 1], [1, 1, 1])
      .square()
      .sum(),
  );
  const once = async () => {
    const began = performance.now();
    const found = gradients([x, filter]);
    await Promise.all(found.map((gradient) => gradient.data()));
    tf.dispose(found);
    return (performance.now() - began) / 1000;
  };
  // The first one compiles.
  await once();
  const seconds = await once();
  tf.dispose([x, filter]);
  return FLOPS / seconds;
}

const DISPATCHES = 60;

/** Seconds that one dispatch takes which computes next to nothing: sizes below that of a frame are bound by it. */
export async function measureDispatch(): Promise<number> {
  const once = async () => {
    const began = performance.now();
    const result = tf.tidy(() => {
      let x: tf.Tensor = tf.zeros([64]);
      for (let i = 0; i < DISPATCHES; i++) x = x.add(1);
      return x;
    });
    await result.data();
    result.dispose();
    return (performance.now() - began) / 1000;
  };
  // The first one compiles.
  await once();
  return (await once()) / DISPATCHES;
}
