/** What every contrastive framework answers: which branches and extra parameters it needs, and its loss. */
import type * as tf from '@tensorflow/tfjs';
import type { Mode } from '../encoder/normalise';
import type { NamedTensors } from '../weights/flat_parameters';
import type { NormSpec, ParameterSpec } from '../weights/parameters';
import type { ContrastConfig } from './config';
import type { Inspection } from './inspection';
import type { QueueView } from './queue_contrast';

/** The settings a loss reads. */
export type ObjectiveConfig = Pick<
  ContrastConfig,
  'loss' | 'queries' | 'temperature' | 'headOut' | 'predictorHidden' | 'prototypes'
>;

export interface ObjectiveInput {
  /**
   * φ(f') as the query branch gives it, video by video. With a momentum branch the queries [B·turns,C]: one clip of each
   * video, or every clip in turn; without one all clips [B·P,C].
   */
  readonly z: tf.Tensor2D;
  /** P. */
  readonly perVideo: number;
  /** Queries of each video: 1, or P where every clip is the query in turn. */
  readonly turns: number;
  /** The positives of each query [B·turns,P−1,C], of unit length, without gradient; with a momentum branch only. */
  readonly keys?: tf.Tensor3D;
  readonly queue?: QueueView;
  readonly parameters: NamedTensors;
  readonly mode: Mode;
  readonly config: ObjectiveConfig;
}

export interface Objective {
  readonly loss: tf.Scalar;
  /** Part of the queries whose positive is nearer than everything they are compared with; 0 … 1. */
  readonly top1: tf.Scalar;
}

export interface Framework {
  /** Keys come from a momentum branch; else every clip goes through the query branch. */
  readonly momentumBranch: boolean;
  readonly queue: boolean;
  /** Parameters beyond encoder, time module and head. */
  parameters(config: ObjectiveConfig): ParameterSpec[];
  norms(config: ObjectiveConfig): NormSpec[];
  /**
   * The loss of a representation that knows nothing, in nats (in −cosine / temperature for BYOL): what training must get
   * below. Each framework says what that is.
   */
  chance(at: { queueFilled: number; batch: number; perVideo: number; config: ObjectiveConfig }): number;
  /** Differentiable in z and the parameters. Call it inside a tidy. */
  objective(input: ObjectiveInput): Objective;
  /**
   * What the objective compared, of the very same input but for `mode.seen`, whose moments are the caller's to dispose of.
   * Call it inside a tidy. A framework without it trains all the same: slow motion then says that it does not show this.
   */
  inspect?(input: ObjectiveInput): Inspection;
}
