/** Builds a run from its configuration: untrained, or as it was when it was saved. */
import * as tf from '@tensorflow/tfjs';
import { FRAMEWORK_TABLE } from '../contrast/frameworks';
import { headSpec } from '../contrast/head';
import { KeyQueue, type QueueValues } from '../contrast/queue';
import { encoderSpec } from '../encoder/encoders';
import type { RunConfig } from '../time/config';
import type { NetworkValues } from '../weights/network';
import { NormStatistics } from '../weights/norm_statistics';
import { initialParameters } from '../weights/parameters';
import { Branch, branchLayout, branchNorms, type BranchSpec } from './branch';
import type { TrainConfig } from './config';
import { OPTIMISERS } from './optimisers';
import { Run, type RunState } from './run';

/** What the branches of a run are made of. */
export function branchSpec({ encoder, time, contrast }: TrainConfig, run: RunConfig): BranchSpec {
  const framework = FRAMEWORK_TABLE[contrast.framework];
  return {
    run,
    encoder: encoderSpec(encoder),
    time,
    head: headSpec(contrast),
    extra: { parameters: framework.parameters(contrast), norms: framework.norms(contrast) },
  };
}

/** The momentum branch has the framework's parameters, of which it makes no use, but none of its batch norms. */
function keySpec(spec: BranchSpec): BranchSpec {
  return spec.extra ? { ...spec, extra: { ...spec.extra, norms: [] } } : spec;
}

/** What the momentum branch of a run is made of; undefined where its framework has none. */
export function keyBranchSpec(config: TrainConfig, run: RunConfig): BranchSpec | undefined {
  return FRAMEWORK_TABLE[config.contrast.framework].momentumBranch
    ? keySpec(branchSpec(config, run))
    : undefined;
}

/** What is the same however a run starts. */
function settingsOf({ contrast, optimiser }: TrainConfig) {
  return {
    framework: FRAMEWORK_TABLE[contrast.framework],
    contrast,
    optimiser: OPTIMISERS[optimiser.name],
  };
}

/** Branches as they are before the first step, both from the same weights. */
function freshBranches(
  config: TrainConfig,
  spec: BranchSpec,
  encoder: NetworkValues | undefined,
): (of: BranchSpec) => Branch {
  const layout = branchLayout(spec);
  const start = initialParameters(layout, config.seed);
  // The encoder comes first in parameters and norms alike.
  if (encoder) start.set(encoder.parameters);
  return (of) =>
    new Branch(of, layout, start, new NormStatistics(branchNorms(of), ...startOfStatistics(of, encoder)));
}

/** The query branch that `freshRun` starts from. The caller disposes it. */
export function freshQuery(config: TrainConfig, run: RunConfig, encoder?: NetworkValues): Branch {
  const spec = branchSpec(config, run);
  return freshBranches(config, spec, encoder)(spec);
}

/**
 * Both branches start alike, from the seed; the queue of `queueLength` keys starts empty.
 * @param encoder where training starts from given weights: the encoder's, in the order of its specification
 */
export function freshRun(
  config: TrainConfig,
  run: RunConfig,
  queueLength: number,
  encoder?: NetworkValues,
): Run {
  const spec = branchSpec(config, run);
  const key = keyBranchSpec(config, run);
  const branch = freshBranches(config, spec, encoder);
  const settings = settingsOf(config);
  return new Run({
    query: branch(spec),
    ...(key ? { key: branch(key) } : {}),
    ...(settings.framework.queue ? { queue: new KeyQueue(queueLength, config.contrast.headOut) } : {}),
    ...settings,
  });
}

function startOfStatistics(
  spec: BranchSpec,
  encoder: NetworkValues | undefined,
): [Float32Array?, Float32Array?] {
  if (!encoder) return [];
  const size = branchNorms(spec).reduce((sum, { channels }) => sum + channels, 0);
  const [mean, variance] = [new Float32Array(size), new Float32Array(size).fill(1)];
  mean.set(encoder.mean);
  variance.set(encoder.variance);
  return [mean, variance];
}

/** The run as it was: its next step is the one that it would have taken. */
export function resumedRun(config: TrainConfig, run: RunConfig, state: RunState): Run {
  const { queue } = state;
  const spec = branchSpec(config, run);
  const key = keyBranchSpec(config, run);
  const layout = branchLayout(spec);
  const branch = (of: BranchSpec, { parameters, mean, variance }: NetworkValues) =>
    new Branch(of, layout, parameters, new NormStatistics(branchNorms(of), mean, variance));
  return new Run({
    query: branch(spec, state.query),
    ...(key && state.key ? { key: branch(key, state.key) } : {}),
    ...(queue ? { queue: queueFrom(queue) } : {}),
    ...settingsOf(config),
    resumed: state,
  });
}

function queueFrom({ keys, length, channels, filled }: QueueValues): KeyQueue {
  const held = tf.tensor2d(keys, [length, channels]);
  const queue = new KeyQueue(length, channels, held, filled);
  held.dispose();
  return queue;
}
