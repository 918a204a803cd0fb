/**
 * Encoders and whole runs as safetensors files in PyTorch's names, and back.
 *
 * An encoder file is a state_dict that the encoder's PyTorch module loads with strict=True. A run file has a state_dict
 * each behind `query.` and `key.` (encoder, time, head and what the framework adds), the optimiser's moments behind
 * `optimiser.0.`, `optimiser.1.`, and `queue.keys` [Q,C], oldest first, with `queue.filled`. The metadata of both tell
 * configuration, seed and step.
 */
import { FRAMEWORK_TABLE } from '../contrast/frameworks';
import { encoderSpec } from '../encoder/encoders';
import { encoderNorms, encoderParameters } from '../encoder/spec';
import { runId, type RunConfig } from '../time/config';
import { openCheckpoint } from '../weights/checkpoint_file';
import {
  floatsOf,
  networkFromPyTorch,
  networkToPyTorch,
  parametersToPyTorch,
  type NetworkSpec,
  type NetworkValues,
} from '../weights/network';
import { layOut, parametersFromPyTorch } from '../weights/parameters';
import { readEncoder, recogniseEncoder, type NetworkOf, type RecognisedEncoder } from '../weights/recognise';
import { readSafetensors, type StoredTensor } from '../weights/safetensors';
import { writeSafetensors } from '../weights/safetensors_write';
import { branchLayout, branchNorms, type BranchSpec } from './branch';
import type { CheckpointReport, SavedRun, ResumedRuns } from './checkpoint_report';
import { trainConfig, type TrainConfig } from './config';
import { branchSpec, keyBranchSpec } from './fresh_run';
import { OPTIMISERS } from './optimisers';
import type { RunState } from './run';

export class CheckpointError extends Error {
  override name = 'CheckpointError';
}

const RUN = 'ltn-run';
const ENCODER = 'ltn-encoder';
const ENCODER_PREFIX = 'encoder.';
const FROM_SEED = 'seed';
const KEYS = 'queue.keys';
const FILLED = 'queue.filled';

const networkOf: NetworkOf = (architecture, width, blocks) => {
  const spec = encoderSpec({ architecture, width }, blocks);
  return { parameters: encoderParameters(spec), norms: encoderNorms(spec), dim: spec.dim };
};

const branchNetwork = (spec: BranchSpec): NetworkSpec => ({
  parameters: branchLayout(spec).specs,
  norms: branchNorms(spec),
});

/** What a file tells of a run beside its state. */
interface Told {
  readonly config: TrainConfig;
  readonly run: RunConfig;
  /** Whether it started from the seed of `config`: then its untrained encoder can be made again. */
  readonly fromSeed: boolean;
}

function metadata(kind: string, { config, run, fromSeed }: Told, step: number): Record<string, string> {
  return {
    // What PyTorch's own tools look for.
    format: 'pt',
    kind,
    config: JSON.stringify({ ...config, runs: [run] }),
    run: runId(run),
    seed: String(config.seed),
    step: String(step),
    ...(fromSeed && { start: FROM_SEED }),
  };
}

/** The encoder of the query branch alone, by the names of its family. */
export function encoderFile(told: Told, state: RunState): Uint8Array<ArrayBuffer> {
  const { config, run } = told;
  const all = networkToPyTorch(branchNetwork(branchSpec(config, run)), state.query, state.steps);
  const encoder = [...all]
    .filter(([name]) => name.startsWith(ENCODER_PREFIX))
    .map(([name, tensor]): [string, StoredTensor] => [name.slice(ENCODER_PREFIX.length), tensor]);
  return writeSafetensors(new Map(encoder), metadata(ENCODER, told, state.steps));
}

/** Everything that the next step of a run depends on. */
export function runFile(told: Told, state: RunState): Uint8Array<ArrayBuffer> {
  const { config, run } = told;
  const query = branchSpec(config, run);
  const key = keyBranchSpec(config, run);
  const { specs } = branchLayout(query);
  const tensors = networkToPyTorch(branchNetwork(query), state.query, state.steps, 'query.');
  const add = (more: ReadonlyMap<string, StoredTensor>) =>
    more.forEach((tensor, name) => tensors.set(name, tensor));
  if (key && state.key) add(networkToPyTorch(branchNetwork(key), state.key, state.steps, 'key.'));
  state.moments.forEach((moment, i) => add(parametersToPyTorch(specs, moment, `optimiser.${i}.`)));
  if (state.queue) {
    const { keys, length, channels, filled } = state.queue;
    tensors.set(KEYS, { dtype: 'F32', shape: [length, channels], data: keys });
    tensors.set(FILLED, { dtype: 'I64', shape: [], data: BigInt64Array.of(BigInt(filled)) });
  }
  return writeSafetensors(tensors, metadata(RUN, told, state.steps));
}

/** What a file holds. @throws an error with one sentence when it is no checkpoint of a known encoder. */
export function inspectCheckpoint(bytes: Uint8Array): CheckpointReport {
  const file = openCheckpoint(bytes);
  const encoder = recogniseEncoder(file, networkOf);
  const problem = problemOf(encoder);
  const run = file.metadata.kind === RUN ? savedRun(file.metadata) : undefined;
  return {
    ...encoder,
    format: file.format,
    ...(problem === undefined ? {} : { problem }),
    ...(run ? { run } : {}),
  };
}

