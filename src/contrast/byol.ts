/** BYOL (Grill 2020; ρBYOL: Feichtenhofer 2021): no negatives, a predictor on the query side. */
import * as tf from '@tensorflow/tfjs';
import type { Framework, ObjectiveConfig } from './framework';
import { headNorms, headParameters, project, type HeadSpec } from './head';
import { clipsOfTurns, NOT_COMPARED } from './inspection';
import { batchTop1, clipOfEach } from './retrieval';
import { unitLength } from './unit_length';

/** predicted [B,C], keys [B,P,C] of unit length: mean over queries and positives of −cos / temperature. */
export function byolLoss(predicted: tf.Tensor2D, keys: tf.Tensor3D, temperature: number): tf.Scalar {
  return unitLength(predicted).expandDims(1).mul(keys).sum(2).mean().div(-temperature);
}

function predictor({ predictorHidden, headOut }: ObjectiveConfig): HeadSpec {
  return { sizes: [predictorHidden, headOut], batchNorm: true };
}

export const byol: Framework = {
  momentumBranch: true,
  queue: false,
  parameters: (config) => headParameters(predictor(config), config.headOut, 'predictor.'),
  norms: (config) => headNorms(predictor(config), 'predictor.'),
  // Unrelated directions have a mean cosine of 0. A collapsed head is below that too: top-1 tells the two apart.
  chance: () => 0,
  objective({ z, keys, turns, parameters, mode, config }) {
    if (!keys) throw new Error('byol.objective(input): input.keys are needed.');
    const predicted = project(predictor(config), parameters, z, mode, 'predictor.');
    const unit = unitLength(predicted);
    const firstKeys = keys.slice([0, 0, 0], [-1, 1, -1]).reshape<tf.Tensor2D>([keys.shape[0], keys.shape[2]]);
    // One turn at a time: among the keys of the batch there is then one clip of each video.
    const perTurn = Array.from({ length: turns }, (_, turn) =>
      batchTop1(clipOfEach(unit, turns, turn), clipOfEach(firstKeys, turns, turn)),
    );
    return {
      loss: byolLoss(predicted, keys, config.temperature),
      top1: tf.addN(perTurn).div(turns),
    };
  },
  /** `others` are the first keys of the other videos, which top-1 looks at and the loss does not. */
  inspect({ z, keys, turns, perVideo, parameters, mode, config }) {
    if (!keys) throw new Error('byol.inspect(input): input.keys are needed.');
    const { temperature } = config;
    const unit = unitLength(project(predictor(config), parameters, z, mode, 'predictor.'));
    const [rows, , channels] = keys.shape;
    const videos = rows / turns;
    const positives = unit
      .expandDims<tf.Tensor3D>(1)
      .mul(keys)
      .sum<tf.Tensor2D>(2)
      .div<tf.Tensor2D>(temperature);
    const firstKeys = keys.slice([0, 0, 0], [-1, 1, -1]).reshape<tf.Tensor2D>([rows, channels]);
    const own = tf.eye(videos).mul(NOT_COMPARED);
    const perTurn = Array.from({ length: turns }, (_, turn) =>
      tf
        .matMul(clipOfEach(unit, turns, turn), clipOfEach(firstKeys, turns, turn), false, true)
        .div(temperature)
        .add(own),
    );
    const clips = clipsOfTurns(rows, turns, perVideo);
    const firstKeyOf = (video: number, turn: number) => clips.positiveClips[video * turns + turn]![0]!;
    return {
      ...clips,
      positives,
      others: tf.stack(perTurn, 1).reshape<tf.Tensor2D>([rows, videos]),
      otherClips: clips.queries.map((_, row) =>
        Array.from({ length: videos }, (_unused, video) => firstKeyOf(video, row % turns)),
      ),
      losses: positives.mean<tf.Tensor1D>(1).neg(),
    };
  },
};
