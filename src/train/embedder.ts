/** Segments through one branch in evaluation mode: f, f', and what is read off beside them. */
import * as tf from '@tensorflow/tfjs';
import { renderViews } from '../clips/render_views';
import { plainView, type ViewSize } from '../clips/views';
import { encoderSpec } from '../encoder/encoders';
import { encoderCost } from '../encoder/spec';
import type { VideoFrames } from '../video/frames';
import type { Branch } from './branch';
import { timeComponents, type TimeComponents } from './components';
import type { TrainConfig } from './config';
import { embedClips } from './plan';

/** A segment to embed: frames of its video and the second it starts at; its frames last to first where it is reversed. */
export interface SegmentSource {
  readonly frames: VideoFrames;
  readonly start: number;
  readonly reversed?: boolean;
}

/** How one pass of an embedding comes to its turn on the device. */
export type TakeTurn = <T>(pass: () => Promise<T>) => Promise<T>;

/** [N,D] row-major each. */
export interface Embedding {
  readonly id: string;
  readonly f: Float32Array;
  readonly fPrime: Float32Array;
  /** f' as it would be were every segment at the same second: the control for what t alone gives. */
  readonly fPrimeAtConstantT: Float32Array;
  /** Of runs with directions. */
  readonly components?: TimeComponents;
}

export const plainTurn: TakeTurn = (pass) => pass();

export class Embedder {
  readonly #config: Pick<TrainConfig, 'time' | 'clips' | 'encoder'>;
  readonly #dim: number;
  readonly #size: ViewSize;
  readonly #clipsAtOnce: number;

  constructor(config: Pick<TrainConfig, 'time' | 'clips' | 'encoder'>, dim: number, size: ViewSize) {
    this.#config = config;
    this.#dim = dim;
    this.#size = size;
    const { encoder } = config;
    this.#clipsAtOnce = embedClips(encoderCost(encoderSpec(encoder), encoder.frames, encoder.size).flops);
  }

  /** f [N,D]; `onClips` is told of those of each pass. */
  async features(
    branch: Branch,
    segments: readonly SegmentSource[],
    turn: TakeTurn,
    onClips: (clips: number) => void,
  ): Promise<Float32Array> {
    const features = new Float32Array(segments.length * this.#dim);
    // Always as many at once: a rest would be compiled, measured and held in memory as a shape of its own.
    const clips = Math.min(this.#clipsAtOnce, segments.length);
    for (let first = 0; first < segments.length; first += clips) {
      const part = segments.slice(first, first + clips);
      const filled = [...part, ...Array<SegmentSource>(clips - part.length).fill(part.at(-1)!)];
      await turn(async () => {
        const x = this.#plainClips(filled);
        const f = branch.embed(x);
        x.dispose();
        const values = await f.data();
        features.set(values.subarray(0, part.length * this.#dim), first * this.#dim);
        f.dispose();
      });
      onClips(part.length);
    }
    return features;
  }

  #plainClips(segments: readonly SegmentSource[]): tf.Tensor5D {
    const views = segments.map(({ frames, start, reversed }) => ({
      frames,
      view: plainView(start, frames),
      reversed,
    }));
    return renderViews(views, this.#config.clips.stride, this.#size);
  }

  /** f' [N,D] and what belongs to it, of f [N,D]. */
  async navigated(
    branch: Branch,
    features: Float32Array,
    segments: readonly SegmentSource[],
  ): Promise<Pick<Embedding, 'fPrime' | 'fPrimeAtConstantT' | 'components'>> {
    const starts = segments.map(({ start }) => start);
    const middle = starts.reduce((a, b) => a + b, 0) / starts.length;
    const at = async (seconds: readonly number[]) => {
      const [f, t] = [
        tf.tensor2d(features, [segments.length, this.#dim]),
        this.times(Float32Array.from(seconds)),
      ];
      const navigated = branch.navigate(f, t);
      const fPrime = (await navigated.fPrime.data()) as Float32Array;
      const { basis } = navigated;
      const components = basis && (await timeComponents(f, basis, branch.spec.run.orthogonal));
      tf.dispose([f, t, Object.values(navigated)]);
      return { fPrime, ...(components && { components }) };
    };
    const { fPrime: fPrimeAtConstantT } = await at(starts.map(() => middle));
    return { ...(await at(starts)), fPrimeAtConstantT };
  }

  /** Seconds -> the unit that the time encoder is given. */
  times(seconds: Float32Array): tf.Tensor1D {
    const { time, clips, encoder } = this.#config;
    const clipLength = time.unit === 'clips' ? clips.stride * encoder.frames : 1;
    return tf.tensor1d(seconds.map((second) => second / clipLength));
  }
}
