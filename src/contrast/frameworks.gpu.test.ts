/** What each framework makes of queries that come one by one or all in turn. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { openGpu } from '../gpu/device';
import { randomStream } from '../random/stream';
import { PRESETS } from '../runs/config';
import { initialParameters, layOut, sizeOf } from '../weights/parameters';
import { NormStatistics } from '../weights/norm_statistics';
import type { FrameworkName } from './config';
import { FRAMEWORK_TABLE } from './frameworks';
import { fullQueue, queueAbsence } from './queue_contrast';
import { othersOfEach } from './turns';
import { unitLength } from './unit_length';

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

const [B, P, C] = [5, 3, 6];
const config = {
  ...PRESETS.interactive.train.contrast,
  headOut: C,
  predictorHidden: 8,
  prototypes: 7,
};

function random<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number): tf.Tensor<R> {
  const stream = randomStream(94, seed);
  return tf.tensor(
    Float32Array.from({ length: sizeOf(shape as number[]) }, () => stream.normal()),
    shape,
  );
}

/** Loss and top-1 at z [B·turns,C] and the positives of each query. */
async function objective(
  name: FrameworkName,
  z: tf.Tensor2D,
  turns: number,
  keys: tf.Tensor3D | undefined,
  queries: 'first' | 'each',
  { perVideo = P, loss: form = config.loss, filled = 9 } = {},
): Promise<[loss: number, top1: number]> {
  const framework = FRAMEWORK_TABLE[name];
  const layout = layOut(framework.parameters(config));
  const flat = initialParameters(layout, 1);
  const parameters = new Map(
    layout.specs.map((spec, i) => {
      const at = layout.offsets[i]!;
      return [spec.name, tf.tensor(flat.slice(at, at + sizeOf(spec.shape)), [...spec.shape])];
    }),
  );
  const { loss, top1 } = framework.objective({
    z,
    perVideo,
    turns,
    ...(keys ? { keys } : {}),
    queue: {
      ...fullQueue(unitLength(random<tf.Rank.R2>([9, C], 3))),
      absence: queueAbsence(9, filled),
      filled,
    },
    parameters,
    // In training the predictor's batch norm would see other batches.
    mode: { kind: 'eval', running: new NormStatistics(framework.norms(config)) },
    config: { ...config, queries, loss: form },
  });
  return [(await loss.data())[0]!, (await top1.data())[0]!];
}

/** One clip of each video, [B,…]. */
const clip = (all: tf.Tensor3D, p: number) => all.slice([0, p, 0], [-1, 1, -1]).reshape<tf.Tensor2D>([B, C]);

test('in turn, the positives of a clip are the other clips of its video', async () => {
  const numbered = tf.range(0, B * P).reshape<tf.Tensor3D>([B, P, 1]);
  const others = await othersOfEach(numbered).array();
  others.forEach((positives, i) => {
    const video = Math.floor(i / P);
    const want = [0, 1, 2].map((p) => video * P + p).filter((key) => key !== i);
    expect(positives.flat()).toEqual(want);
  });
});

test.each(['moco', 'byol'] as const)('%s: all in turn is the mean of one query at a time', async (name) => {
  const z = random<tf.Rank.R3>([B, P, C], 1);
  const keys = unitLength(random<tf.Rank.R2>([B * P, C], 2)).reshape<tf.Tensor3D>([B, P, C]);
  const positives = othersOfEach(keys).reshape<tf.Tensor4D>([B, P, P - 1, C]);
  const alone: [number, number][] = [];
  for (let p = 0; p < P; p++) {
    const ofTurn = positives.slice([0, p, 0, 0], [-1, 1, -1, -1]).reshape<tf.Tensor3D>([B, P - 1, C]);
    alone.push(await objective(name, clip(z, p), 1, ofTurn, 'first'));
  }
  const [loss, top1] = await objective(name, z.reshape([B * P, C]), P, othersOfEach(keys), 'each');
  expect(loss).toBeCloseTo(alone.reduce((sum, [each]) => sum + each, 0) / P, 5);
  expect(top1).toBeCloseTo(alone.reduce((sum, [, each]) => sum + each, 0) / P, 5);
});

test.each(['simclr', 'swav'] as const)('%s: the mean over pairs of clips, first or all', async (name) => {
  const z = random<tf.Rank.R3>([B, P, C], 1);
  const pair = async (a: number, b: number) => {
    const two = tf.stack([clip(z, a), clip(z, b)], 1).reshape<tf.Tensor2D>([2 * B, C]);
    return (await objective(name, two, 1, undefined, 'first', { perVideo: 2 }))[0];
  };
  const all = z.reshape<tf.Tensor2D>([B * P, C]);
  const [first] = await objective(name, all, 1, undefined, 'first');
  expect(first).toBeCloseTo(((await pair(0, 1)) + (await pair(0, 2))) / 2, 5);
  const [each] = await objective(name, all, P, undefined, 'each');
  expect(each).toBeCloseTo(((await pair(0, 1)) + (await pair(0, 2)) + (await pair(1, 2))) / 3, 5);
});

test('chance is the loss of what knows nothing', () => {
  const at = { queueFilled: 31, batch: 8, perVideo: 2, config };
  const chances = Object.values(FRAMEWORK_TABLE).map((framework) => framework.chance(at));
  expect(chances).toEqual([Math.log(32), 0, Math.log(15), Math.log(7)]);
});

test.each(['infonce', 'eq6', 'eq6_with_positives'] as const)(
  '%s: equal similarities give the chance that is drawn, an empty queue gives 0',
  async (loss) => {
    // A query of zeros is as near to everything.
    const z = tf.zeros<tf.Rank.R2>([B, C]);
    const keys = unitLength(random<tf.Rank.R2>([B * 2, C], 2)).reshape<tf.Tensor3D>([B, 2, C]);
    for (const filled of [9, 4]) {
      const chance = FRAMEWORK_TABLE.moco.chance({
        queueFilled: filled,
        batch: B,
        perVideo: P,
        config: { ...config, loss },
      });
      const [value] = await objective('moco', z, 1, keys, 'first', { loss, filled });
      expect(value).toBeCloseTo(chance, 5);
    }
    const [empty] = await objective('moco', z, 1, keys, 'first', { loss, filled: 0 });
    expect(empty).toBe(0);
  },
);
