/** BYOL (Grill 2020; ρBYOL: Feichtenhofer 2021): no negatives, a predictor on the query side. */
import * as tf from '@tensorflow/tfjs';
import type { Framework, ObjectiveConfig } from './framework';
import { headNorms, headParameters, project, type HeadSpec } from './head';
import { batchTop1 } from './retrieval';
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
  chance: () => 0,
  objective({ z, keys, parameters, mode, config }) {
    if (!keys) throw new Error('byol.objective(input): input.keys are needed.');
    const predicted = project(predictor(config), parameters, z, mode, 'predictor.');
    const firstKeys = keys.slice([0, 0, 0], [-1, 1, -1]).reshape<tf.Tensor2D>([keys.shape[0], keys.shape[2]]);
    return {
      loss: byolLoss(predicted, keys, config.temperature),
      top1: batchTop1(unitLength(predicted), firstKeys),
    };
  },
};
