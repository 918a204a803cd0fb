/** Builds an untrained run from its configuration. */
import { FRAMEWORK_TABLE } from '../contrast/frameworks';
import { headSpec } from '../contrast/head';
import { KeyQueue } from '../contrast/queue';
import { encoderSpec } from '../encoder/encoders';
import type { RunConfig } from '../time/config';
import { initialParameters } from '../weights/parameters';
import { Branch, branchLayout, type BranchSpec } from './branch';
import type { TrainConfig } from './config';
import { OPTIMISERS } from './optimisers';
import { Run } from './run';

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

/** Both branches start alike, from the seed; the queue of `queueLength` keys starts empty. */
export function freshRun(config: TrainConfig, run: RunConfig, queueLength: number): Run {
  const { contrast, optimiser, seed } = config;
  const framework = FRAMEWORK_TABLE[contrast.framework];
  const spec = branchSpec(config, run);
  const layout = branchLayout(spec);
  const start = initialParameters(layout, seed);
  return new Run({
    query: new Branch(spec, layout, start),
    ...(framework.momentumBranch ? { key: new Branch(keySpec(spec), layout, start) } : {}),
    ...(framework.queue ? { queue: new KeyQueue(queueLength, contrast.headOut) } : {}),
    framework,
    contrast,
    optimiser: OPTIMISERS[optimiser.name],
  });
}