/** Encoders are trained as published but for their width, so a file must have the published blocks. */
function problemOf({ difference, architecture, width, blocks }: RecognisedEncoder): string | undefined {
  if (difference !== undefined) return difference;
  if (width > 1)
    return `The encoder is ${width} times as wide as ${architecture}, 1 at most can be trained here.`;
  const convolutions = (some?: readonly number[]) => networkOf(architecture, width, some).parameters.length;
  return convolutions(blocks) === convolutions()
    ? undefined
    : `The encoder has ${blocks.join(', ')} blocks in its stages, which ${architecture} here has not.`;
}

/** An encoder for runs to start from. */
export interface InitialEncoder extends Pick<RecognisedEncoder, 'architecture' | 'width'> {
  readonly values: NetworkValues;
}

/** The encoder in a file. @throws CheckpointError or another error with one sentence when it cannot be taken. */
export function encoderFrom(bytes: Uint8Array): InitialEncoder {
  const file = openCheckpoint(bytes);
  const found = recogniseEncoder(file, networkOf);
  const problem = problemOf(found);
  if (problem !== undefined) throw new CheckpointError(problem);
  const { architecture, width } = found;
  return { architecture, width, values: readEncoder(file, networkOf) };
}

/** One sentence when weights of one encoder are to start another. */
export function encoderMismatch(found: InitialEncoder, wanted: TrainConfig['encoder']): string | undefined {
  if (found.architecture === wanted.architecture && found.width === wanted.width) return undefined;
  return `The weights to start from are of ${found.architecture} at width ${found.width}, the settings ask for ${wanted.architecture} at width ${wanted.width}: change the settings, or start from the seed.`;
}

function savedRun({ config, run: id, step, start }: Readonly<Record<string, string>>): SavedRun {
  let json: unknown;
  try {
    json = JSON.parse(config ?? '');
  } catch {
    throw new CheckpointError('The configuration in the file is not JSON.');
  }
  const parsed = trainConfig.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new CheckpointError(
      `The configuration in the file is not one of this version: ${issue?.path.join('.')}: ${issue?.message}.`,
    );
  }
  const [run] = parsed.data.runs;
  const steps = Number(step);
  if (!run || parsed.data.runs.length !== 1 || runId(run) !== id || !Number.isSafeInteger(steps) || steps < 0)
    throw new CheckpointError(`The file does not say which run it is, or after how many steps.`);
  return { id, step: steps, config: parsed.data, fromSeed: start === FROM_SEED };
}

/** @throws CheckpointError or WeightsMismatchError when the file is not a whole run of this version. */
export function runFrom(bytes: Uint8Array): SavedRun & { readonly state: RunState } {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.kind !== RUN)
    throw new CheckpointError('This file is not a run that was saved here: only its encoder can be taken.');
  const saved = savedRun(metadata);
  const { config, step } = saved;
  const run = config.runs[0]!;
  const query = branchSpec(config, run);
  const key = keyBranchSpec(config, run);
  const { specs } = branchLayout(query);
  const prefixed = (prefix: string) => layOut(specs.map((spec) => ({ ...spec, name: prefix + spec.name })));
  const { queue } = FRAMEWORK_TABLE[config.contrast.framework];
  return {
    ...saved,
    state: {
      steps: step,
      query: networkFromPyTorch(branchNetwork(query), tensors, 'query.'),
      ...(key ? { key: networkFromPyTorch(branchNetwork(key), tensors, 'key.') } : {}),
      ...(queue ? { queue: queueFrom(tensors, config.contrast.headOut) } : {}),
      moments: Array.from({ length: OPTIMISERS[config.optimiser.name].moments }, (_, i) =>
        parametersFromPyTorch(prefixed(`optimiser.${i}.`), tensors),
      ),
    },
  };
}

/**
 * Runs of one training, from the file of each, as they were at one step.
 * @throws CheckpointError when they are not of one training and step, or like `runFrom`.
 */
export function runsFrom(
  files: readonly Uint8Array[],
): ResumedRuns & { readonly states: ReadonlyMap<string, RunState> } {
  const saved = files.map(runFrom);
  const [first] = saved;
  if (!first) throw new CheckpointError('There is no run to go on with.');
  const shared = ({ config, step }: SavedRun) => JSON.stringify([step, { ...config, runs: [] }]);
  const other = saved.find((run) => shared(run) !== shared(first));
  if (other)
    throw new CheckpointError(
      `The runs ${first.id} (step ${first.step}) and ${other.id} (step ${other.step}) are not of one training and step: go on with one of them.`,
    );
  return {
    step: first.step,
    config: { ...first.config, runs: saved.flatMap(({ config }) => config.runs) },
    fromSeed: saved.every(({ fromSeed }) => fromSeed),
    states: new Map(saved.map(({ id, state }) => [id, state])),
  };
}

function queueFrom(
  tensors: ReadonlyMap<string, StoredTensor>,
  channels: number,
): NonNullable<RunState['queue']> {
  const length = tensors.get(KEYS)?.shape[0] ?? 0;
  const filled = Number(tensors.get(FILLED)?.data[0] ?? -1);
  if (filled < 0 || filled > length)
    throw new CheckpointError(`Tensor "${FILLED}" is ${filled}, expected 0 to ${length}.`);
  return { keys: floatsOf(tensors, KEYS, [length, channels]), length, channels, filled };
}
