/** SwAV (Caron 2020): each view predicts the other's assignment to prototypes. */
import * as tf from '@tensorflow/tfjs';
import { named } from '../weights/flat_parameters';
import type { Framework } from './framework';
import { batchTop1, clipOfEach } from './retrieval';
import { clipPairs } from './turns';
import { unitLength } from './unit_length';

export interface SwavSettings {
  readonly temperature: number;
  /** Sinkhorn's regularisation and rounds. */
  readonly epsilon: number;
  readonly iterations: number;
}

/** Codes of scores [B,K]: equal shares of every prototype, rows of sum 1. Without gradient: call it outside the tape's reach. */
function sinkhorn(scores: tf.Tensor2D, { epsilon, iterations }: SwavSettings): tf.Tensor2D {
  const [rows, prototypes] = scores.shape;
  return tf.tidy(() => {
    // A constant factor cancels in the first normalisation: subtracting the maximum keeps the exponential finite.
    let q: tf.Tensor = tf.exp(scores.sub(scores.max()).div(epsilon));
    q = q.div(q.sum());
    for (let i = 0; i < iterations; i++) {
      q = q.div(q.sum(0, true).mul(prototypes));
      q = q.div(q.sum(1, true).mul(rows));
    }
    return q.mul(rows) as tf.Tensor2D;
  });
}

/** z0, z1 [B,C] two views, prototypes [K,C]: mean over rows and both directions of −Σ code · log softmax(score / temperature). */
export function swavLoss(
  z0: tf.Tensor2D,
  z1: tf.Tensor2D,
  prototypes: tf.Tensor2D,
  settings: SwavSettings,
): { loss: tf.Scalar; codes0: tf.Tensor2D } {
  const basis = unitLength(prototypes);
  const scores = [z0, z1].map((z) => tf.matMul(unitLength(z), basis, false, true)) as [
    tf.Tensor2D,
    tf.Tensor2D,
  ];
  const withoutGradient = tf.customGrad((x) => {
    const input = x as tf.Tensor2D;
    return { value: sinkhorn(input, settings), gradFunc: () => tf.zerosLike(input) };
  });
  const codes = scores.map((score) => withoutGradient(score) as tf.Tensor2D) as [tf.Tensor2D, tf.Tensor2D];
  const crossEntropy = (code: tf.Tensor2D, score: tf.Tensor2D) =>
    code
      .mul(tf.logSoftmax(score.div(settings.temperature)))
      .sum(1)
      .mean()
      .neg();
  const loss = crossEntropy(codes[0], scores[1]).add(crossEntropy(codes[1], scores[0])).div(2) as tf.Scalar;
  return { loss, codes0: codes[0] };
}

const EPSILON = 0.05;
const ITERATIONS = 3;

export const swav: Framework = {
  momentumBranch: false,
  queue: false,
  parameters: ({ prototypes, headOut }) => [
    { name: 'prototypes.weight', shape: [prototypes, headOut], kind: 'linear' },
  ],
  norms: () => [],
  // Every prototype expected alike: the cross-entropy with any code is log K.
  chance: ({ config }) => Math.log(config.prototypes),
  /** With more than two clips a video, the mean over the pairs of the first clip with each other one, or over all pairs. */
  objective({ z, perVideo, parameters, config }) {
    const prototypes = named(parameters, 'prototypes.weight') as tf.Tensor2D;
    const settings = { temperature: config.temperature, epsilon: EPSILON, iterations: ITERATIONS };
    const clips = Array.from({ length: perVideo }, (_, p) => clipOfEach(z, perVideo, p));
    const losses = clipPairs(perVideo, config.queries).map(
      ([a, b]) => swavLoss(clips[a]!, clips[b]!, prototypes, settings).loss,
    );
    return {
      loss: tf.addN(losses).div(losses.length),
      top1: batchTop1(unitLength(clips[0]!), unitLength(clips[1]!)),
    };
  },
  /** `others` are the prototypes; of each pair first the first clips, which predict the codes of the second, then the second. */
  inspect({ z, perVideo, parameters, config: { temperature, queries } }) {
    const settings = { temperature, epsilon: EPSILON, iterations: ITERATIONS };
    const basis = unitLength(named(parameters, 'prototypes.weight') as tf.Tensor2D);
    const videos = z.shape[0] / perVideo;
    const scores = Array.from({ length: perVideo }, (_, p) =>
      tf.matMul<tf.Tensor2D>(unitLength(clipOfEach(z, perVideo, p)), basis, false, true),
    );
    const directions = clipPairs(perVideo, queries).flatMap(([a, b]) => [
      { clip: a, from: b },
      { clip: b, from: a },
    ]);
    const others = tf.concat(directions.map(({ clip }) => scores[clip]!)).div<tf.Tensor2D>(temperature);
    const targets = tf.concat(directions.map(({ from }) => sinkhorn(scores[from]!, settings)));
    return {
      queries: directions.flatMap(({ clip }) =>
        Array.from({ length: videos }, (_, video) => video * perVideo + clip),
      ),
      others,
      targets,
      losses: targets.mul(tf.logSoftmax(others)).sum<tf.Tensor1D>(1).neg(),
    };
  },
};
