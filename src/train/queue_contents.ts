/** What the queue of a run holds after a step, beside the queries of that step. */
import * as tf from '@tensorflow/tfjs';
import { unitLength } from '../contrast/unit_length';
import type { Run } from './run';
import type { ClipOrigin, QueueContents } from './trace_report';

interface QueueInput {
  readonly run: Run;
  /** Of all keys held, newest first. */
  readonly origins: readonly (ClipOrigin | undefined)[];
  /** The clips of the last step, and P. */
  readonly clips: readonly ClipOrigin[];
  readonly perVideo: number;
  /** Places to tell of at most, the newest. */
  readonly most: number;
}

/** Undefined where the framework has no queue. Needs the WebGPU backend; keeps nothing. */
export async function queueContents({
  run,
  origins,
  clips,
  perVideo,
  most,
}: QueueInput): Promise<Omit<QueueContents, 'runId' | 'step'> | undefined> {
  const { queue, lastQueries } = run;
  if (!queue) return undefined;
  const { length, filled } = queue;
  const told = Math.min(filled, most);
  const rows = lastQueries?.shape[0] ?? 0;
  // One query a video, or every clip in turn.
  const queries = clips.filter((_, place) => rows === clips.length || place % perVideo === 0);
  const isOlder = (origin: ClipOrigin | undefined, { videoId, step }: ClipOrigin) =>
    origin?.videoId === videoId && origin.step < step;
  return {
    length,
    filled,
    origins: origins.slice(0, told),
    unknown: origins.filter((origin) => origin === undefined).length,
    queries: rows > 0 ? queries : [],
    ofOwnVideo:
      rows > 0 ? queries.map((query) => origins.filter((origin) => isOlder(origin, query)).length) : [],
    cosines:
      lastQueries && told > 0
        ? await newestFirst(lastQueries, queue.view.keys, filled, told)
        : new Float32Array(),
  };
}

/** z [R,C], keys [Q,C] oldest first, `filled` of them present -> cosines [R,told] with the newest, newest first. */
async function newestFirst(
  z: tf.Tensor2D,
  keys: tf.Tensor2D,
  filled: number,
  told: number,
): Promise<Float32Array> {
  const cosines = tf.tidy(() =>
    tf.matMul(unitLength(z), keys.slice([filled - told, 0], [told, -1]), false, true),
  );
  const values = (await cosines.data()) as Float32Array;
  cosines.dispose();
  return values.map((_, i) => values[i - (i % told) + told - 1 - (i % told)]!);
}
