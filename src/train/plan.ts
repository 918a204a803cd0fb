/** What training would take, by arithmetic, before anything is allocated. */
import { batchInForce, queueInForce } from '../clips/batches';
import { FRAMEWORK_TABLE } from '../contrast/frameworks';
import { encoderSpec } from '../encoder/encoders';
import { convNorms, encoderCost, encoderParameters } from '../encoder/spec';
import { runId } from '../time/config';
import { timeProblem } from '../time/module';
import { layOut } from '../weights/parameters';
import { branchLayout } from './branch';
import { branchSpec } from './fresh_run';
import type { TrainConfig } from './config';
import { OPTIMISERS } from './optimisers';

export interface Cost {
  readonly dim: number;
  readonly runs: readonly {
    readonly id: string;
    readonly parameters: number;
    readonly encoderParameters: number;
  }[];
  /** Bytes at the peak, over all runs, estimated. */
  readonly gpuBytes: number;
  /** Of the largest tensor of a step, which is one buffer on the GPU. */
  readonly largestBuffer: number;
  /** One step over all runs. */
  readonly flops: number;
  /** One clip through the encoder, forward. */
  readonly clipFlops: number;
  /** GPU dispatches of one step over all runs, about. */
  readonly dispatches: number;
  readonly batch: number;
  readonly queue: number;
  /** Loss at chance once the queue is full. */
  readonly chance: number;
  readonly warnings: readonly string[];
  readonly problems: readonly string[];
}

const BYTES = 4;
/** Backward takes twice the forward's arithmetic: once for the input, once for the filter. */
const FORWARD_AND_BACKWARD = 3;
/**
 * Buffers held for each activation of a step: results of convolution and norm, their gradients, parts of sums. The backend
 * keeps what it has once allocated for the next tensor of just that size, so that all of them count: `memory.gpu.test.ts` holds the plan to it.
 */
const COPIES_OF_ACTIVATIONS = 5;
/** Of the weights of every run beside the optimiser's moments: both branches, the gradient, and what each step makes of them. */
const COPIES_OF_WEIGHTS = 8;
/** Filter by filter, for the passes of one run at a time: those of all runs have the same sizes. */
const COPIES_OF_FILTERS = 2.5;
/** Of the pixels of each clip: as they are made, blurred and normalised. */
const COPIES_OF_PIXELS = 3;
/** Clips that one forward pass of the maps takes, at most. */
const EMBED_CLIPS = 16;
/** Of such a pass, where one clip is not more: it cannot be broken off, and tells how far it is only when it is over. */
const EMBED_FLOPS = 32e9;
/** For each activation of that pass: of another batch, hence of other sizes. */
const COPIES_WHEN_EMBEDDING = 2;

/** Of one run and step, for each convolution with its norm: forward of both branches, backward. `npm run bench` counts them. */
const DISPATCHES_PER_CONVOLUTION = 14;

/** Clips that one forward pass of the maps takes, where each is so much arithmetic. */
export function embedClips(clipFlops: number): number {
  return Math.max(1, Math.min(EMBED_CLIPS, Math.floor(EMBED_FLOPS / clipFlops)));
}

export function costOf(config: TrainConfig, videos: number): Cost {
  const { encoder, clips, contrast, runs, optimiser } = config;
  const spec = encoderSpec(encoder);
  const framework = FRAMEWORK_TABLE[contrast.framework];
  const batch = batchInForce(clips.batch, videos);
  const keys = keysPerVideo(config);
  const queue = framework.queue ? queueInForce(contrast.queue, batch, keys, videos) : 0;
  // Clips of a video that go through the query branch, which is differentiated.
  const learning = framework.momentumBranch && contrast.queries === 'first' ? 1 : clips.perVideo;
  const clip = encoderCost(spec, encoder.frames, encoder.size);
  const encoderCount = layOut(encoderParameters(spec)).size;

  const perRun = runs.map((run) => ({
    id: runId(run),
    parameters: branchLayout(branchSpec(config, run)).size,
    encoderParameters: encoderCount,
  }));
  const buffersOfWeights = COPIES_OF_WEIGHTS + OPTIMISERS[optimiser.name].moments;
  const weights =
    perRun.reduce((sum, { parameters }) => sum + parameters * buffersOfWeights * BYTES, 0) +
    Math.max(0, ...perRun.map(({ parameters }) => parameters)) * COPIES_OF_FILTERS * BYTES;
  const queues = runs.length * queue * contrast.headOut * BYTES;
  const input = encoder.frames * encoder.size * encoder.size * 3 * COPIES_OF_PIXELS;
  // Runs take turns, so only one keeps its activations at a time.
  const activations =
    batch * learning * clip.activations * COPIES_OF_ACTIVATIONS * BYTES +
    batch * clips.perVideo * input * BYTES;
  const embedding = embedClips(clip.flops) * (clip.activations * COPIES_WHEN_EMBEDDING + input) * BYTES;

  return {
    dim: spec.dim,
    runs: perRun,
    gpuBytes: weights + queues + activations + embedding,
    // The clips of a branch go through it at once.
    largestBuffer: batch * Math.max(learning, framework.momentumBranch ? keys : 0) * clip.largest * BYTES,
    clipFlops: clip.flops,
    flops:
      runs.length *
      clip.flops *
      batch *
      (FORWARD_AND_BACKWARD * learning + (framework.momentumBranch ? keys : 0)),
    dispatches: runs.length * convNorms(spec).length * DISPATCHES_PER_CONVOLUTION,
    batch,
    queue,
    chance: framework.chance({ queueFilled: queue, batch, perVideo: clips.perVideo, config: contrast }),
    warnings: warningsOf(config, videos, batch, queue),
    problems: problemsOf(config, videos, spec.dim),
  };
}

/** Clips of a video that go through the key branch of a framework that has one, and into the queue. */
function keysPerVideo({ clips, contrast }: TrainConfig): number {
  return contrast.queries === 'each' ? clips.perVideo : clips.perVideo - 1;
}

function warningsOf(config: TrainConfig, videos: number, batch: number, queue: number): string[] {
  const { clips, contrast } = config;
  const warnings: string[] = [];
  if (batch < clips.batch)
    warnings.push(`${clips.batch} videos a step are too many for a set of ${videos}: ${batch} are used.`);
  const distinct = videos - batch;
  if (contrast.framework === 'moco' && contrast.queue > 0 && queue / keysPerVideo(config) > distinct) {
    warnings.push(
      `A queue of ${queue} keys is longer than the ${distinct} other videos give: it will hold keys of the query's own video, and the loss will stay near chance.`,
    );
  }
  return warnings;
}

function problemsOf({ time, runs, clips }: TrainConfig, videos: number, dim: number): string[] {
  const problems: string[] = [];
  if (videos < 4)
    problems.push(
      `Contrastive learning needs videos to tell apart: ${videos} ready, 4 at least. Add videos.`,
    );
  if (clips.cropLow > clips.cropHigh)
    problems.push(
      `The crop area runs from ${clips.cropLow} to ${clips.cropHigh}: the first must not be larger.`,
    );
  for (const run of runs) {
    const problem = timeProblem(run, time, dim);
    if (problem && !problems.includes(problem)) problems.push(problem);
  }
  const ids = runs.map(runId);
  if (new Set(ids).size < ids.length) problems.push('Two runs are the same variant: change or remove one.');
  return problems;
}
