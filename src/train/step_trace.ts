/** One step of a run in slow motion: the very step that `Run.step` takes, and what happened inside it. */
import * as tf from '@tensorflow/tfjs';
import { NOT_COMPARED, type Inspection } from '../contrast/inspection';
import type { Projected } from './branch';
import { partsOf, type Part } from './parts';
import type { Batch, Run, StepResult, StepSettings } from './run';
import { StepProbe } from './step_probe';
import type { BranchTrace, ComparisonTrace, PartUpdate, RunTrace } from './trace_report';

/**
 * Takes the step and reads what passed. The numbers of the step are bit-equal to those of `run.step(batch, settings)`.
 * Disposes of all that it kept.
 */
export async function tracedStep(
  run: Run,
  batch: Batch,
  settings: StepSettings,
): Promise<{ result: StepResult; trace: Omit<RunTrace, 'id' | 'queue'> }> {
  const filled = run.queue?.filled;
  // Their buffers outlive the step, which replaces them.
  const before = [run.query, ...(run.key ? [run.key] : [])].map(({ parameters }) => parameters.flat.clone());
  const probe = new StepProbe();
  try {
    const result = await run.step(batch, settings, probe);
    const { query, key, gradient, inspection } = probe;
    if (!query || !gradient) throw new Error('tracedStep(run): the step told nothing of its query branch.');
    const clips = clipsOfBranches(batch, run.key !== undefined, query.z.shape[0], key?.z.shape[0]);
    return {
      result,
      trace: {
        ...result,
        query: await branchTrace(query, clips.query),
        key: key && (await branchTrace(key, clips.key)),
        comparison: inspection && (await comparisonTrace(inspection, filled)),
        update: await updateOf(run, gradient, before),
      },
    };
  } finally {
    probe.dispose();
    tf.dispose(before);
  }
}

/** Which clips of the batch went through each branch, in the order of the rows. */
function clipsOfBranches(
  { perVideo, query: { shape } }: Batch,
  momentum: boolean,
  queryRows: number,
  keyRows: number | undefined,
): { query: number[]; key: number[] } {
  const videos = shape[0];
  const all = Array.from({ length: videos * perVideo }, (_, place) => place);
  const firsts = all.filter((place) => place % perVideo === 0);
  const rest = all.filter((place) => place % perVideo !== 0);
  return {
    query: momentum && queryRows === videos ? firsts : all,
    key: keyRows === rest.length ? rest : all,
  };
}

async function branchTrace(
  { f, fPrime, coefficients, z }: Projected,
  clips: readonly number[],
): Promise<BranchTrace> {
  return {
    clips,
    f: await numbers(f),
    fPrime: await numbers(fPrime),
    coefficients: coefficients && (await numbers(coefficients)),
    width: coefficients?.shape[1] ?? 0,
    z: await numbers(z),
    channels: z.shape[1],
  };
}

/** `filled`: places of the queue that held a key, where there is one: the others, oldest first, are then turned round. */
async function comparisonTrace(inspection: Inspection, filled: number | undefined): Promise<ComparisonTrace> {
  const { queries, positives, positiveClips, others, otherClips, targets, losses } = inspection;
  const [rows, columns] = others.shape;
  const width = filled ?? columns;
  const all = await numbers(others);
  const compared = Float32Array.from({ length: rows * width }, (_, i) => {
    const column = i % width;
    const value =
      all[Math.floor(i / width) * columns + (filled === undefined ? column : filled - 1 - column)]!;
    return value < NOT_COMPARED / 2 ? NaN : value;
  });
  return {
    queries,
    perQuery: positives?.shape[1] ?? 0,
    positives: positives ? await numbers(positives) : new Float32Array(),
    positiveClips: positiveClips ?? [],
    width,
    others: compared,
    otherClips,
    targets: targets && (await numbers(targets)),
    losses: await numbers(losses),
  };
}

/** `before`: the parameters of the query branch, and of the key branch where there is one, before the step. */
async function updateOf(
  run: Run,
  gradient: tf.Tensor1D,
  [before, keyBefore]: readonly tf.Tensor1D[],
): Promise<PartUpdate[]> {
  const parts = partsOf(run.query.parameters.layout);
  const now = run.query.parameters.flat;
  const key = run.key?.parameters.flat;
  const between = async (a: tf.Tensor1D, b: tf.Tensor1D) => {
    const difference = tf.sub<tf.Tensor1D>(a, b);
    const norms = await normsOf(difference, parts);
    difference.dispose();
    return norms;
  };
  const gradients = await normsOf(gradient, parts);
  const weights = await normsOf(before!, parts);
  const moved = await between(now, before!);
  const lag = key && (await between(key, now));
  const keyMoved = key && keyBefore && (await between(key, keyBefore));
  return parts.map(({ name, size }, i) => ({
    part: name,
    parameters: size,
    gradient: gradients[i]!,
    weights: weights[i]!,
    moved: moved[i]!,
    lag: lag?.[i],
    keyMoved: keyMoved?.[i],
  }));
}

/** flat [size] -> the Euclidean norm of each part. */
async function normsOf(flat: tf.Tensor1D, parts: readonly Part[]): Promise<Float32Array> {
  const norms = tf.tidy(() =>
    tf.stack(parts.map(({ offset, size }) => flat.slice(offset, size).square().sum().sqrt())),
  );
  const values = await numbers(norms);
  norms.dispose();
  return values;
}

async function numbers(tensor: tf.Tensor): Promise<Float32Array> {
  return (await tensor.data()) as Float32Array;
}
